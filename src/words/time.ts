import { duration } from "./figures.js";
import { fixed, significant } from "./number.js";

export interface TimeUnit {
  unit: string;
  /** Milliseconds in one unit. */
  ms: number;
}

/** Units of time, smallest first, and the time up to which each reads best. Seconds stay seconds, however many. */
const UNITS: readonly (TimeUnit & { upTo: number })[] = [
  { unit: "ns", ms: 1e-6, upTo: 0.0009995 },
  { unit: "µs", ms: 1e-3, upTo: 0.9995 },
  { unit: "ms", ms: 1, upTo: 999.5 },
];
const SECONDS: TimeUnit = { unit: "s", ms: 1e3 };

/** Beyond this a time is nobody's measurement: it gets an exponent instead of hundreds of digits. */
const ABSURD_MS = 1e15;

/** The unit in which a time reads best: 0.5 -> µs, 500 -> ms, 306400 -> s. */
export function unitOf(ms: number): TimeUnit {
  return UNITS.find((unit) => ms < unit.upTo) ?? SECONDS;
}

/** Three figures and a unit, the same words as in findings: "540 ms", "306 s". */
export function formatTime(ms: number): string {
  return ms < ABSURD_MS ? duration(ms) : `${significant(ms / 1e3)} s`;
}

export interface TimeColumn {
  /** Unit for the head of the column; `null` where the times span too much for one, then each cell names its own. */
  unit: string | null;
  format(ms: number): string;
}

/** One unit and one number of decimals for a column of times, so that its figures can be compared by eye. */
export function timeColumn(timesMs: readonly number[]): TimeColumn {
  const positive = timesMs.filter((ms) => ms > 0 && Number.isFinite(ms));
  if (positive.length === 0) return { unit: "ms", format: (ms) => fixed(ms, 0) };
  const smallest = Math.min(...positive);
  const largest = Math.max(...positive);
  if (largest / smallest > 2_000 || largest > ABSURD_MS) return { unit: null, format: formatTime };
  const { unit, ms: scale } = unitOf(Math.sqrt(smallest) * Math.sqrt(largest));
  const decimals = Math.min(3, Math.max(0, 2 - Math.floor(Math.log10(smallest / scale))));
  return { unit, format: (ms) => fixed(ms / scale, decimals) };
}
