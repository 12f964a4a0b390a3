import type { FollowedSeries } from "../../../analysis/history/follow.js";
import type { HistoryPoint } from "../../../analysis/history/series.js";
import type { Interval } from "../../../analysis/results/run-analysis.js";
import { largest, smallest } from "../../../record/limits/extremes.js";
import { median } from "../../../stats/median.js";
import { formatDate } from "../../../words/date.js";
import { timeColumns, trialsColumn } from "./cell-table.js";
import type { ChartTable } from "./chart.js";
import { drawnInterval, isDrawable } from "./series.js";
import { endsColumn, figureColumn, sharedTime, tableOf, wordsColumn } from "./table-columns.js";

/** Most runs of which each has a point. */
const MOST_SINGLE = 300;
/** Most points of a longer series: each has 4 px. */
const MOST_POINTS = 150;

/** A point of the picture: one run, or several in a row where the series is long. */
export interface DrawnPoint {
  /** Oldest first. */
  runs: readonly HistoryPoint[];
  /** Place among all runs of the series, from 1; the middle of several. */
  x: number;
  /** Medians in ms over its runs, of the followed values and of the times as they are; `null` where none has a time. */
  ms: number | null;
  asTimed: number | null;
  /** The 95 % interval of one run, the lowest and the highest of several. */
  ends: Interval | null;
}

/** The points of a whole series, oldest first. */
export function pointsOf({ series: { points }, values }: FollowedSeries): DrawnPoint[] {
  const each = points.length > MOST_SINGLE ? Math.ceil(points.length / MOST_POINTS) : 1;
  const drawn: DrawnPoint[] = [];
  // The newest run ends a full point; the oldest may stand for fewer.
  for (let end = points.length; end > 0; end -= each) {
    const from = Math.max(0, end - each);
    const runs = points.slice(from, end);
    const asTimed = runs.flatMap(({ cell }) => (isDrawable(cell) ? cell.medianMs : []));
    const ms = values.byControl ? values.ms.slice(from, end).flatMap((value) => value ?? []) : asTimed;
    drawn.push({
      runs,
      x: (from + end + 1) / 2,
      ms: ms.length === 0 ? null : median(ms),
      asTimed: asTimed.length === 0 ? null : median(asTimed),
      ends: each === 1 ? ownInterval(runs[0], values.byControl) : rangeOf(ms),
    });
  }
  return drawn.reverse();
}

/** The interval of a run, which is of its times as they are. */
function ownInterval(point: HistoryPoint | undefined, byControl: boolean): Interval | null {
  return point === undefined || byControl ? null : drawnInterval(point.cell);
}

function rangeOf(ms: readonly number[]): Interval | null {
  return ms.length < 2 ? null : [smallest(ms), largest(ms)];
}

/** Most runs that one point stands for. */
export function runsAPoint(points: readonly DrawnPoint[]): number {
  return points.at(-1)?.runs.length ?? 1;
}

/** "13 Jan 2026, 00:00 UTC", or from the first to the last of several. */
export function whenOf({ runs }: DrawnPoint): string {
  const [first, last] = [runs[0], runs.at(-1)].map((point) => formatDate(point?.run.startedAt ?? ""));
  return first === last ? `${first}` : `${first} to ${last}`;
}

/** The figures behind the points. */
export function pointFigures(points: readonly DrawnPoint[]): ChartTable {
  return runsAPoint(points) === 1 ? figuresOfRuns(points) : figuresOfSeveral(points);
}

function figuresOfRuns(points: readonly DrawnPoint[]): ChartTable {
  const shown = points.flatMap(({ runs }) => runs);
  const cellOf = ({ cell }: HistoryPoint) => cell;
  return tableOf(shown, [
    wordsColumn("run", ({ run }) => formatDate(run.startedAt)),
    ...timeColumns(shown, cellOf),
    trialsColumn(cellOf),
  ]);
}

function figuresOfSeveral(points: readonly DrawnPoint[]): ChartTable {
  const { measure } = (points.at(-1) as DrawnPoint).runs.at(-1)?.cell ?? {};
  const time = sharedTime(
    points.flatMap(({ ms, ends }) => [ms, ...(ends ?? [])]),
    measure,
  );
  return tableOf(points, [
    wordsColumn("runs", whenOf),
    figureColumn({ label: "median", ...time, of: ({ ms }) => ms, instead: () => "no time" }),
    endsColumn({ label: "lowest to highest", ...time, of: ({ ends }) => ends }),
    figureColumn({ label: "runs", unit: "", of: ({ runs }) => runs.length, format: String }),
  ]);
}
