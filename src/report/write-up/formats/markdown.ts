import { markdownCode, markdownText } from "../../format/markdown.js";
import { markdownTable, plainTable } from "../../tables/plain-table.js";
import { type ByKind, byKind, type Span, type WriteUp } from "../model.js";

/** The write-up in GitHub's Markdown. `fileOf` names the picture of a figure, as seen from the document. */
export function markdownOf(writeUp: WriteUp, fileOf: (figure: string) => string): string {
  const { title, subtitle, author, blocks, references, toolVersion } = writeUp;
  const parts = [
    `# ${markdownText(title)}`,
    subtitle.map(markdownText).join("  \n"),
    ["Name", "Course", "Date"]
      .map((term) => `**${term}:** ${term === "Name" ? markdownText(author) : ""}`.trim())
      .join("  \n"),
    ...blocks.map((block) => byKind(renderers(fileOf), block)),
    ...(references.length === 0 ? [] : ["## References"]),
    references.map(({ id, number, text }) => `<a id="${id}"></a>\\[${number}\\] ${markdownText(text)}`).join("  \n"),
    "---",
    `Made with Scalebook ${markdownText(toolVersion)}. Sentences, figures and tables are computed from the recording.`,
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

const renderers = (fileOf: (figure: string) => string): ByKind<string> => ({
  heading: ({ level, number, text }) => `${"#".repeat(level)} ${number} ${markdownText(text)}`,
  text: ({ words }) => line(words),
  list: ({ items }) => items.map((words) => `- ${line(words)}`).join("\n"),
  facts: ({ facts }) => facts.map(({ term, text }) => `- ${markdownText(term)}: ${markdownText(text)}`).join("\n"),
  prompt: ({ text }) => toWrite(text),
  figure: ({ id, number, figure, caption, question }) =>
    [
      `<a id="${id}"></a>`,
      `![${markdownText(figure.title)}](${fileOf(id)})`,
      `**Figure ${number}.** ${markdownText(`${figure.title}. ${caption}`)}`,
      ...figure.notes.map((note) => `- ${markdownText(note)}`),
      toWrite(question),
    ].join("\n\n"),
  table: ({ id, number, table }) =>
    [
      `<a id="${id}"></a>`,
      `**Table ${number}.** ${markdownText(table.caption)}`,
      markdownTable(plainTable(table)),
    ].join("\n\n"),
  code: ({ label, text, language }) => `${markdownText(label)}:\n\n${markdownCode(text, language)}`,
});

function toWrite(question: string): string {
  return `> **To write:** *${markdownText(question)}*`;
}

/** Words on one line; what they refer to is a link. */
function line(words: readonly Span[]): string {
  const [first, ...others] = words.map(({ text, to }) =>
    to === "" ? markdownText(text) : `[${markdownText(text)}](#${to})`,
  );
  // Only where a line begins can a sign open a list or a heading.
  return [first ?? "", ...others].join("");
}
