import type { PlainTable } from "../tables/plain-table.js";
import { tex } from "./tex.js";

/** Width of a column of text beside the others, by its longest words. */
const [NARROWEST, WIDEST] = [8, 40];
/** What figures and the space between columns take of the line, for each column of figures. */
const FIGURES_SHARE = 0.105;

/**
 * A table for LaTeX (packages `longtable`, `booktabs`, `array`), which may break over pages. `label` is what `\ref` finds it
 * by; "" numbers it without one.
 */
export function texTable(table: PlainTable, label: string): string {
  const { caption, columns, groups } = table;
  const row = (cells: readonly string[]) => `${cells.map(tex).join(" & ")} \\\\`;
  const head = `${columns.map(({ label: text }) => `\\textbf{${tex(text)}}`).join(" & ")} \\\\`;
  const body = groups.flatMap(({ title, rows }) => [
    ...(title === "" ? [] : [`\\multicolumn{${columns.length}}{@{}l}{\\textbf{${tex(title)}}} \\\\*`]),
    ...rows.map(row),
  ]);
  return [
    `\\begin{longtable}{@{}${layout(table)}@{}}`,
    `\\caption{${tex(caption)}}${label === "" ? "" : `\\label{${label}}`} \\\\`,
    "\\toprule",
    head,
    "\\midrule",
    "\\endfirsthead",
    "\\toprule",
    head,
    "\\midrule",
    "\\endhead",
    "\\bottomrule",
    "\\endfoot",
    ...body,
    "\\end{longtable}",
  ].join("\n");
}

/** Columns of figures to the right; columns of words share what is left of the line. */
function layout({ columns, groups }: PlainTable): string {
  const longest = columns.map(({ label }, index) => {
    const words = groups.flatMap(({ rows }) => rows.map((cells) => cells[index]?.length ?? 0));
    return Math.min(WIDEST, Math.max(NARROWEST, label.length, ...words));
  });
  const figures = columns.filter(({ numeric }) => numeric).length;
  const room = Math.max(0.3, 0.97 - figures * FIGURES_SHARE);
  const all = columns.reduce((sum, { numeric }, index) => sum + (numeric ? 0 : (longest[index] ?? 0)), 0);
  return columns
    .map(({ numeric }, index) => {
      if (numeric) return "r";
      const share = ((longest[index] ?? 0) / all) * room;
      return `>{\\raggedright\\arraybackslash}p{${share.toFixed(3)}\\linewidth}`;
    })
    .join("");
}
