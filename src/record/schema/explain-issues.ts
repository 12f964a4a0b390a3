import type { z } from "zod";
import { show, showPath } from "./quote-value.js";

type Issue = z.core.$ZodIssue;

/**
 * The first fault of a value in one line: its place, the value there, what is allowed, and the number of other faults.
 * `value` is the whole value that was parsed; zod found the `issues`, at least one.
 */
export function explainIssues(value: unknown, issues: readonly Issue[]): string {
  const [first] = issues;
  if (first === undefined) throw new Error("explainIssues needs at least one issue");
  const more = issues.length === 1 ? "" : ` (and ${issues.length - 1} more)`;
  return `${explainIssue(value, first)}${more}`;
}

function explainIssue(value: unknown, issue: Issue): string {
  const place = showPath(issue.path);
  if (issue.code === "unrecognized_keys") {
    return `${place} has the unknown key ${issue.keys.slice(0, 3).map(show).join(", ")}: remove it, or use the version of Scalebook that writes it`;
  }
  if (issue.code === "invalid_key") {
    return `${place} has an unfit name: it ${issue.issues[0]?.message ?? "is not allowed"}`;
  }
  const found = valueAt(value, issue.path);
  return `${place} is ${show(found)}: ${expectation(issue)}`;
}

function expectation(issue: Issue): string {
  switch (issue.code) {
    case "too_small":
      return `must be at least ${issue.minimum}${unitOf(issue.origin)}`;
    case "too_big":
      return `must be at most ${issue.maximum}${unitOf(issue.origin)}`;
    case "invalid_type":
      return `must be ${NAMES[issue.expected] ?? issue.expected}`;
    case "invalid_value":
      return `must be ${issue.values.length > 1 ? "one of " : ""}${issue.values.map(show).join(", ")}`;
    case "invalid_union":
      return "must be text, a number, true or false";
    case "invalid_format":
      return issue.format === "datetime" ? 'must be a UTC time such as "2026-11-21T06:15:00.000Z"' : formatOf(issue);
    default:
      return issue.message;
  }
}

const NAMES: Readonly<Record<string, string>> = {
  array: "a list",
  boolean: "true or false",
  int: "a whole number",
  number: "a finite number",
  object: "an object",
  record: "an object",
  string: "text",
};

function unitOf(origin: string): string {
  if (origin === "string") return " characters long";
  return origin === "array" ? " entries long" : "";
}

/** The message of a pattern, or the pattern where it has none. */
function formatOf(issue: { message: string; pattern?: string | undefined }): string {
  return issue.message.startsWith("Invalid") ? `must match ${issue.pattern ?? "its format"}` : issue.message;
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let current: unknown = value;
  for (const key of path) {
    if (typeof current !== "object" || current === null || !Object.hasOwn(current, key)) return undefined;
    current = (current as Record<PropertyKey, unknown>)[key];
  }
  return current;
}
