import { group, least } from "d3-array";
import { sizeKey, variantKey } from "../../../analysis/cells/cell-keys.js";
import { isOneThread, variantWords } from "../../../analysis/cells/cell-labels.js";
import { areQuotas, coreLevelWords, withoutCores } from "../../../analysis/cells/core-words.js";
import { hasOwnCores } from "../../../analysis/cells/ideal-speed-up.js";
import { decidedSize } from "../../../analysis/comparing/change-words.js";
import type { CellSummary, ExperimentAnalysis } from "../../../analysis/results/run-analysis.js";
import type { Factors } from "../../../record/schema/run-schema.js";
import { coreLevel } from "../../../record/timing/core-level.js";
import { level } from "../../../words/number.js";
import { sentenceCase } from "../../../words/sentence.js";
import { sizeName } from "../../format/size-name.js";
import { fitTicks, levelAxis, levelsOf, logAxis, logTimeAxis } from "../marks/axis.js";
import { timesTable } from "../marks/cell-table.js";
import { type LineChart, type LinesPanel, lineChart } from "../marks/lines/line-chart.js";
import { isLevelOverWorkers, workersOf } from "../marks/lines/over-workers.js";
import {
  drawnInterval,
  drawnMs,
  isDrawable,
  MAX_PANELS,
  seriesOf,
  sizeFactors,
  wideIntervalNotes,
} from "../marks/series.js";
import { levelStyle } from "../marks/series-style.js";
import { constantWords, crossWords, repeatsWords, undrawnNotes } from "../marks/titles.js";

/** What both charts have in common. */
const TIMES = {
  always: true,
  y: { title: "total time", of: drawnMs, ends: drawnInterval, axis: logTimeAxis },
  table: ({ cells }) => timesTable(cells),
  notes: ({ cells }) => [...undrawnNotes(cells), ...wideIntervalNotes(cells)],
} satisfies Partial<LineChart<CellSummary>>;

/** Total time over workers, a line for each number of cores or each quota: a panel for each strategy. */
export const workersByCores = lineChart<CellSummary>({
  id: "workers-by-cores",
  ...TIMES,
  panels: panelsByWay,
  x: { title: "workers", of: workersOf, axis: levelAxis },
  isLevel: isLevelOverWorkers,
  title: ({ analysis }) => title(analysis),
  subtitle: ({ analysis, cells }) => [
    `Total time over workers, a line for each ${areQuotas(cells) ? "quota" : "number of cores"}, both axes logarithmic.`,
    constantWords(analysis),
    repeatsWords(cells),
    crossWords(cells),
  ],
});

/** The shortest time of each strategy over the number of cores, or the quota. */
export const timeVsCores = lineChart<CellSummary>({
  id: "time-vs-cores",
  ...TIMES,
  panels: panelsOfLeast,
  x: { title: ({ cells }) => xTitle(cells), of: ({ factors }) => coreLevel(factors), axis: coresAxis },
  title: ({ analysis }) => gainOfCores(analysis),
  subtitle: ({ analysis, cells }) => [
    `Total time of each strategy at its best number of workers over ${xTitle(cells)}, both axes logarithmic.`,
    constantWords(analysis),
    repeatsWords(cells),
    crossWords(cells),
  ],
});

/** Cells with a number of cores or a quota of their own, where these vary. */
function boundCells({ cells }: ExperimentAnalysis): CellSummary[] {
  const bound = cells.filter(({ factors }) => hasOwnCores(factors));
  return new Set(bound.map(({ factors }) => coreLevelWords(factors))).size > 1 ? bound : [];
}

/** The size without the cores, which panels are of. */
function workOf(factors: Factors, { division }: ExperimentAnalysis): string {
  return sizeKey(withoutCores(factors), division);
}

function panelsByWay(analysis: ExperimentAnalysis): LinesPanel<CellSummary>[] {
  const lines = boundCells(analysis).filter(({ factors }) => !isOneThread(factors.strategy));
  const ways = [...group(lines, ({ factors }) => `${variantKey(factors)} ${workOf(factors, analysis)}`).values()];
  const shown = ways.filter((cells) => levelsOf(cells.filter(isDrawable).map(workersOf)).length > 1);
  return shown.slice(0, MAX_PANELS).map((cells) => {
    const [{ factors }] = cells as [CellSummary];
    const byLevel = cells.toSorted((a, b) => coreLevel(a.factors) - coreLevel(b.factors));
    const { series } = seriesOf(byLevel, analysis, coreLevelWords, coreLevelWords);
    const styled = series.map((one, index) => ({
      ...one,
      style: levelStyle((series[0] ?? one).style, index, series.length),
    }));
    const title = [shown.length > 1 ? variantWords(factors, analysis.varying) : "", workWords(factors, analysis)];
    return { title: sentenceCase(title.filter(Boolean).join(", ")), series: styled, cells };
  });
}

function panelsOfLeast(analysis: ExperimentAnalysis): LinesPanel<CellSummary>[] {
  const works = [...group(boundCells(analysis), ({ factors }) => workOf(factors, analysis)).values()];
  return works.slice(0, MAX_PANELS).flatMap((cells) => {
    const best = [...group(cells, ({ factors }) => `${variantKey(factors)} ${coreLevelWords(factors)}`).values()]
      .flatMap((own) => least(own.filter(isDrawable), ({ medianMs }) => medianMs) ?? [])
      .toSorted((a, b) => coreLevel(a.factors) - coreLevel(b.factors));
    const { series } = seriesOf(best, analysis);
    const [first] = cells as [CellSummary];
    return levelsOf(best.map(({ factors }) => coreLevel(factors))).length < 2
      ? []
      : [{ title: sentenceCase(workWords(first.factors, analysis)), series, cells: best }];
  });
}

/** "N = 1,000" where sizes vary besides the cores. */
function workWords(factors: Factors, analysis: ExperimentAnalysis): string {
  return sizeName(withoutCores(factors), sizeFactors(analysis));
}

function xTitle(cells: readonly CellSummary[]): string {
  return areQuotas(cells) ? "CPUs of the quota" : "cores";
}

function coresAxis(levels: readonly number[], widthPx: number) {
  const axis = logAxis(levels, level, 1.12);
  const ticks = levelsOf(levels).map((value) => ({ value, label: level(value) }));
  return fitTicks({ ...axis, ticks }, widthPx);
}

/** What the finding says of it, which rests on decisions. */
function title({ findings }: ExperimentAnalysis): string {
  return findings.find(({ id }) => id === "by-cores")?.headline ?? "Times by workers and cores";
}

/** "2 cores: 41.5 % less time than 1 core, each at its best", of the last step that is decided. */
function gainOfCores({ findings, cells }: ExperimentAnalysis): string {
  const changes = findings.find(({ id }) => id === "by-cores")?.evidence.changes ?? [];
  const steps = changes.filter(({ from, to }) => coreLevelWords(from) !== coreLevelWords(to));
  const decided = steps.findLast(({ verdict }) => verdict !== "inconclusive");
  if (decided === undefined) {
    return areQuotas(cells) ? "What a larger quota brings is not decided" : "What more cores bring is not decided";
  }
  const gain = decidedSize(decided, coreLevelWords(decided.from));
  return sentenceCase(`${coreLevelWords(decided.to)}: ${gain}, each at its best`);
}
