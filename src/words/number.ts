import type { Interval, Ratio } from "../stats/interval.js";

/** True minus sign, as wide as a plus: columns of signed figures line up. */
export const MINUS = "−";

/** From here on a figure gets an exponent instead of more digits. */
const HUGE = 1e15;
/** So does one that is smaller. */
const TINY = 1e-6;

/**
 * Nudges a figure away from 0 by less than it can be measured, so that halves are rounded up as on paper: 1.045 is 1.05,
 * although its binary fraction is a little less.
 */
export function onPaper(value: number, mostNudge = Number.POSITIVE_INFINITY): number {
  return value + Math.sign(value) * Math.min(Math.abs(value) * 1e-12, mostNudge);
}

/** Most that {@link fixed} nudges a figure, by its decimals: a thousandth of the last place. */
const MOST_NUDGE = Array.from({ length: 21 }, (_, decimals) => 10 ** -decimals / 1000);

/** 1234567 -> "1,234,567". Fractions keep `decimals` places; a rounded zero has no sign. */
export function fixed(value: number, decimals: number): string {
  if (!Number.isFinite(value)) return "not a number";
  if (Math.abs(value) >= HUGE) return exponential(value);
  const size = Math.abs(onPaper(value, MOST_NUDGE[decimals]));
  const [integer = "0", fraction] = size.toFixed(decimals).split(".");
  // Not by `Intl`: setting up its formats takes as long as starting the program (18 ms).
  const grouped = integer.length < 4 ? integer : integer.replace(/\B(?=(?:\d{3})+$)/g, ",");
  const text = fraction === undefined ? grouped : `${grouped}.${fraction}`;
  return value < 0 && /[1-9]/.test(text) ? MINUS + text : text;
}

/** "1,000,000": a count. */
export function whole(value: number): string {
  return fixed(value, 0);
}

/** `digits` significant digits, without an exponent where a reader would not expect one: 0.0123, 5.46, 1,230. */
export function significant(value: number, digits = 3): string {
  if (value === 0) return "0";
  if (!isWrittenOut(value)) return exponential(value, digits);
  const rounded = Number(onPaper(value).toPrecision(digits));
  const decimals = Math.max(0, digits - 1 - Math.floor(Math.log10(Math.abs(rounded))));
  return fixed(rounded, decimals);
}

/** Whether a figure is written without an exponent. */
export function isWrittenOut(value: number): boolean {
  return Math.abs(value) >= TINY && Math.abs(value) < HUGE;
}

/** As {@link significant}, without zeros at the end: 2 for 2.00, 3.4 for 3.40. */
export function trimmed(value: number, digits = 3): string {
  return withoutZeros(significant(value, digits));
}

/** "1,000,000", "0.25": a level of a factor, with what decimals it has, six at most. */
export function level(value: number): string {
  return withoutZeros(fixed(value, 6));
}

/** 5.456 -> "5.46×": a speed-up or a ratio of two times. */
export function multiple(ratio: number): string {
  return `${significant(ratio)}×`;
}

/** "3.40 to 3.90×". */
export function multipleInterval([low, high]: Interval): string {
  return `${significant(low)} to ${multiple(high)}`;
}

/** From a factor of so much between its ends, an interval says nothing but that. */
export const MOST_FACTOR = 10;
export const ENDLESS = `wider than ${MOST_FACTOR}×`;

/** Whether the ends of an interval of ratios or times are so far apart that they say nothing. */
export function isEndless([low, high]: Interval): boolean {
  return high > MOST_FACTOR * low;
}

/** "445 to 460"; "wider than 10×". */
export function endsWords(ends: Interval, format: (value: number) => string): string {
  return isEndless(ends) ? ENDLESS : ends.map(format).join(" to ");
}

/** "1.79× (1.76 to 1.81)", "–" without one: a figure for a table, whose unit stands once. */
export function withInterval(ratio: Ratio | null, format: (value: number) => string): string {
  if (ratio === null) return "–";
  const { value, interval } = ratio;
  if (interval === null) return format(value);
  return `${format(value)} (${endsWords(interval, (end) => format(end).replace(/( %|×)$/, ""))})`;
}

/** 1 -> "1 trial", 1200 -> "1,200 trials"; `many` for nouns that do not just take an s. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${whole(count)} ${count === 1 ? one : many}`;
}

/** "4 workers". */
export function workerWords(workers: number): string {
  return plural(workers, "worker");
}

/** "= 0.0032", "under 0.0001": a p or q value behind its name. */
export function probability(p: number): string {
  return p < 0.0001 ? "under 0.0001" : `= ${significant(p, 2)}`;
}

/** "2" for "2.00", "3.4" for "3.40", "1 × 10^−7" for "1.00 × 10^−7". */
export function withoutZeros(text: string): string {
  return text.replace(/\.0+(?=$| ×)|(\.\d*[1-9])0+(?=$| ×)/, "$1");
}

function exponential(value: number, digits = 3): string {
  if (!Number.isFinite(value)) return "not a number";
  const [mantissa = "0", exponent = "0"] = value.toExponential(digits - 1).split("e");
  return `${mantissa.replace("-", MINUS)} × 10^${exponent.replace("+", "").replace("-", MINUS)}`;
}
