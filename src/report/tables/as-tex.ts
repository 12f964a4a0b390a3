import { tex } from "../format/tex.js";
import type { PlainTable } from "./plain-table.js";

/** Letters that a column of words is at least and at most given room for. */
const [NARROWEST, WIDEST] = [8, 40];
/** What a letter, and the space between two columns, take of the line. */
const [LETTER, SPACE] = [0.0116, 0.018];
/** Of a line that is too short, words get at least this much. */
const LEAST_FOR_WORDS = 0.3;

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

/** Columns of figures to the right, all as wide as they need; where the line is too short for all, words break first. */
function layout({ columns, groups }: PlainTable): string {
  const needs = columns.map(({ label, numeric }, index) => {
    const cells = groups.flatMap(({ rows }) => rows.map((row) => row[index]?.length ?? 0));
    // The head of figures breaks between its words.
    const head = numeric ? Math.max(...label.split(" ").map(({ length }) => length)) : label.length;
    const longest = Math.max(head, ...cells);
    return (numeric ? longest : Math.min(WIDEST, Math.max(NARROWEST, longest))) * LETTER;
  });
  const room = 1 - (columns.length - 1) * SPACE;
  const total = (numeric: boolean) =>
    needs.reduce((sum, need, at) => sum + (columns[at]?.numeric === numeric ? need : 0), 0);
  const [figures, words] = [total(true), total(false)];
  const forWords = Math.min(words, Math.max(room - figures, LEAST_FOR_WORDS * room));
  const forFigures = Math.min(figures, room - forWords);
  return columns
    .map(({ numeric }, index) => {
      const share = (needs[index] ?? 0) * (numeric ? forFigures / figures : forWords / words);
      const side = numeric ? "raggedleft" : "raggedright";
      return `>{\\${side}\\arraybackslash}p{${share.toFixed(3)}\\linewidth}`;
    })
    .join("");
}
