import { greatest } from "d3-array";
import { isOneThread, strategyWords } from "../../../analysis/cells/cell-labels.js";
import type { CellSummary, ExperimentAnalysis } from "../../../analysis/results/run-analysis.js";
import { largest } from "../../../record/limits/extremes.js";
import { significant, workerWords } from "../../../words/number.js";
import { sentenceCase } from "../../../words/sentence.js";
import { formatTime } from "../../../words/time.js";
import { levelAxis, levelsOf, linearAxis } from "../marks/axis.js";
import { cellColumns, itself } from "../marks/cell-table.js";
import { type LinesPanel, lineChart } from "../marks/lines/line-chart.js";
import { isDrawable, lineKey, seriesOf, shortLabel, tasksOf } from "../marks/series.js";
import { figureColumn, tableOf } from "../marks/table-columns.js";
import { cellTimeWords, constantWords, crossWords, standingWords, undrawnNotes } from "../marks/titles.js";

/** Tasks a second over the number of tasks: a line for each strategy and number of workers. */
export const throughput = lineChart<CellSummary>({
  id: "throughput",
  onCall: true,
  panels,
  x: { title: unitOf, of: tasksOf, axis: levelAxis },
  y: {
    title: (analysis) => `${unitOf(analysis)} per second`,
    of: rateOf,
    axis: (values) => linearAxis(largest(values) * 1.06, (value) => significant(value).replace(/\.0+$/, "")),
  },
  title: ({ cells, analysis }) => title(cells, analysis),
  subtitle: ({ cells, analysis }) => [
    `${sentenceCase(unitOf(analysis))} a second: their number over the median total time.`,
    constantWords(analysis),
    crossWords(cells),
  ],
  table: ({ cells, analysis }) =>
    tableOf(cells, [
      ...cellColumns(cells, itself),
      figureColumn({ label: `${unitOf(analysis)} per second`, unit: "", of: rateOf, format: significant }),
      figureColumn({
        label: "total time",
        unit: "ms",
        of: ({ medianMs }) => medianMs,
        format: formatTime,
        instead: cellTimeWords,
      }),
    ]),
  notes: ({ cells }) => undrawnNotes(cells),
});

function panels(analysis: ExperimentAnalysis): LinesPanel<CellSummary>[] {
  const { cells } = analysis;
  if (levelsOf(cells.filter(isDrawable).map(tasksOf)).length < 3) return [];
  if (cells.some(({ factors }) => factors.tasks === undefined)) return [];
  const { series } = seriesOf(cells, analysis, lineKey, (factors) => shortLabel(factors, analysis));
  return [{ title: "", series, cells }];
}

/** Unit that one task converts, computes or writes. */
function unitOf({ constant }: ExperimentAnalysis): string {
  return constant.workload === "shapefile" ? "files" : "tasks";
}

/** Tasks a second. */
function rateOf(cell: CellSummary): number | null {
  return isDrawable(cell) ? (tasksOf(cell) / cell.medianMs) * 1000 : null;
}

/** The highest rate, beside that of the sequential run of as many tasks. */
function title(cells: readonly CellSummary[], analysis: ExperimentAnalysis): string {
  const unit = unitOf(analysis);
  const rated = cells.flatMap((cell) => {
    const rate = rateOf(cell);
    return rate === null ? [] : [{ ...cell, rate }];
  });
  const best = greatest(rated, ({ rate }) => rate);
  if (!best) return `${sentenceCase(unit)} per second`;
  const { factors } = best;
  const workers = isOneThread(factors.strategy) ? "" : ` of ${workerWords(factors.workers)}`;
  const own = `At most ${significant(best.rate)} ${unit} per second (${strategyWords(factors.strategy)}${workers}, ${factors.tasks} ${unit})`;
  const plain = rated.find((cell) => cell.factors.strategy === "sequential" && cell.factors.tasks === factors.tasks);
  return !plain || plain === best
    ? own
    : `${own}; sequential ${significant(plain.rate)}${standingWords(best, plain, analysis)}`;
}
