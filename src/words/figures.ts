import type { Interval } from "../stats/interval.js";

/** Halves are rounded up as on paper: 1.045 is 1.05, although its binary fraction is a little less. */
const ON_PAPER = 1 + 1e-12;

/** "1,000,000". */
export function whole(figure: number): string {
  return decimals(figure, 0);
}

/** "1,000,000", "0.25": a level, with what decimals it has. */
export function level(figure: number): string {
  const [integer = "", fraction] = String(Number(figure.toFixed(6))).split(".");
  return fraction === undefined ? decimals(figure, 0) : `${grouped(integer)}.${fraction}`;
}

/** "41.3 %" for 41.28 and for -41.28, "139 %" for 139.2: three figures at most, the direction is said in words. */
export function percent(figure: number): string {
  return `${unsigned(figure)} %`;
}

/** "98.1 %" for 0.9812, "103 %" for 1.031: a share, 0 or more, in three figures at most. */
export function shareWords(share: number): string {
  return `${shareFigure(share)} %`;
}

/** "97.0 to 103 %" for the interval of a share. */
export function shareIntervalWords([low, high]: Interval): string {
  return `${shareFigure(low)} to ${shareWords(high)}`;
}

/** "1.70×" for 1.7045; three figures, thousands separated. */
export function factor(figure: number): string {
  if (figure >= 1000) return `${whole(figure)}×`;
  return `${threeFigures(figure)}×`;
}

/** Three figures and a unit: "306 s", "41.3 ms", "12.0 µs". Seconds stay seconds, however many. */
export function duration(ms: number): string {
  // 999.6 ms would print as "1000 ms".
  if (ms >= 999.5) return `${ms >= 999_500 ? whole(ms / 1000) : threeFigures(ms / 1000)} s`;
  if (ms >= 0.9995 || ms === 0) return `${threeFigures(ms)} ms`;
  return ms >= 0.0009995 ? `${threeFigures(ms * 1000)} µs` : `${threeFigures(ms * 1e6)} ns`;
}

/** "812 MB" (millions of bytes), three figures. */
export function megabytes(bytes: number): string {
  return `${bytes >= 1e9 ? whole(bytes / 1e6) : threeFigures(bytes / 1e6)} MB`;
}

/** "41.3 % less", "3.0 % more". */
export function lessOrMore(changePercent: number): string {
  return `${percent(changePercent)} ${direction(changePercent)}`;
}

/**
 * Words of two means that are told apart: "33.3 % more", and "190.25 % more" where three figures would print both alike.
 */
export function meansApart(one: number, other: number): (changePercent: number) => string {
  if (one === other || lessOrMore(one) !== lessOrMore(other)) return lessOrMore;
  return (changePercent) => `${decimals(Math.abs(changePercent), 2)} % ${direction(changePercent)}`;
}

/** "40.1 to 42.4 % less", "2.1 % less to 3.0 % more": from the nearer end, or across no change. */
export function intervalWords([low, high]: Interval): string {
  if (low < 0 && high > 0) return `${lessOrMore(low)} to ${lessOrMore(high)}`;
  const [near, far] = high <= 0 ? [high, low] : [low, high];
  return `${unsigned(near)} to ${percent(far)} ${direction(far)}`;
}

/** First letter in upper case: for words that open a sentence. */
export function sentenceCase(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** "a", "a and b", "a, b and c". */
export function list(words: readonly string[]): string {
  if (words.length < 2) return words.join("");
  return `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}

/** As {@link list}, but of a long list only the beginning: "a, b, c and 12 more". */
export function listStart(words: readonly string[], most = 5): string {
  return words.length <= most ? list(words) : list([...words.slice(0, most), `${whole(words.length - most)} more`]);
}

/** "1 trial", "3 trials". */
export function counted(count: number, noun: string): string {
  return `${whole(count)} ${noun}${count === 1 ? "" : "s"}`;
}

function shareFigure(share: number): string {
  return decimals(share * 100, share < 0.9995 ? 1 : 0);
}

function direction(changePercent: number): "less" | "more" {
  return changePercent < 0 ? "less" : "more";
}

/** One decimal below 100, three figures from there on. */
function unsigned(figure: number): string {
  const size = Math.abs(figure);
  return size < 99.95 ? decimals(size, 1) : threeFigures(size);
}

function threeFigures(figure: number): string {
  if (figure === 0) return "0";
  const rounded = Number((figure * ON_PAPER).toPrecision(3));
  return decimals(rounded, Math.min(100, Math.max(0, 2 - Math.floor(Math.log10(Math.abs(rounded))))));
}

/** Not by `Intl`: setting up its formats takes as long as starting the program (18 ms). */
function decimals(figure: number, digits: number): string {
  const [integer = "", fraction] = (figure * ON_PAPER).toFixed(digits).split(".");
  return fraction === undefined ? grouped(integer) : `${grouped(integer)}.${fraction}`;
}

function grouped(integer: string): string {
  return integer.replace(/\B(?=(?:\d{3})+$)/g, ",");
}
