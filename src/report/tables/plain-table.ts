import type { TableModel } from "./table.js";

/** A table as text in rows and columns: without bars, links and what unfolds. */
export interface PlainTable {
  caption: string;
  columns: { label: string; numeric: boolean }[];
  /** Rows in groups; a title of "" heads none. */
  groups: { title: string; rows: string[][] }[];
}

/** The words and figures of a table of a page. */
export function plainTable({ caption, columns, groups }: TableModel): PlainTable {
  // A bar repeats the percentage beside it.
  const shown = columns.flatMap(({ kind }, index) => (kind === "delta" ? [] : [index]));
  return {
    caption,
    columns: shown.map((index) => ({
      label: columns[index]?.label ?? "",
      numeric: /^n\b/.test(columns[index]?.kind ?? ""),
    })),
    groups: groups.map(({ title, rows }) => ({
      title,
      rows: rows.map(({ head, cells }) => shown.map((index) => [head, ...cells][index]?.text ?? "")),
    })),
  };
}
