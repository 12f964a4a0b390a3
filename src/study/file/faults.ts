import { inspect } from "node:util";
import type { z } from "zod";
import { nearest } from "../../record/schema/did-you-mean.js";
import { show, withEscapes } from "../../record/schema/quote-value.js";
import { UserError } from "../../user-error.js";

const LONGEST_VALUE = 100;
/** Further faults are counted: one slip can be in every line. */
const MOST_FAULTS = 20;

/** All that is wrong in a file, one line a fault. */
export function faultsError(path: string, faults: readonly string[]): UserError {
  if (faults.length === 1) return new UserError(`${path}: ${faults[0]}`);
  const left = faults.length - MOST_FAULTS;
  const more = left > 0 ? [`and ${left} more`] : [];
  const lines = [...faults.slice(0, MOST_FAULTS), ...more].map((fault) => `\n- ${fault}`);
  return new UserError(`${path}: ${faults.length} faults${lines.join("")}`);
}

/** Part of a JSON Schema, as far as names of fields are looked up in it. */
interface FieldSchema {
  properties?: Readonly<Record<string, unknown>>;
  items?: unknown;
}

/**
 * What a schema finds wrong: each place, the value there and what to do. A field that is missing under its own name and there
 * under a similar one is told once.
 *
 * @param fields JSON Schema that knows the names of all fields
 */
export function schemaFaults(error: z.ZodError, value: unknown, fields: object): string[] {
  const slips = error.issues.flatMap((issue) => {
    if (issue.code !== "unrecognized_keys") return [];
    const known = fieldsAt(fields, issue.path);
    return issue.keys.map((key) => ({ path: issue.path, key, known, meant: nearest(key, known) }));
  });
  const isSlip = (path: readonly PropertyKey[]) =>
    slips.some(
      ({ path: of, meant }) => samePath(of, path.slice(0, -1)) && meant === `did you mean ${String(path.at(-1))}?`,
    );
  return error.issues.flatMap((issue) => {
    const { place, at } = locate(value, issue.path);
    if (issue.code === "unrecognized_keys") {
      const own = slips.filter(({ path }) => path === issue.path);
      return own.map(({ key, meant }) => `${join(place, key)} is not known here: ${meant}`);
    }
    if (at === undefined && isSlip(issue.path)) return [];
    const found = at === undefined ? "is missing" : at === null ? "is empty" : `is ${shown(at)}`;
    return [`${place || "the file"} ${found}: ${remedy(issue, at)}`];
  });
}

const KINDS: Readonly<Record<string, string>> = {
  array: "a list",
  boolean: "true or false",
  number: "a number",
  object: "fields with their values",
  record: "fields with their values",
  string: "text",
};

function remedy(issue: z.core.$ZodIssue, at: unknown): string {
  if (issue.code === "invalid_type") {
    const kind = KINDS[issue.expected];
    if (issue.path.length === 0) return "scalebook init writes a study to start from";
    if (kind !== undefined) return `give ${kind}`;
  }
  if (issue.code === "invalid_value" && typeof at === "string") return nearest(at, issue.values.map(String));
  if (issue.code === "invalid_key") return issue.issues.map(({ message }) => message).join("; ");
  return issue.message;
}

/** Names of the fields that a place may have. */
function fieldsAt(schema: object, path: readonly PropertyKey[]): string[] {
  let at = schema as FieldSchema | undefined;
  for (const step of path) at = (typeof step === "number" ? at?.items : at?.properties?.[String(step)]) as FieldSchema;
  return Object.keys(at?.properties ?? {});
}

function samePath(a: readonly PropertyKey[], b: readonly PropertyKey[]): boolean {
  return a.length === b.length && a.every((step, index) => step === b[index]);
}

/** The place and value of a path in the file as written, where a single level may stand for a list. */
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
  const name = String(step);
  // Keys come from outside: one that is no plain name is quoted, with escapes for what would steer a terminal.
  if (!/^[\p{L}\p{N}_$ -]{1,60}$/u.test(name)) return `${place}[${show(name)}]`;
  return place === "" ? name : `${place}.${name}`;
}

function shown(value: unknown): string {
  const json = textOf(value);
  return withEscapes(json.length > LONGEST_VALUE ? `${json.slice(0, LONGEST_VALUE)}...` : json);
}

/** A value as JSON; of what JSON has no text for, such as a list that holds itself, as Node shows it. */
function textOf(value: unknown): string {
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return inspect(value, { depth: 1, breakLength: Number.POSITIVE_INFINITY });
  }
}
