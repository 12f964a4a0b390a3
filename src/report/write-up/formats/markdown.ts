import { markdownCode, markdownText } from "../../format/markdown.js";
import { markdownTable, plainTable } from "../../tables/plain-table.js";
import type { Answer } from "../answers/answer.js";
import { type ByKind, byKind, headFields, madeWith, type Numbered, type Span, type WriteUp } from "../model.js";
import { markdownAnswer } from "./markdown-answer.js";

/** The write-up in GitHub's Markdown. `fileOf` names the picture of a figure, as seen from the document. */
export function markdownOf(writeUp: WriteUp, fileOf: (figure: string) => string): string {
  const { blocks, references } = writeUp;
  const parts = [
    ...headLines(writeUp),
    ...blocks.map((block) => byKind(markdownRenderers(fileOf), block)),
    ...(references.length === 0 ? [] : referenceLines(references)),
    "---",
    markdownText(madeWith(writeUp)),
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

/** Title, runs, and who hands it in. */
export function headLines(writeUp: WriteUp): string[] {
  const by = headFields(writeUp).map(({ label, text }) => `**${label}:** ${markdownText(text)}`.trim());
  return [`# ${markdownText(writeUp.title)}`, writeUp.subtitle.map(markdownText).join("  \n"), by.join("  \n")];
}

export function referenceLines(references: WriteUp["references"]): string[] {
  const lines = references.map(({ id, number, text }) => `<a id="${id}"></a>\\[${number}\\] ${markdownText(text)}`);
  return ["## References", lines.join("  \n")];
}

export const markdownRenderers = (fileOf: (figure: string) => string): ByKind<Numbered, string> => ({
  heading: ({ level, number, text }) => `${"#".repeat(level)} ${number} ${markdownText(text)}`,
  text: ({ words }) => line(words),
  list: ({ items }) => items.map((words) => `- ${line(words)}`).join("\n"),
  facts: ({ facts }) => facts.map(({ term, text }) => `- ${markdownText(term)}: ${markdownText(text)}`).join("\n"),
  prompt: ({ text, answer }) => written(text, answer),
  figure: ({ id, number, figure, caption, question, answer }) =>
    [
      `<a id="${id}"></a>`,
      `![${markdownText(figure.title)}](${fileOf(id)})`,
      `**Figure ${number}.** ${markdownText(`${figure.title}. ${caption}`)}`,
      ...figure.notes.map((note) => `- ${markdownText(note)}`),
      written(question, answer),
    ].join("\n\n"),
  table: ({ id, number, table }) =>
    [
      `<a id="${id}"></a>`,
      `**Table ${number}.** ${markdownText(table.caption)}`,
      markdownTable(plainTable(table)),
    ].join("\n\n"),
  code: ({ label, text, language }) => `${markdownText(label)}:\n\n${markdownCode(text, language)}`,
});

function written(question: string, answer: Answer | null): string {
  return answer === null ? `> **To write:** *${markdownText(question)}*` : markdownAnswer(answer.blocks);
}

/** Words on one line; what they refer to is a link. */
function line(words: readonly Span[]): string {
  const [first, ...others] = words.map(({ text, to }) =>
    to === "" ? markdownText(text) : `[${markdownText(text)}](#${to})`,
  );
  // Only where a line begins can a sign open a list or a heading.
  return [first ?? "", ...others].join("");
}
