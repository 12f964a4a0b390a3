import { markdownText } from "../format/markdown.js";
import type { PlainTable } from "./plain-table.js";

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
