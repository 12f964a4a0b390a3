import Table from "cli-table3";
import { printable } from "./printable.js";

/** A column: its head, and whether it holds figures, or names that are never broken. */
export interface Column {
  head: string;
  figures?: boolean;
  names?: boolean;
}

/** Lines that a table of the library has. */
const LINES =
  "top top-mid top-left top-right bottom bottom-mid bottom-left bottom-right left left-mid mid mid-mid right right-mid middle";

/** Stands for " = " while lines are broken: "n = 1,000" stays in one piece. */
const TOGETHER = "\ue000=\ue000";

const LEAST_WIDTH = 18;
const GAP = 2;

/**
 * A plain table for the terminal: no lines but one under the head, figures to the right. Where it is wider than `width`, the
 * widest column of words is wrapped.
 */
export function textTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  width = Number.POSITIVE_INFINITY,
): string {
  const widths = columns.map(({ head }, index) => {
    return GAP + Math.max(head.length, ...rows.map((row) => printable(row[index] ?? "").length));
  });
  const ofWords = widths.map((own, index) => (columns[index]?.figures || columns[index]?.names ? 0 : own));
  const widest = ofWords.indexOf(Math.max(...ofWords));
  const over = widths.reduce((sum, own) => sum + own, -GAP) - width;
  const colWidths = widths.map((own, index) => (index === widest ? Math.max(LEAST_WIDTH, own - over) : own));
  const table = new Table({
    ...(over > 0 ? { colWidths, wordWrap: true } : {}),
    head: columns.map(({ head }) => head),
    colAligns: columns.map(({ figures }) => (figures ? "right" : "left")),
    style: { head: [], border: [], "padding-left": 0, "padding-right": 2 },
    chars: Object.fromEntries(LINES.split(" ").map((line) => [line, ""])),
  });
  table.push(...rows.map((row) => row.map((text) => printable(text).replaceAll(" = ", TOGETHER))));
  return `${table.toString().replaceAll(TOGETHER, " = ").replace(/[ ]+$/gm, "")}\n`;
}
