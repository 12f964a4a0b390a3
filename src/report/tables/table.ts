import { whole } from "../../words/number.js";
import type { ChartTable } from "../charts/marks/chart.js";
import type { BarModel } from "./bar.js";

/** A cell of a table, ready for the template. */
export interface CellModel {
  text: string;
  /** Class of the cell: "n" for figures, "verdict good" ... */
  kind: string;
  /** Whether it is a figure and nothing else, as most cells are: pages give these no class, and plain texts "t". */
  isFigure: boolean;
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
  /** One sentence above the table. */
  caption: string;
  columns: { label: string; kind: string; href: string }[];
  /** Rows in groups; a title of "" heads none. */
  groups: RowGroup[];
  /** Number of columns, for cells that go all across. */
  span: string;
  /** Line behind which the table is folded; "" where it stands open. */
  fold: string;
  /** Link to another view of the same changes. */
  elsewhere: { href: string; text: string } | null;
}

/** Tables of more rows than these are folded away. */
const LONG = 12;

/** Most rows of a table on a page; more are read by programs, and make a page slow. */
const MOST_SHOWN = 500;

export function textCell(text: string, kind = ""): CellModel {
  return { text, kind, isFigure: kind === "n", href: "", lines: [], bar: null };
}

export function numberCell(text: string): CellModel {
  return textCell(text, "n");
}

/** A text that leads somewhere. */
export function linkCell(text: string, href: string): CellModel {
  return { ...textCell(text), href };
}

interface TableInput extends Pick<TableModel, "id" | "caption" | "columns"> {
  /** Rows without a title, in place of `groups`. */
  rows?: RowModel[];
  groups?: RowGroup[];
  /** Default: long tables are folded, others stand open. */
  fold?: string;
}

export function table({ rows = [], groups = [{ title: "", rows }], fold, ...given }: TableInput): TableModel {
  const count = groups.reduce((sum, group) => sum + group.rows.length, 0);
  return {
    ...given,
    groups,
    fold: fold ?? (count > LONG ? `All ${count} rows` : ""),
    span: String(given.columns.length),
    elsewhere: null,
  };
}

/** The table as a page shows it: its first rows where there are very many. Exports have all. */
export function shownRows(table: TableModel): TableModel {
  const count = table.groups.reduce((sum, { rows }) => sum + rows.length, 0);
  if (count <= MOST_SHOWN) return table;
  let room = MOST_SHOWN;
  const groups = table.groups.map(({ title, rows }) => {
    const shown = rows.slice(0, room);
    room -= shown.length;
    return { title, rows: shown };
  });
  const words = `The first ${MOST_SHOWN} of ${whole(count)} rows`;
  return {
    ...table,
    groups: groups.filter(({ rows }) => rows.length > 0),
    caption: table.caption === "" ? "" : `${table.caption} ${words} stand here; scalebook export writes all.`,
    fold: table.fold === "" ? "" : table.fold.startsWith("All ") ? words : `${table.fold}: ${words.toLowerCase()}`,
  };
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
  return table({
    id,
    caption,
    columns: columns.map(({ label, numeric }) => column(label, numeric ? "n" : "")),
    rows: given,
    fold: "Figures of this chart",
  });
}
