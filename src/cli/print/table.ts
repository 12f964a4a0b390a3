import Table from "cli-table3";
import { largest } from "../../record/limits/extremes.js";
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

/** Most rows that are laid out together: the time of the library grows with their square. */
const MOST_TOGETHER = 200;

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
  const texts = rows.map((row) => columns.map((_, index) => printable(row[index] ?? "")));
  // Parts of a long table have widths in common; then wide characters count for two, so that none is cut.
  const isLong = rows.length > MOST_TOGETHER;
  const widthOf = (text: string) => text.length + (isLong ? (text.match(/[\u1100-\uffff]/g)?.length ?? 0) : 0);
  const widths = columns.map(({ head }, index) => {
    return GAP + texts.reduce((most, row) => Math.max(most, widthOf(row[index] ?? "")), head.length);
  });
  const ofWords = widths.map((own, index) => (columns[index]?.figures || columns[index]?.names ? 0 : own));
  const widest = ofWords.indexOf(largest(ofWords));
  const over = widths.reduce((sum, own) => sum + own, -GAP) - width;
  const colWidths = widths.map((own, index) =>
    index === widest && over > 0 ? Math.max(LEAST_WIDTH, own - over) : own,
  );
  const options = {
    ...(over > 0 || isLong ? { colWidths, wordWrap: over > 0 } : {}),
    colAligns: columns.map(({ figures }) => (figures ? "right" : "left") as "right" | "left"),
    style: { head: [], border: [], "padding-left": 0, "padding-right": 2 },
    chars: Object.fromEntries(LINES.split(" ").map((line) => [line, ""])),
  };
  const parts = Array.from({ length: Math.max(1, Math.ceil(texts.length / MOST_TOGETHER)) }, (_, index) => {
    const table = new Table({ ...options, ...(index === 0 && { head: columns.map(({ head }) => head) }) });
    const part = texts.slice(index * MOST_TOGETHER, (index + 1) * MOST_TOGETHER);
    table.push(...part.map((row) => row.map((text) => text.replaceAll(" = ", TOGETHER))));
    return table.toString();
  });
  return `${parts.join("\n").replaceAll(TOGETHER, " = ").replace(/[ ]+$/gm, "")}\n`;
}
