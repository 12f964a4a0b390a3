import { UserError } from "../../user-error.js";

/** What the JSON text of a file may hold at most. */
export interface TextLimits {
  /** Keys of one object. */
  keys: number;
  /** Entries of one list. */
  entries: number;
  /** Lists and objects in all. */
  parts: number;
}

/** Deepest nesting of lists and objects that a run file may have. A run needs 9. */
export const MAX_DEPTH = 32;

/** Of a run file: the times of single tasks are the longest lists, and a small trial takes some 40 characters. */
const OF_A_RUN: TextLimits = { keys: 10_000, entries: 1_000_000, parts: 1_000_000 };

const [QUOTE, BACKSLASH, COMMA, COLON] = [0x22, 0x5c, 0x2c, 0x3a];
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];

/**
 * Throws a UserError where the JSON text of a file would take more memory and time than its size suggests, before anything is
 * made of it: a list in a list takes a character, and some hundred bytes once it is parsed. Text that is no JSON passes.
 */
export function refuseHostileText(text: string, file: string, limits: TextLimits = OF_A_RUN): void {
  const [keys, commas] = [new Uint32Array(MAX_DEPTH + 1), new Uint32Array(MAX_DEPTH + 1)];
  let [depth, parts] = [0, 0];
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = endOfString(text, at);
    else if (code === COMMA) {
      commas[depth] = (commas[depth] as number) + 1;
      if ((commas[depth] as number) >= limits.entries)
        throw tooMany(file, `a list of more than ${limits.entries} entries`);
    } else if (code === COLON) {
      keys[depth] = (keys[depth] as number) + 1;
      if ((keys[depth] as number) > limits.keys) {
        throw tooMany(file, `an object of more than ${limits.keys} keys`);
      }
    } else if (code === OPEN_LIST || code === OPEN_OBJECT) {
      depth += 1;
      if (depth > MAX_DEPTH) throw tooDeep(file);
      parts += 1;
      if (parts > limits.parts) throw tooMany(file, `more than ${limits.parts} lists and objects`);
      keys[depth] = 0;
      commas[depth] = 0;
    } else if (code === CLOSE_LIST || code === CLOSE_OBJECT) depth = Math.max(0, depth - 1);
  }
}

/** Place of the quote that ends the string that begins at `start`; the end of the text where none does. */
function endOfString(text: string, start: number): number {
  let at = start + 1;
  for (; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) break;
    if (code === BACKSLASH) at += 1;
  }
  return at;
}

export function tooDeep(file: string): UserError {
  return new UserError(`${file}: nested deeper than ${MAX_DEPTH} levels: this is not a run file`);
}

function tooMany(file: string, what: string): UserError {
  return new UserError(`${file}: has ${what}: check that it is the right file`);
}
