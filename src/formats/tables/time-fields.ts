import { decimal, type FieldKind, MAX_MS, within } from "../foreign/fields.js";
import { roleOf } from "../scaling/scaling-names.js";

/** Units of times, by the power of ten that makes milliseconds of them. */
const SHIFTS = { s: 3, ms: 0, us: -3, ns: -6 } as const;

export type TimeUnit = keyof typeof SHIFTS;

export const timeUnits = Object.keys(SHIFTS) as readonly TimeUnit[];

const UNIT_WORDS: Readonly<Record<TimeUnit, string>> = {
  s: "seconds",
  ms: "milliseconds",
  us: "microseconds",
  ns: "nanoseconds",
};

/** Units as they are written behind a figure. */
const WRITTEN: readonly (readonly [RegExp, TimeUnit])[] = [
  [/^(?:s|secs?|seconds?)$/i, "s"],
  [/^(?:ms|msecs?|milliseconds?)$/i, "ms"],
  [/^(?:us|µs|μs|usecs?|microseconds?)$/i, "us"],
  [/^(?:ns|nsecs?|nanoseconds?)$/i, "ns"],
];

/**
 * Time in milliseconds: a figure in the unit of the column, a figure with a unit of its own (`2.1 s`, `35ms`), or a time as
 * shells and clocks write it (`0m2.003s`, `1h2m3s`, `2:03.5`, `1:02:03`).
 */
export function timeField(unit: TimeUnit): FieldKind<number> {
  const most = `${MAX_MS}e${-SHIFTS[unit]}`;
  return {
    parse: (text) => within(decimal(text, SHIFTS[unit]) ?? writtenMs(text), 0, MAX_MS),
    advice: () =>
      `must be ${UNIT_WORDS[unit]} from 0 to ${Number(most)}, with a decimal point, such as 12.5, or a time with its unit, such as 35ms or 0m2.5s`,
  };
}

/** Unit that the name of a column says: `Time (ms)`, `wall_us`, `elapsedSeconds`; undefined where it says none. */
export function unitOf(name: string): TimeUnit | undefined {
  const words = wordsOf(name).split("_");
  return WRITTEN.find(([pattern]) => words.some((word) => pattern.test(word)))?.[1];
}

/** Unit that a text is, also for one of several: `ms`, `ns/op`. */
export function unitOfWord(text: string): TimeUnit | undefined {
  const word = text.replace(/\/op$/, "");
  return WRITTEN.find(([pattern]) => pattern.test(word))?.[1];
}

/** Unit that stands behind a figure: `109.0 ns`. */
export function writtenUnit(text: string): TimeUnit | undefined {
  return unitOfWord(text.replace(/^\+?[\d.,]+(?:e[+-]?\d+)?\s*/i, ""));
}

/** Unit that the name of a column says, and that no time of a table has: `elapsed_min`, `Time (h)`. */
export function longUnitOf(name: string): string | undefined {
  if (unitOf(name) !== undefined) return undefined;
  const words = wordsOf(name).split("_");
  const isMinutes = words.some((word) => /^(?:minutes?|mins)$/.test(word)) || words.at(-1) === "min";
  if (isMinutes) return "minutes";
  return words.some((word) => /^(?:hours?|hrs?|h)$/.test(word)) ? "hours" : undefined;
}

/** Whether the name of a column says work in a time (`requests/sec`), or a ratio (`speedup`). */
export function isRate(name: string): boolean {
  return ["throughput", "ratio"].includes(roleOf(name));
}

/** "Wall time (s)" -> "wall_time_s", "numThreads" -> "num_threads". */
export function wordsOf(name: string): string {
  return name
    .slice(0, 200)
    .replace(/(\p{Ll}|\d)(\p{Lu})/gu, "$1_$2")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "_")
    .replace(/^_|_$/g, "");
}

function writtenMs(text: string): number | undefined {
  if (text.length > 60) return undefined;
  const [, figure = "", unit = ""] = /^(\+?[\d.]+(?:e[+-]?\d+)?)\s*(\p{L}+)$/iu.exec(text) ?? [];
  const known = WRITTEN.find(([pattern]) => pattern.test(unit));
  if (known) return decimal(figure, SHIFTS[known[1]]);
  return shellMs(text) ?? clockMs(text);
}

/** `0m2.003s` of the shell's `time`, also with a decimal comma; `1h2m3s`. */
function shellMs(text: string): number | undefined {
  const parts = /^(?:(\d+)h\s*)?(\d+)m\s*(\d+(?:[.,]\d+)?)s$/i.exec(text);
  return parts === null ? undefined : sum({ hours: parts[1], minutes: parts[2], seconds: parts[3] });
}

/** `2:03.5`, `1:02:03`, `1-02:03:04` (days). */
function clockMs(text: string): number | undefined {
  const parts = /^(?:(?:(\d+)-)?(\d+):)?(\d+):(\d\d(?:[.,]\d+)?)$/.exec(text);
  if (parts === null) return undefined;
  const [, days = "0", hours, minutes = "", seconds] = parts;
  if (hours !== undefined && Number(minutes) > 59) return undefined;
  return sum({ hours: String(24 * Number(days) + Number(hours ?? 0)), minutes, seconds });
}

/** Milliseconds of a time in parts, to the last digit; undefined where the seconds are a minute or more. */
function sum(parts: Record<"hours" | "minutes" | "seconds", string | undefined>): number | undefined {
  const { hours = "0", minutes = "0", seconds = "0" } = parts;
  const [whole, fraction = "0"] = seconds.split(/[.,]/);
  if (Number(whole) >= 60) return undefined;
  return decimal(`${(Number(hours) * 60 + Number(minutes)) * 60 + Number(whole)}.${fraction}`, 3);
}
