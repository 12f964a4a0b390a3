import { show, showPath } from "../../record/schema/quote-value.js";
import { UserError } from "../../user-error.js";

/** Numbers that are none, as C, C++ and Python write them into JSON, which has no words for them. */
const NOT_FINITE = /-?(?:nan(?:\([a-z]*\))?|inf(?:inity)?|1\.#[a-z]+)/gi;

/** Parses JSON in which NaN, Infinity and their like may stand for a number; they become text. Throws what JSON.parse throws. */
export function parseWithNotFinite(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const quoted = outsideStrings(text, (gap) => gap.replace(NOT_FINITE, '"$&"'));
    if (quoted === text) throw error;
    return JSON.parse(quoted);
  }
}

/** Whether an object of a JSON text has a key twice, of which JSON.parse keeps the last; `value` is the parsed text. */
export function hasRepeatedKeys(text: string, value: unknown): boolean {
  let written = 0;
  for (const { end } of stringsOf(text)) if (isKey(text, end)) written += 1;
  return written !== keysOf(value);
}

/**
 * A JSON text in which each key that an object has a second time is another one. It is a UserError with its place, unless
 * `isOwn` says of the keys before it that the tool's own keys are all among them: then it is one of the tool's user.
 */
export function withoutRepeatedKeys(
  text: string,
  file: string,
  isOwn: (before: ReadonlySet<string>) => boolean,
): string {
  const open: { keys: Set<string> | null; at: PropertyKey }[] = [];
  let [written, last] = ["", 0];
  for (const { start, end } of stringsOf(text)) {
    follow(text.slice(last, start), open);
    written += text.slice(last, start);
    last = end;
    const string = text.slice(start, end);
    const inner = open.at(-1);
    if (inner?.keys && isKey(text, end)) {
      const key = JSON.parse(string) as string;
      const isRepeated = inner.keys.has(key);
      if (isRepeated && !isOwn(inner.keys)) {
        const place = showPath(open.slice(0, -1).map(({ at }) => at));
        throw new UserError(
          `${file}: ${place} has the key ${show(key)} twice: which one is right is not known; remove one`,
        );
      }
      inner.keys.add(key);
      inner.at = key;
      written += isRepeated ? JSON.stringify(`${key} (user's)`) : string;
    } else {
      written += string;
    }
  }
  return written + text.slice(last);
}

/** Goes on with the lists and objects that are open, outermost first, by what stands between two strings. */
function follow(gap: string, open: { keys: Set<string> | null; at: PropertyKey }[]): void {
  for (const [mark] of gap.matchAll(/[[\]{},]/g)) {
    const inner = open.at(-1);
    if (mark === "{") open.push({ keys: new Set(), at: "" });
    else if (mark === "[") open.push({ keys: null, at: 0 });
    else if (mark !== ",") open.pop();
    else if (inner?.keys === null) inner.at = Number(inner.at) + 1;
  }
}

function keysOf(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  let keys = Array.isArray(value) ? 0 : Object.keys(value).length;
  for (const child of Object.values(value)) keys += keysOf(child);
  return keys;
}

/** Where the strings of a JSON text lie, with their quotes. */
function* stringsOf(text: string): Generator<{ start: number; end: number }> {
  let start = text.indexOf('"');
  while (start !== -1) {
    let end = text.indexOf('"', start + 1);
    while (end !== -1 && isEscaped(text, end)) end = text.indexOf('"', end + 1);
    if (end === -1) return;
    yield { start, end: end + 1 };
    start = text.indexOf('"', end + 1);
  }
}

function isEscaped(text: string, at: number): boolean {
  let backslashes = 0;
  while (text[at - 1 - backslashes] === "\\") backslashes += 1;
  return backslashes % 2 === 1;
}

function isKey(text: string, end: number): boolean {
  let at = end;
  while (/\s/.test(text[at] ?? "")) at += 1;
  return text[at] === ":";
}

function outsideStrings(text: string, change: (gap: string) => string): string {
  let [changed, last] = ["", 0];
  for (const { start, end } of stringsOf(text)) {
    changed += change(text.slice(last, start)) + text.slice(start, end);
    last = end;
  }
  return changed + change(text.slice(last));
}
