import type { ChartTable } from "../charts/marks/chart.js";
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

export interface RowGroup {
  title: string;
  rows: RowModel[];
}

export interface TableModel {
  id: string;
  /** What the table says in one sentence; stands above it. */
  caption: string;
  columns: { label: string; kind: string; href: string }[];
  /** Rows in groups; a title of "" heads none. */
  groups: RowGroup[];
  /** Number of columns, for cells that go all across. */
  span: string;
  /** Folded away behind this line; "" where the table stands open. */
  fold: string;
  /** Where the same is shown another way; `null` for nowhere. */
  elsewhere: { href: string; text: string } | null;
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
export function table(given: Omit<TableModel, "fold" | "span" | "elsewhere">): TableModel {
  const rows = given.groups.reduce((sum, group) => sum + group.rows.length, 0);
  const fold = rows > LONG ? `All ${rows} rows` : "";
  return { ...given, fold, span: String(given.columns.length), elsewhere: null };
}

/** One group without a title. */
export function plainRows(rows: RowModel[]): RowGroup[] {
  return [{ title: "", rows }];
}

/** Head of a column; `href` leads to its explanation. */
export function column(label: string, kind = "", href = ""): TableModel["columns"][number] {
  return { label, kind, href };
}

/** The figures of a chart as a table, always folded: the picture stands above. */
export function chartTable(id: string, caption: string, { columns, rows }: ChartTable): TableModel {
  const given = rows.map(([head = "", ...rest]) => ({
    head: textCell(head, columns[0]?.numeric ? "n" : ""),
    cells: rest.map((text, index) => (columns[index + 1]?.numeric ? numberCell(text) : textCell(text))),
  }));
  return {
    ...table({
      id,
      caption,
      columns: columns.map(({ label, numeric }) => column(label, numeric ? "n" : "")),
      groups: plainRows(given),
    }),
    fold: "Figures of this chart",
  };
}
