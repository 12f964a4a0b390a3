import { isOneThread } from "../../../analysis/cells/cell-labels.js";
import { asCost } from "../../../analysis/comparing/figure-cost.js";
import type { CellSummary } from "../../../analysis/results/run-analysis.js";
import { smallest } from "../../../record/limits/extremes.js";
import { measureTitle, totalNoun } from "../../../words/measure.js";
import { sentenceCase } from "../../../words/sentence.js";
import { levelAxis, levelsOf, logTimeAxis } from "../marks/axis.js";
import { timesTable } from "../marks/cell-table.js";
import type { ChartInput } from "../marks/chart.js";
import { lineChart } from "../marks/lines/line-chart.js";
import { idealSteps, isLevelOverWorkers, workersOf } from "../marks/lines/over-workers.js";
import {
  drawnInterval,
  drawnMs,
  isDrawable,
  leftOutNotes,
  type Panel,
  panelsOf,
  wideIntervalNotes,
} from "../marks/series.js";
import {
  constantWords,
  crossWords,
  gainTitle,
  idealName,
  idealWords,
  repeatsWords,
  undrawnNotes,
} from "../marks/titles.js";

/** Total time over the number of workers: a panel for each size, a line for each strategy. */
export const timeVsWorkers = lineChart<CellSummary>({
  id: "time-vs-workers",
  panels: (analysis) => panelsOf(analysis).panels.filter(hasWorkers),
  x: { title: "workers", of: workersOf, axis: levelAxis, counts: ({ factors }) => !isOneThread(factors.strategy) },
  y: { title: ({ measure }) => measureTitle(measure), of: drawnMs, ends: drawnInterval, axis: logTimeAxis },
  isLevel: isLevelOverWorkers,
  byCores: true,
  ideal: ({ cells, levels }, input) => ({
    points: idealTimes(cells, levels, input),
    label: idealName(cells),
    stepped: input.analysis.measure === undefined,
  }),
  title: ({ analysis }) => gainTitle(analysis),
  subtitle: ({ analysis, cells }) => [
    `${sentenceCase(totalNoun(analysis.measure))} over workers, both axes logarithmic.`,
    constantWords(analysis),
    repeatsWords(cells),
    idealWords(cells),
    crossWords(cells),
    analysis.cells.some(({ factors }) => isOneThread(factors.strategy)) ? "Level lines: one thread." : "",
  ],
  table: ({ cells }) => timesTable(cells),
  notes({ analysis, cells }) {
    const { panels, leftOut } = panelsOf(analysis);
    const drawn = panels.filter(hasWorkers);
    return [...undrawnNotes(cells), ...wideIntervalNotes(cells), ...leftOutNotes(leftOut, drawn, analysis)];
  },
});

function hasWorkers({ series }: Panel): boolean {
  return series.some(({ cells }) => levelsOf(cells.filter(isDrawable).map(workersOf)).length > 1);
}

/** Ideal times, or figures: the time of the sequential cell, or of the only cell with one worker, over the ideal speed-up. */
function idealTimes(cells: readonly CellSummary[], levels: readonly number[], input: ChartInput) {
  const sequential = cells.filter(({ factors }) => factors.strategy === "sequential");
  const single = cells.filter(({ factors }) => factors.workers === 1);
  const [base, second] = (sequential.length > 0 ? sequential : single).filter(isDrawable);
  const [sample] = cells.filter(({ factors }) => !isOneThread(factors.strategy));
  if (!base || second || !sample) return [];
  const { measure } = base;
  return idealSteps(input, sample.factors, levels)
    .filter(({ workers }) => workers >= smallest(levels))
    .map(({ workers, speedUp }) => ({ x: workers, y: asCost(asCost(base.medianMs, measure) / speedUp, measure) }));
}
