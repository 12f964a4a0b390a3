import { group } from "d3-array";
import { cellKey } from "../../../analysis/cells/cell-keys.js";
import { isOneThread, strategyWords, variantWords } from "../../../analysis/cells/cell-labels.js";
import type { CellSummary, ExperimentAnalysis } from "../../../analysis/results/run-analysis.js";
import type { Factors } from "../../../record/schema/run-schema.js";
import { measureTitle, totalNoun } from "../../../words/measure.js";
import { whole, workerWords } from "../../../words/number.js";
import { sentenceCase } from "../../../words/sentence.js";
import { sizeName } from "../../format/size-name.js";
import { levelAxis, logTimeAxis } from "../marks/axis.js";
import { timesTable } from "../marks/cell-table.js";
import type { LinePanel } from "../marks/lines/line.js";
import { type LinesOf, type LinesPanel, lineChart } from "../marks/lines/line-chart.js";
import {
  drawnInterval,
  drawnMs,
  isDrawable,
  lineKey,
  MAX_PANELS,
  seriesOf,
  wideIntervalNotes,
} from "../marks/series.js";
import { styleOf } from "../marks/series-style.js";
import { constantWords, crossWords, gainTitle, repeatsWords, undrawnNotes } from "../marks/titles.js";

/** Lines of total time over the size N, with the brackets in which contenders start to win. */
export const timesOverN: LinesOf<CellSummary> = {
  x: { title: "size N", of: sizeOf, axis: (levels, widthPx) => levelAxis(levels, widthPx, 1.4) },
  y: { title: ({ measure }) => measureTitle(measure), of: drawnMs, ends: drawnInterval, axis: logTimeAxis },
  bands: bracketBands,
};

/** Total time over the size N: a panel for each size of everything else. */
export const timeVsN = lineChart<CellSummary>({
  id: "time-vs-n",
  panels(analysis) {
    const panels = sizePanels(analysis);
    // Where one size of everything else is compared with sequential, `crossover` shows more.
    return panels.length > 1 || analysis.crossovers.length === 0 ? panels.slice(0, MAX_PANELS) : [];
  },
  ...timesOverN,
  title: ({ analysis, cells }) => bracketTitle(bracketsOf(analysis), withChangesOf(cells, analysis)),
  subtitle: ({ analysis, cells }) => [
    `${sentenceCase(totalNoun(analysis.measure))} over N, both axes logarithmic.`,
    constantWords(analysis),
    repeatsWords(cells),
    bracketWords(analysis),
    crossWords(cells),
  ],
  table: ({ cells }) => timesTable(cells),
  notes: ({ cells }) => [...undrawnNotes(cells), ...wideIntervalNotes(cells)],
});

export function sizeOf({ factors }: CellSummary): number {
  return factors.n ?? 0;
}

/** A panel for the cells that differ only in N and in the way the work is run, where at least one line has two sizes. */
export function sizePanels(analysis: ExperimentAnalysis): LinesPanel<CellSummary>[] {
  const { division, varying } = analysis;
  const known = analysis.cells.filter((cell) => sizeOf(cell) > 0);
  const groups = group(known, ({ factors }) => `${factors.workload}|${division === "shares" ? "" : factors.tasks}`);
  return [...groups.values()].flatMap((cells) => {
    const lines = group(cells.filter(isDrawable), ({ factors }) => lineKey(factors));
    if (![...lines.values()].some((line) => line.length > 1)) return [];
    const { factors } = cells[0] as CellSummary;
    const others = varying.filter((name) => name === "workload" || name === "tasks");
    const { series } = seriesOf(cells, analysis, lineKey, (own) => nameOf(own, analysis));
    return [{ title: sentenceCase(sizeName(factors, others)), series, cells }];
  });
}

interface Bracket {
  from: number;
  to: number;
  factors: Factors;
}

/** Crossovers between two tested values of N, where the page tells them in N; a win below the last loss leaves no bracket. */
export function bracketsOf({ findings, crossovers }: ExperimentAnalysis): Bracket[] {
  if (!findings.some(({ id }) => id === "crossover")) return [];
  return crossovers.flatMap(({ bracket: [from, to], isMixed, factors }) =>
    from === null || to === null || isMixed ? [] : [{ from, to, factors: factors as Factors }],
  );
}

/** The first two brackets in words; without any, the largest gain. */
export function bracketTitle(brackets: readonly Bracket[], analysis: ExperimentAnalysis): string {
  const parts = brackets.slice(0, 2).map(({ from, to, factors }) => {
    const name = nameOf(factors, analysis);
    return `${name} between N = ${whole(from)} and ${whole(to)}`;
  });
  if (parts.length === 0) return gainTitle(analysis);
  return `${sentenceCase(parts[0] as string).replace(" between", " starts to win between")}${parts[1] ? `, ${parts[1]}` : ""}`;
}

/** The analysis with the changes against the baseline of some cells only: a title speaks of what its picture shows. */
function withChangesOf(cells: readonly CellSummary[], analysis: ExperimentAnalysis): ExperimentAnalysis {
  const keys = new Set(cells.map(({ key }) => key));
  const againstBaseline = analysis.changes.againstBaseline.filter(({ to }) => keys.has(cellKey(to)));
  return { ...analysis, changes: { ...analysis.changes, againstBaseline } };
}

/** Explains the shaded ranges of a picture that has them. */
export function bracketWords(analysis: ExperimentAnalysis): string {
  if (bracketsOf(analysis).length === 0) return "";
  const baseline = strategyWords(analysis.crossovers[0]?.baseline ?? "sequential");
  return `Shaded: between the tested N at which ${baseline} still wins and at which the other does.`;
}

/** The brackets of the cells of a panel, in the colours of those that start to win in them. */
function bracketBands(cells: readonly CellSummary[], analysis: ExperimentAnalysis): LinePanel["bands"] {
  const { workload, tasks } = cells[0]?.factors ?? {};
  const styles = styleOf(analysis.cells);
  return bracketsOf(analysis)
    .filter(
      ({ factors }) => factors.workload === workload && (analysis.division === "shares" || factors.tasks === tasks),
    )
    .map(({ from, to, factors }) => ({ from, to, style: styles(factors) }));
}

/** Name of a line. */
export function nameOf(factors: Factors, { varying, cells }: ExperimentAnalysis): string {
  const counts = new Set(
    cells.filter((cell) => !isOneThread(cell.factors.strategy)).map((cell) => cell.factors.workers),
  );
  const strategy = variantWords(factors, varying);
  return isOneThread(factors.strategy) || counts.size < 2 ? strategy : `${strategy}, ${workerWords(factors.workers)}`;
}
