import { slugify } from "../../record/schema/run-id.js";
import { isOneThread } from "../../record/timing/effective-workers.js";

/** Reader of one kind of field. */
export interface FieldKind<T> {
  /** Value of a trimmed text; undefined where it has none. */
  parse(text: string): T | undefined;
  /** Advice on a text without a value, for messages. */
  advice(text: string): string;
}

/** Limits of the run file. */
const MAX_COUNT = 1e9;
const MAX_SIZE = 1e15;
export const MAX_MS = 3.2e11;
/** Largest figure, and inverse of the smallest, in any unit; squares and sums stay finite. */
const MAX_FIGURE = 1e30;

/** Longest name in a run file. */
const LONGEST_NAME = 2_000;

/** Longest text of a number; fields may have megabytes. */
const LONGEST_NUMBER = 400;

const NAME_ADVICE = `must be at most ${LONGEST_NAME} characters, without control characters`;

/** A text on one line; undefined where it is too long or has control characters. */
function oneLine(text: string): string | undefined {
  const name = text.replace(/[\t\n\r]+/g, " ");
  return name.length > LONGEST_NAME || /\p{Cc}/u.test(name) ? undefined : name;
}

/** A name as it is given; "Sequential" is the strategy that the analysis knows as a run on one thread. */
export const nameField: FieldKind<string> = {
  parse(text) {
    const name = oneLine(text);
    if (name === undefined || name === "") return undefined;
    return name.length < 20 && isOneThread(slugify(name)) ? slugify(name) : name;
  },
  advice: (text) => (text === "" ? 'write a name such as "thread-pool"' : NAME_ADVICE),
};

export const countField: FieldKind<number> = {
  parse: (text) => (/^\d{1,20}(?:\.0{0,20})?$/.test(text) ? within(Number(text), 1, MAX_COUNT) : undefined),
  advice: () => `must be a whole number from 1 to ${MAX_COUNT}`,
};

export const sizeField: FieldKind<number> = {
  parse: (text) => within(decimal(text, 0), 0, MAX_SIZE),
  advice: () => "must be a number from 0 to 1e15, such as 1000 or 1e6",
};

/** A measured figure of any unit, above 0. */
export const figureField: FieldKind<number> = {
  parse: (text) => within(decimal(text, 0), 1 / MAX_FIGURE, MAX_FIGURE),
  advice: () => "must be a number above 0, with a decimal point, such as 12.5",
};

/** A figure of an export of our own, in the unit of the run file. */
export const amountField: FieldKind<number> = {
  parse: (text) => decimal(text, 0),
  advice: () => "must be a number, as the export wrote it",
};

/** Mean number of workers; fractions are fine. */
export const meanCountField: FieldKind<number> = {
  parse: (text) => within(decimal(text, 0), 1e-3, MAX_COUNT),
  advice: () => `must be a number from 0.001 to ${MAX_COUNT}, such as 4`,
};

/** Level of a user's own factor: a number where it is written as one is, or else a text (`007`, `1.10`). */
export const levelField: FieldKind<string | number> = {
  parse(text) {
    const plain = /^-?\d{1,15}(?:\.\d{1,15})?$/.test(text) && String(Number(text)) === text;
    return plain ? Number(text) : oneLine(text);
  },
  advice: () => NAME_ADVICE,
};

/** One of a few words. */
export function wordField<Word extends string>(words: readonly Word[]): FieldKind<Word> {
  return { parse: (text) => words.find((word) => word === text), advice: () => `must be one of ${words.join(", ")}` };
}

/**
 * Reads a decimal number, times ten to the `shift`; undefined where the text is none. The point moves in the text, since
 * multiplication leaves binary noise: 2.01 s is 2010 ms, but 2.01 * 1000 is 2009.9999999999998.
 */
export function decimal(text: string, shift: number): number | undefined {
  if (text.length > LONGEST_NUMBER) return undefined;
  const match = /^\+?(\d+(?:\.\d*)?|\.\d+)(?:e([+-]?\d+))?$/i.exec(text);
  if (match === null) return undefined;
  const [, digits = "", exponent = "0"] = match;
  return Number(`${digits}e${Number(exponent) + shift}`);
}

export function within(value: number | undefined, low: number, high: number): number | undefined {
  return value !== undefined && value >= low && value <= high ? value : undefined;
}
