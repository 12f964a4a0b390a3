import type { ComparedCell, Comparison } from "../../../analysis/results/run-analysis.js";
import { formatDate } from "../../../words/date.js";
import { plural } from "../../../words/number.js";

/** More rows than these are a wall; the table has them all. */
export const MOST_ROWS = 40;

/** A cell of both runs with a ratio. */
export type TimedCell = ComparedCell & { fromMs: number; toMs: number; changePercent: number };

/** The cells of a comparison that a chart can draw. */
export function timedCells({ cells }: Comparison): TimedCell[] {
  return cells.filter(
    (cell): cell is TimedCell => cell.changePercent !== null && cell.fromMs !== null && cell.toMs !== null,
  );
}

/** The machine where the machines differ, else the study, else when it was recorded. */
export function runName(run: Comparison["a"], other: Comparison["a"]): string {
  if (run.machine !== other.machine) return run.machine;
  return run.study === other.study ? `the run of ${formatDate(startOfId(run.id))}` : run.study;
}

/** "20261121t061500z-lab-3f9a2c" -> "2026-11-21T06:15:00Z". */
function startOfId(id: string): string {
  return id.replace(/^(\d{4})(\d\d)(\d\d)t(\d\d)(\d\d)(\d\d)z-.*$/, "$1-$2-$3T$4:$5:$6Z");
}

export function leftOut(count: number): string[] {
  return count > 0 ? [`${plural(count, "more cell")} in the table only.`] : [];
}
