import { largest } from "../../record/limits/extremes.js";
import { markdownText } from "../format/markdown.js";
import { tex } from "../format/tex.js";
import type { TableModel } from "./table.js";

/** A table as text in rows and columns, without bars, links and unfolding lines. */
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

/** A table in GitHub's Markdown, without its caption. The title of a group is a row of its own. */
export function markdownTable({ columns, groups }: PlainTable): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const rows = groups.flatMap(({ title, rows }) => [
    ...(title === "" ? [] : [line([`**${markdownText(title)}**`, ...columns.slice(1).map(() => "")])]),
    ...rows.map((cells) => line(cells.map(markdownText))),
  ]);
  const head = line(columns.map(({ label }) => markdownText(label)));
  return [head, line(columns.map(({ numeric }) => (numeric ? "---:" : "---"))), ...rows].join("\n");
}

/** Width of a column of words in letters, at least and at most. */
const [NARROWEST, WIDEST] = [8, 40];
/** Width of a letter, and of the space between two columns, as shares of the line. */
const [LETTER, SPACE] = [0.0116, 0.018];
/** Share of a line for words, at least. */
const LEAST_FOR_WORDS = 0.3;

/**
 * A table for LaTeX (packages `longtable`, `booktabs`, `array`) that may break over pages.
 *
 * @param label for `\ref`; "" for none
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
    const head = numeric ? largest(label.split(" ").map(({ length }) => length)) : label.length;
    const longest = Math.max(head, largest(cells));
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
