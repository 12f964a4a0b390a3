import type { CellSummary, ExperimentAnalysis } from "../../../analysis/results/run-analysis.js";
import { whole } from "../../../words/number.js";
import { timeColumn } from "../../../words/time.js";
import { bySize, shortLabel } from "../../charts/marks/series.js";
import { cellTimeWords } from "../../charts/marks/titles.js";
import { column, numberCell, type RowGroup, type TableModel, table, textCell } from "../../tables/table.js";
import { sizeGrid } from "./size-grid.js";

/** Longer tables are set as a grid of sizes and ways where the experiment is one. */
export const MOST_ROWS = 24;

/** Median, mean, standard deviation and range of every combination; `null` where none has several repeats. */
export function timesTable(analysis: ExperimentAnalysis): TableModel | null {
  const { cells } = analysis;
  if (!cells.some(({ sdMs }) => sdMs !== null)) return null;
  if (cells.length > MOST_ROWS) return timesGrid(analysis);
  const { unit, format } = timesOf(cells);
  const time = (of: (cell: CellSummary) => number | null) => (cell: CellSummary) => {
    const ms = of(cell);
    return ms === null || cell.belowResolution ? "–" : format(ms);
  };
  const figures: { label: string; of(cell: CellSummary): string }[] = [
    {
      label: "median",
      of: (cell) => (cell.medianMs === null ? cellTimeWords(cell) : time((one) => one.medianMs)(cell)),
    },
    { label: "mean", of: time(({ meanMs }) => meanMs) },
    { label: "standard deviation", of: time(({ sdMs }) => sdMs) },
    { label: "least", of: time(({ minMs }) => minMs) },
    { label: "most", of: time(({ maxMs }) => maxMs) },
    { label: "repeats", of: ({ trials }) => whole(trials.ok) },
  ];
  return table({
    id: "times",
    caption: `Total time${unit}: median, mean, standard deviation and range of each combination.`,
    columns: [column("combination"), ...figures.map(({ label }) => column(label, "n"))],
    groups: rowsBySize(analysis, cells, (cell) => figures.map(({ of }) => of(cell))),
    fold: "",
  });
}

/** Mean and standard deviation, a row for each size and a column for each way to run it. */
function timesGrid(analysis: ExperimentAnalysis): TableModel | null {
  const { unit, format } = timesOf(analysis.cells);
  return sizeGrid(analysis, {
    id: "times",
    caption: `Total time${unit}: mean ± standard deviation over the repeats.`,
    items: analysis.cells,
    factorsOf: ({ factors }) => factors,
    nameOf: ({ factors }) => shortLabel(factors, analysis),
    textOf: ({ meanMs, sdMs }) => (meanMs === null || sdMs === null ? "–" : `${format(meanMs)} ± ${format(sdMs)}`),
  });
}

function timesOf(cells: readonly CellSummary[]): { unit: string; format(ms: number): string } {
  const { unit, format } = timeColumn(cells.flatMap(({ minMs, maxMs }) => [minMs ?? [], maxMs ?? []].flat()));
  return { unit: unit === null ? "" : ` in ${unit}`, format };
}

/** A row for each combination, under the names of the sizes where one of them has several. */
export function rowsBySize(
  analysis: ExperimentAnalysis,
  cells: readonly CellSummary[],
  figuresOf: (cell: CellSummary) => string[],
): RowGroup[] {
  const row = (name: string, cell: CellSummary) => ({ head: textCell(name), cells: figuresOf(cell).map(numberCell) });
  const groups = bySize(cells, ({ factors }) => factors, analysis);
  if (groups.every(({ items }) => items.length === 1)) {
    return [{ title: "", rows: cells.map((cell) => row(cell.label || shortLabel(cell.factors, analysis), cell)) }];
  }
  return groups.map(({ title, items }) => ({
    title,
    rows: items.map((cell) => row(shortLabel(cell.factors, analysis), cell)),
  }));
}
