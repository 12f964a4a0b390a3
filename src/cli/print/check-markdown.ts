import { besideSentences, checkRows, checkSentences, closingWords, type ShownCheck } from "./check-words.js";
import { printable } from "./printable.js";

/** A comment of a pull request holds 65,536 characters. */
const MOST_ROWS = 100;

/** A check as Markdown for a pull request: verdict first, then the table. */
export function checkMarkdown(shown: ShownCheck): string {
  const { a, b } = shown.check.comparison;
  const { heads, rows } = checkRows(shown);
  const sentences = checkSentences(shown);
  const left = rows.length - MOST_ROWS;
  return `${[
    `### Scalebook check ${closingWords(shown)}`,
    "",
    sentences.slice(0, -1).map(escaped).join(" "),
    "",
    tableLine(heads.map(({ head }) => head)),
    tableLine(heads.map(({ figures }) => (figures ? "--:" : ":--"))),
    ...rows.slice(0, MOST_ROWS).map((row) => tableLine(row.map(escaped))),
    ...(left > 0 ? ["", `${left} more combinations are in the runs.`] : []),
    "",
    ...besideSentences(shown).map((text) => `- ${escaped(text)}`),
    `- ${escaped(`Run ${b.id} against ${a.id}${shown.as === "given" ? "" : ` (${shown.as})`}, on ${b.machine}; not interleaved.`)}`,
  ].join("\n")}\n`;
}

/** A row of a table; its cells are escaped already. */
export function tableLine(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

/** Text from run files is shown as it is: neither markup nor mentions of people. */
export function escaped(text: string): string {
  return printable(text)
    .replace(/[\\`*_{}[\]()#+!|~]/g, "\\$&")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll("@", "@\u200b");
}
