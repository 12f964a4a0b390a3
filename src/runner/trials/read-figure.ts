import { createContext, Script } from "node:vm";
import { JSON_PREFIX, jsonPath } from "../../study/figures.js";

/** What a program printed. */
interface Output {
  stdout: string;
  stderr: string;
}

/** Beyond it a figure cannot stand in a run file. */
const LARGEST = 1e15;
/** A pattern may try without end on some texts. */
const LONGEST_MS = 1_000;
const GROUPED = /^\d{1,3}(?:,\d{3})+(?:\.\d+)?$/;

/** What may belong to a number, before and behind a part of it. */
const BEFORE = /\d[\d.,]*(?:e[+-]?)?$/i;
const AFTER = /^[\d.,]*\d(?:e[+-]?\d+)?|^e[+-]?\d+/i;
const WHOLE = /^(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:e[+-]?\d+)?$/i;
const LONGEST_NUMBER = 100;

const sandbox = createContext({ pattern: "", text: "" });
/** Within a context of its own, as only there a match can be given up. Its first flag lets ^ and $ stand for lines. */
const match = new Script('RegExp(pattern, "md").exec(text)');

/** The number that a figure's pattern finds in an output; without one, words that follow the figure's name and say why. */
export function readFigure(pattern: string, { stdout, stderr }: Output): number | string {
  const path = jsonPath(pattern);
  for (const text of [stdout, stderr]) {
    const found = path === null ? firstGroup(pattern, text) : valueAt(path, text);
    if (found !== undefined) return numberOf(found);
  }
  const last = lastLineOf(stdout) || lastLineOf(stderr);
  if (last === "") return "is not in the output, which is empty";
  const lacks = path === null ? "" : `has no ${pattern.slice(JSON_PREFIX.length)} and `;
  return `is not in the output, which ${lacks}ends with: ${last}`;
}

/** Text, a value of JSON, or undefined where nothing was found. A group that took no part in its match is no text. */
function firstGroup(pattern: string, text: string): unknown {
  Object.assign(sandbox, { pattern, text });
  try {
    const found = match.runInContext(sandbox, { timeout: LONGEST_MS }) as RegExpExecArray | null;
    return found === null ? undefined : (wholeNumber(found) ?? found[1]);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_SCRIPT_EXECUTION_TIMEOUT") return new GivenUp();
    throw error;
  }
}

class GivenUp {}

/** A number of which a pattern took a part. */
class Cut {
  readonly words: string;
  constructor(part: string, whole: string) {
    this.words = `is ${part}, a part of ${whole}: let its pattern take the whole number`;
  }
}

/**
 * A pattern may begin or end within a number: `([0-9.]+) req/s` in `1,234 req/s`. What the match itself has beside its group
 * is asked for. `null`: the group is no part of a number.
 */
function wholeNumber({ index, input, indices, 0: all, 1: part }: RegExpExecArray): Cut | null {
  const [start, end] = indices?.[1] ?? [0, 0];
  if (part === undefined || !/^\s*\d.*\d\s*$|^\s*\d\s*$/.test(part)) return null;
  const before =
    index === start ? (BEFORE.exec(input.slice(Math.max(0, start - LONGEST_NUMBER), start))?.[0] ?? "") : "";
  const isLast = index + all.length === end;
  const after = isLast ? (AFTER.exec(input.slice(end, end + LONGEST_NUMBER))?.[0] ?? "") : "";
  const whole = `${before}${part}${after}`;
  return whole !== part && WHOLE.test(whole) ? new Cut(part, whole) : null;
}

/** The value of a path in the whole text, or in its last line that is JSON and has it. */
function valueAt(path: readonly string[], text: string): unknown {
  const whole = follow(path, text);
  if (whole !== undefined) return whole;
  const lines = text.split("\n").filter((line) => /^\s*[[{]/.test(line));
  for (const line of lines.reverse()) {
    const value = follow(path, line);
    if (value !== undefined) return value;
  }
  return undefined;
}

function follow(path: readonly string[], text: string): unknown {
  try {
    return path.reduce<unknown>((value, step) => {
      return typeof value === "object" && value !== null && Object.hasOwn(value, step)
        ? (value as Record<string, unknown>)[step]
        : undefined;
    }, JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** A finite number above 0; a cell is set against another by a quotient, which 0 has none of. */
function numberOf(found: unknown): number | string {
  if (found instanceof GivenUp)
    return `was given up: its pattern took more than ${LONGEST_MS / 1_000} s on this output`;
  if (found instanceof Cut) return found.words;
  const text = typeof found === "string" ? found.trim() : found;
  const value = typeof text === "string" && GROUPED.test(text) ? Number(text.replaceAll(",", "")) : Number(text);
  const isNumber = (typeof text === "string" && text !== "") || typeof text === "number";
  if (isNumber && value > 0 && value <= LARGEST) return value;
  return `is ${JSON.stringify(found).slice(0, 100)}, which is no number above 0`;
}

function lastLineOf(text: string): string {
  return text.trimEnd().split("\n").at(-1)?.trim() ?? "";
}
