import { group } from "d3-array";
import { variantKey } from "../../../analysis/cells/cell-keys.js";
import { isOneThread, variantWords } from "../../../analysis/cells/cell-labels.js";
import type { CellSummary, ExperimentAnalysis } from "../../../analysis/results/run-analysis.js";
import { smallest } from "../../../record/limits/extremes.js";
import { workerWords } from "../../../words/number.js";
import { sentenceCase } from "../../../words/sentence.js";
import { formatTime } from "../../../words/time.js";
import { linearTimeAxis, workerAxis } from "../marks/axis.js";
import { timesTable } from "../marks/cell-table.js";
import { type LinesPanel, lineChart } from "../marks/lines/line-chart.js";
import { drawnMs, isDrawable, lineKey, MAX_PANELS, MAX_SERIES, tasksOf } from "../marks/series.js";
import { levelStyle, styleOf } from "../marks/series-style.js";
import { crossWords, standingWords, undrawnNotes } from "../marks/titles.js";

/** Fewest sizes of a batch that make a line. */
const FEWEST_SIZES = 3;

/** Total time over the number of tasks: a line for each number of workers. */
export const timeVsTasks = lineChart<CellSummary>({
  id: "time-vs-tasks",
  onCall: true,
  panels,
  x: { title: "tasks in the batch", of: tasksOf, axis: workerAxis },
  y: { title: "total time", of: drawnMs, axis: linearTimeAxis },
  title: ({ analysis }) => title(batchLines(analysis), analysis),
  subtitle: ({ cells, analysis }) => [
    `Median total time over the number of tasks, from zero; a line for each ${areTogether(waysOf(analysis)) ? "way to run them" : "number of workers"}.`,
    crossWords(cells),
  ],
  table: ({ cells }) => timesTable(cells),
  notes: ({ cells }) => undrawnNotes(cells),
});

/** Lines of cells that differ only in the number of tasks, where at least three have a time. */
export function batchLines({ cells }: ExperimentAnalysis): CellSummary[][] {
  const known = cells.filter(({ factors }) => factors.tasks !== undefined);
  const lines = group(known, ({ factors }) => `${factors.workload}|${factors.n}|${lineKey(factors)}`);
  return [...lines.values()]
    .map((line) => line.toSorted((a, b) => tasksOf(a) - tasksOf(b)))
    .filter((line) => line.filter(isDrawable).length >= FEWEST_SIZES);
}

/** The lines of each way to run the tasks. */
function waysOf(analysis: ExperimentAnalysis): CellSummary[][][] {
  return [...group(batchLines(analysis), ([first]) => variantKey((first as CellSummary).factors)).values()];
}

/** Whether ways of one line each are compared in one picture; otherwise each way has a panel. */
function areTogether(ways: readonly CellSummary[][][]): boolean {
  return ways.length > 1 && ways.every((lines) => lines.length === 1);
}

function panels(analysis: ExperimentAnalysis): LinesPanel<CellSummary>[] {
  const ways = waysOf(analysis);
  const together = areTogether(ways);
  const styles = styleOf(analysis.cells);
  const wayWords = ([first]: CellSummary[]) => variantWords((first as CellSummary).factors, analysis.varying);
  const shown = together ? [ways.flat()] : ways.slice(0, MAX_PANELS);
  return shown.map((all) => {
    const lines = all.slice(0, MAX_SERIES);
    const series = lines.map((cells, index) => {
      const { factors } = cells[0] as CellSummary;
      const style = styles(factors);
      const count = isOneThread(factors.strategy) ? "one thread" : workerWords(factors.workers);
      return together
        ? { id: `s${index}`, name: wayWords(cells), style, cells }
        : { id: `s${index}`, name: count, style: levelStyle(style, index, lines.length), cells };
    });
    const title = shown.length > 1 ? sentenceCase(wayWords(lines[0] as CellSummary[])) : "";
    return { title, series, cells: lines.flat() };
  });
}

/** Shortest and longest time of the largest batch that every line has. */
function title(lines: readonly CellSummary[][], analysis: ExperimentAnalysis): string {
  const ends = lines.flatMap((line) => line.filter(isDrawable).at(-1) ?? []);
  const most = smallest(ends.map(tasksOf));
  const there = lines
    .flatMap((line) => line.filter(isDrawable).filter((cell) => tasksOf(cell) === most))
    .sort((a, b) => a.medianMs - b.medianMs);
  const [least, longest] = [there[0], there.at(-1)];
  if (!least || !longest || least === longest) return "Total time over the number of tasks";
  const words = (cell: CellSummary & { medianMs: number }) =>
    `${formatTime(cell.medianMs)} with ${lineName(cell, analysis)}`;
  return `${most} tasks take ${words(least)}, ${words(longest)}${standingWords(least, longest, analysis)}`;
}

function lineName({ factors }: CellSummary, { varying }: ExperimentAnalysis): string {
  const strategy = variantWords(factors, varying);
  if (isOneThread(factors.strategy)) return strategy;
  return varying.includes("strategy") ? `${workerWords(factors.workers)} (${strategy})` : workerWords(factors.workers);
}
