import { ExternalHyperlink, Paragraph, type ParagraphChild, TextRun } from "docx";
import type { AnswerBlock, Inline } from "../answers/answer.js";
import { type ByKind, byKind } from "../model.js";
import { CODE_FONT, codeParagraphs, run } from "./docx-parts.js";
import { addressOf } from "./markdown-answer.js";

/** Name of the numbering of ordered lists. */
export const NUMBERED = "numbered";

/** Where a block stands: depth and kind of the list around it, and whether a mark of that list is still to come. */
interface Place {
  list: { depth: number; ordered: boolean; instance: number } | null;
  quoted: boolean;
}

/** An answer as paragraphs. */
export function docxAnswer(blocks: readonly AnswerBlock[]): Paragraph[] {
  let lists = 0;
  const at = (place: Place): ByKind<AnswerBlock, Paragraph[]> => ({
    paragraph: ({ content }) => [new Paragraph({ ...layoutOf(place), children: inlineRuns(content, {}) })],
    code: ({ text }) => codeParagraphs(text),
    quote: ({ blocks: within }) => paragraphs(within, { list: null, quoted: true }),
    list: ({ ordered, items }) => {
      lists += 1;
      const list = { depth: place.list === null ? 0 : place.list.depth + 1, ordered, instance: lists };
      return items.flatMap((item) => paragraphs(item, { ...place, list }));
    },
  });
  const paragraphs = (some: readonly AnswerBlock[], place: Place) =>
    some.flatMap((block, index) => byKind(at(index === 0 ? place : { ...place, list: null }), block));
  return paragraphs(blocks, { list: null, quoted: false });
}

function layoutOf({ list, quoted }: Place) {
  if (list?.ordered) return { numbering: { reference: NUMBERED, level: list.depth, instance: list.instance } };
  if (list !== null) return { bullet: { level: list.depth } };
  return quoted ? { indent: { left: 500 } } : {};
}

type Style = NonNullable<Parameters<typeof run>[1]>;

const inlines = (style: Style): ByKind<Inline, ParagraphChild[]> => ({
  text: ({ text }) => [run(text, style)],
  code: ({ text }) => [run(text, { ...style, font: CODE_FONT })],
  break: () => [new TextRun({ break: 1 })],
  strong: ({ content }) => inlineRuns(content, { ...style, bold: true }),
  emphasis: ({ content }) => inlineRuns(content, { ...style, italics: true }),
  link: ({ href, content }) => [
    new ExternalHyperlink({ link: addressOf(href), children: inlineRuns(content, { ...style, color: "1651BE" }) }),
  ],
});

function inlineRuns(content: readonly Inline[], style: Style): ParagraphChild[] {
  return content.flatMap((piece) => byKind(inlines(style), piece));
}
