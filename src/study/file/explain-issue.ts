import type { z } from "zod";

const LONGEST_VALUE = 100;

/** The first fault of a study file: the place in it, the value there and what to do. */
export function explainIssue(error: z.ZodError, value: unknown): string {
  const issue = error.issues[0];
  if (issue === undefined) return "it is not a study";
  const { place, at } = locate(value, issue.path);
  if (issue.code === "unrecognized_keys") {
    const [key = ""] = issue.keys;
    return `${join(place, key)} is not known here: scalebook init writes a file with every setting`;
  }
  return `${place || "the file"} ${at === undefined ? "is missing" : `is ${shown(at)}`}: ${issue.message}`;
}

/** Follows a path of the parsed file in the file as it was written, where a single level may stand for a list. */
function locate(value: unknown, path: readonly PropertyKey[]): { place: string; at: unknown } {
  let place = "";
  let at = value;
  for (const step of path) {
    if (typeof step === "number" && !Array.isArray(at)) continue;
    place = join(place, step);
    at = (at as Record<PropertyKey, unknown> | null | undefined)?.[step];
  }
  return { place, at };
}

function join(place: string, step: PropertyKey): string {
  if (typeof step === "number") return `${place}[${step}]`;
  return place === "" ? String(step) : `${place}.${String(step)}`;
}

function shown(value: unknown): string {
  const json = JSON.stringify(value) ?? String(value);
  return json.length > LONGEST_VALUE ? `${json.slice(0, LONGEST_VALUE)}...` : json;
}
