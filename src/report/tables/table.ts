import type { ChartTable } from "../charts/chart.js";
import type { BarModel } from "./bar.js";

/** A cell of a table, ready for the template. */
export interface CellModel {
  text: string;
  /** Class of the cell: "n" for figures, "verdict good" ... */
  kind: string;
  /** Where the text leads; "" for nowhere. */
  href: string;
  /** Lines that unfold under the text; none: nothing to unfold. */
  lines: string[];
  bar: BarModel | null;
}

export interface RowModel {
  head: CellModel;
  cells: CellModel[];
}

export interface TableModel {
  id: string;
  /** What the table says in one sentence; stands above it. */
  caption: string;
  columns: { label: string; kind: string; href: string }[];
  rows: RowModel[];
  /** Folded away behind this line; "" where the table stands open. */
  fold: string;
}

/** Tables of more rows than these are folded away. */
const LONG = 12;

export function textCell(text: string, kind = ""): CellModel {
  return { text, kind, href: "", lines: [], bar: null };
}

export function numberCell(text: string): CellModel {
  return textCell(text, "n");
}

/** A table, folded where it is long. */
export function table(given: Omit<TableModel, "fold">): TableModel {
  const fold = given.rows.length > LONG ? `All ${given.rows.length} rows` : "";
  return { ...given, fold };
}

/** Head of a column; `href` leads to its explanation. */
export function column(label: string, kind = "", href = ""): TableModel["columns"][number] {
  return { label, kind, href };
}

/** The figures of a chart as a table, always folded: the picture stands above. */
export function chartTable(id: string, caption: string, { columns, rows }: ChartTable): TableModel {
  return {
    id,
    caption,
    columns: columns.map(({ label, numeric }) => column(label, numeric ? "n" : "")),
    rows: rows.map(([head = "", ...rest]) => ({
      head: textCell(head, columns[0]?.numeric ? "n" : ""),
      cells: rest.map((text, index) => (columns[index + 1]?.numeric ? numberCell(text) : textCell(text))),
    })),
    fold: "Figures of this chart",
  };
}
