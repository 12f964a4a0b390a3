import type { CellSummary, ExperimentAnalysis } from "../../../analysis/results/run-analysis.js";
import { totalNoun } from "../../../words/measure.js";
import { whole } from "../../../words/number.js";
import { sentenceCase } from "../../../words/sentence.js";
import { shortLabel } from "../../charts/marks/series.js";
import { medianWords, orNull, sizedRows, spreadsOf, timesOf } from "../../tables/cells.js";
import { column, numberCell, type TableModel, table } from "../../tables/table.js";
import { sizeGrid } from "./size-grid.js";

/** Longer tables are set as a grid of sizes and ways where the experiment is one. */
export const MOST_ROWS = 24;

/** Median, mean, standard deviation and range of every combination; `null` where none has several repeats. */
export function timesTable(analysis: ExperimentAnalysis): TableModel | null {
  const { cells } = analysis;
  if (!cells.some(({ sdMs }) => sdMs !== null)) return null;
  if (cells.length > MOST_ROWS) return timesGrid(analysis);
  const { unit, format } = timesOf(cells);
  const time = (label: string, of: (cell: CellSummary) => number | null, write = format) => ({
    label,
    of: (cell: CellSummary) => (cell.belowResolution ? "–" : (orNull(of(cell), write) ?? "–")),
  });
  const figures = [
    { label: "median", of: (cell: CellSummary) => medianWords(cell, format) },
    time("mean", ({ meanMs }) => meanMs),
    time("standard deviation", ({ sdMs }) => sdMs, spreadsOf(cells).format),
    time("least", ({ minMs }) => minMs),
    time("most", ({ maxMs }) => maxMs),
    { label: "repeats", of: ({ trials }: CellSummary) => whole(trials.ok) },
  ];
  return table({
    id: "times",
    caption: `${sentenceCase(totalNoun(analysis.measure))}${inUnit(unit)}: median, mean, standard deviation and range of each combination.`,
    columns: [column("combination"), ...figures.map(({ label }) => column(label, "n"))],
    groups: sizedRows(analysis, cells, (cell) => figures.map(({ of }) => numberCell(of(cell)))),
    fold: "",
  });
}

/** Mean and standard deviation, a row for each size and a column for each way to run it. */
function timesGrid(analysis: ExperimentAnalysis): TableModel | null {
  const { unit, format } = timesOf(analysis.cells);
  const spread = spreadsOf(analysis.cells);
  return sizeGrid(analysis, {
    id: "times",
    caption: `${sentenceCase(totalNoun(analysis.measure))}${inUnit(unit)}: mean ± standard deviation over the repeats.`,
    items: analysis.cells,
    factorsOf: ({ factors }) => factors,
    nameOf: ({ factors }) => shortLabel(factors, analysis),
    textOf: ({ meanMs, sdMs }) =>
      meanMs === null || sdMs === null ? "–" : `${format(meanMs)} ± ${spread.format(sdMs)}`,
  });
}

function inUnit(unit: string | null): string {
  return unit === null ? "" : ` in ${unit}`;
}
