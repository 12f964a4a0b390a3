import { fixed, onPaper, significant, whole } from "./number.js";

export interface TimeUnit {
  unit: string;
  /** Milliseconds in one unit. */
  ms: number;
}

/** Units of time below the second, smallest first. */
const MS: TimeUnit = { unit: "ms", ms: 1 };
const UNITS: readonly TimeUnit[] = [{ unit: "ns", ms: 1e-6 }, { unit: "µs", ms: 1e-3 }, MS];
const SECONDS: TimeUnit = { unit: "s", ms: 1e3 };

/** Beyond this a time is nobody's measurement: a column would need hundreds of digits for it. */
const ABSURD_MS = 1e15;

/** The unit in which a time reads best: 0.5 -> µs, 500 -> ms, 306400 -> s; 999.6 would print as "1000 ms". */
export function unitOf(ms: number): TimeUnit {
  return UNITS.find((unit) => onPaper(ms / unit.ms) < 999.5) ?? SECONDS;
}

/** Three figures and a unit: "540 ms", "306 s", "12.0 µs"; seconds stay seconds, however many. */
export function formatTime(ms: number): string {
  const { unit, ms: scale } = ms === 0 ? MS : unitOf(Math.abs(ms));
  const figure = ms / scale;
  return `${figure >= 999.5 ? whole(figure) : significant(figure)} ${unit}`;
}

/** "9 s", "1:15 min": a time that a person waits. */
export function clock(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1_000));
  const minutes = Math.floor(seconds / 60);
  return minutes === 0 ? `${seconds} s` : `${whole(minutes)}:${String(seconds % 60).padStart(2, "0")} min`;
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
  const smallest = positive.reduce((least, ms) => Math.min(least, ms));
  const largest = positive.reduce((most, ms) => Math.max(most, ms));
  if (largest / smallest > 2_000 || largest > ABSURD_MS) return { unit: null, format: formatTime };
  const { unit, ms: scale } = unitOf(Math.sqrt(smallest) * Math.sqrt(largest));
  const decimals = Math.min(3, Math.max(0, 2 - Math.floor(Math.log10(smallest / scale))));
  return { unit, format: (ms) => fixed(ms / scale, decimals) };
}
