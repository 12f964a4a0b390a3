import Table from "cli-table3";
import { printable } from "./printable.js";

/** A column: its head, and whether it holds figures. */
export interface Column {
  head: string;
  figures?: boolean;
}

/** Lines that a table of the library has. */
const LINES =
  "top top-mid top-left top-right bottom bottom-mid bottom-left bottom-right left left-mid mid mid-mid right right-mid middle";

/** A plain table for the terminal: no lines but one under the head, figures to the right. */
export function textTable(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const table = new Table({
    head: columns.map(({ head }) => head),
    colAligns: columns.map(({ figures }) => (figures ? "right" : "left")),
    style: { head: [], border: [], "padding-left": 0, "padding-right": 2 },
    chars: Object.fromEntries(LINES.split(" ").map((line) => [line, ""])),
  });
  table.push(...rows.map((row) => row.map(printable)));
  return `${table.toString().replace(/[ ]+$/gm, "")}\n`;
}
