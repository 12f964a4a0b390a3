import type { Documents } from "../../html/document-templates.js";
import type { AnswerBlock, Inline } from "../answers/answer.js";
import { sectionName } from "../answers/sections.js";
import { type Illustration, sizeOf } from "../illustration.js";
import { type ByKind, byKind, headFields, type Numbered, type WriteUp } from "../model.js";

/** A section with its blocks, for the template. */
interface Section {
  id: string;
  number: string;
  text: string;
  blocks: object[];
}

/**
 * The write-up as one HTML file: style and pictures inside, boxes to write into. With `keeping` a script keeps what is
 * written and saves it as an answers file; nothing else needs it.
 */
export function htmlOf({ blocks, runs, ...head }: WriteUp, documents: Documents, keeping: boolean): string {
  const style = documents.sheet("site") + documents.sheet("write-up");
  const context = { ...head, fields: headFields(head), runs: runs.join(" "), sections: sectionsOf(blocks) };
  return documents.render("write-up", style, context, keeping ? documents.script("write-up") : "");
}

function sectionsOf(blocks: readonly Numbered[]): Section[] {
  const sections: Section[] = [];
  for (const block of blocks) {
    if (block.kind === "heading" && block.level === 2) {
      sections.push({ id: block.id, number: block.number, text: block.text, blocks: [] });
    } else sections.at(-1)?.blocks.push({ ...block, ...answerOf(block), partial: `block-${block.kind}` });
  }
  return sections;
}

function answerOf(block: Numbered): object {
  if (block.kind !== "prompt" && block.kind !== "figure") return {};
  const { id, answer } = block;
  return {
    section: sectionName(id),
    answer: answer && { markdown: answer.markdown, blocks: answer.blocks.map(blockModel) },
  };
}

/** Models of the pieces of an answer: every field that the template asks for is there. */
const BLOCK = { content: null, code: null, quote: null, items: null, isOrdered: false, start: "" };
const BLOCKS: ByKind<AnswerBlock, object> = {
  paragraph: ({ content }) => ({ ...BLOCK, content: content.map(inlineModel) }),
  code: ({ text }) => ({ ...BLOCK, code: text }),
  quote: ({ blocks }) => ({ ...BLOCK, quote: blocks.map(blockModel) }),
  list: ({ ordered, start, items }) => ({
    ...BLOCK,
    items: items.map((item) => item.map(blockModel)),
    isOrdered: ordered,
    start: String(start),
  }),
};
const INLINE = { text: "", href: "", strong: null, emphasis: null, code: "", isBreak: false, content: null };
const INLINES: ByKind<Inline, object> = {
  text: ({ text }) => ({ ...INLINE, text }),
  code: ({ text }) => ({ ...INLINE, code: text }),
  break: () => ({ ...INLINE, isBreak: true }),
  strong: ({ content }) => ({ ...INLINE, strong: content.map(inlineModel) }),
  emphasis: ({ content }) => ({ ...INLINE, emphasis: content.map(inlineModel) }),
  link: ({ href, content }) => ({ ...INLINE, href, content: content.map(inlineModel) }),
};

function blockModel(block: AnswerBlock): object {
  return byKind(BLOCKS, block);
}

function inlineModel(piece: Inline): object {
  return byKind(INLINES, piece);
}

/** Pictures alone, each on a page of its own size, for a browser to print: LaTeX takes PDF, and no SVG. */
export function picturesHtml(figures: readonly Illustration[], documents: Documents): string {
  const sizes = figures.map(({ svg }, index) => {
    const { width, height } = sizeOf(svg);
    return `@page p${index} { size: ${width}px ${height}px; margin: 0 } .p${index} { page: p${index} }`;
  });
  const style = `${sizes.join("\n")}\n${documents.sheet("pictures")}`;
  return documents.render("pictures", style, {
    figures: figures.map(({ svg }, index) => ({ svg, page: `p${index}` })),
  });
}
