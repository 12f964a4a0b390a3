import type { ExperimentAnalysis } from "../../../analysis/results/run-analysis.js";
import type { Factors } from "../../../record/schema/run-schema.js";
import { bySize } from "../../charts/marks/series.js";
import { column, numberCell, type TableModel, table, textCell } from "../../tables/table.js";

/** Most columns that a page holds beside the names of the sizes. */
const MOST_COLUMNS = 8;

interface SizeGrid<T> {
  id: string;
  caption: string;
  items: readonly T[];
  factorsOf(item: T): Factors;
  /** Name of the column of an item. */
  nameOf(item: T): string;
  textOf(item: T): string;
}

/** A row for each size, a column for each way to run it; `null` where sizes and ways are no grid or too wide for a page. */
export function sizeGrid<T>(analysis: ExperimentAnalysis, grid: SizeGrid<T>): TableModel | null {
  const { id, caption, items, factorsOf, nameOf, textOf } = grid;
  const names = [...new Set(items.map(nameOf))];
  const sizes = bySize(items, factorsOf, analysis);
  if (names.length > MOST_COLUMNS || sizes.length < 2) return null;
  return table({
    id,
    caption,
    columns: [column("size"), ...names.map((name) => column(name, "n"))],
    rows: sizes.map(({ title, items: own }) => ({
      head: textCell(title),
      cells: names.map((name) => {
        const found = own.find((item) => nameOf(item) === name);
        return numberCell(found === undefined ? "–" : textOf(found));
      }),
    })),
    fold: "",
  });
}
