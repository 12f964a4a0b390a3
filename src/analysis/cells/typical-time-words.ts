import { measuredColumn, measureNoun } from "../../words/measure.js";
import { endsWords, isEndless, plural } from "../../words/number.js";
import type { CellSummary } from "../results/run-analysis.js";

/** The one cell that has a time; `null` where none or several have. */
export function onlyTimed(cells: readonly CellSummary[]): (CellSummary & { medianMs: number }) | null {
  const timed = cells.filter(({ trials }) => trials.ok > 0);
  const [only] = timed;
  if (timed.length !== 1 || only === undefined || only.medianMs === null || only.belowResolution) return null;
  return { ...only, medianMs: only.medianMs };
}

/** "Median of 10 repeats; 95 % interval of the typical time: 1.09 to 1.11 s". */
export function typicalTimeWords({
  medianMs,
  intervalMs,
  trials,
  measure,
}: CellSummary & { medianMs: number }): string {
  if (trials.ok === 1) return "Measured once: no interval can be given";
  const median = `Median of ${plural(trials.ok, "repeat")}`;
  if (intervalMs === null) return median;
  const { unit, format } = measuredColumn([medianMs, ...intervalMs], measure);
  const ends = `${endsWords(intervalMs, format)}${unit === null || isEndless(intervalMs) ? "" : ` ${unit}`}`;
  return `${median}; 95 % interval of the typical ${measureNoun(measure)}: ${ends}`;
}
