import type { Documents } from "../../html/document-templates.js";
import { type AnswerBlock, byAnswerKind, type Inline } from "../answers/answer.js";
import { sectionName } from "../answers/sections.js";
import { type Illustration, sizeOf } from "../illustration.js";
import type { Numbered, WriteUp } from "../model.js";

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
  const { author, course, date } = head;
  const fields = [
    { name: "author", label: "Name", text: author },
    { name: "course", label: "Course", text: course },
    { name: "date", label: "Date", text: date },
  ];
  const context = { ...head, fields, runs: runs.join(" "), sections: sectionsOf(blocks) };
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

/** A piece of an answer, for the template: every field is there. */
function blockModel(block: AnswerBlock): object {
  const none = { content: null, code: null, quote: null, items: null, isOrdered: false, start: "" };
  return byAnswerKind<AnswerBlock, object>(
    {
      paragraph: ({ content }) => ({ ...none, content: content.map(inlineModel) }),
      code: ({ text }) => ({ ...none, code: text }),
      quote: ({ blocks }) => ({ ...none, quote: blocks.map(blockModel) }),
      list: ({ ordered, start, items }) => ({
        ...none,
        items: items.map((item) => item.map(blockModel)),
        isOrdered: ordered,
        start: String(start),
      }),
    },
    block,
  );
}

function inlineModel(piece: Inline): object {
  const none = { text: "", href: "", strong: null, emphasis: null, code: "", isBreak: false, content: null };
  return byAnswerKind<Inline, object>(
    {
      text: ({ text }) => ({ ...none, text }),
      code: ({ text }) => ({ ...none, code: text }),
      break: () => ({ ...none, isBreak: true }),
      strong: ({ content }) => ({ ...none, strong: content.map(inlineModel) }),
      emphasis: ({ content }) => ({ ...none, emphasis: content.map(inlineModel) }),
      link: ({ href, content }) => ({ ...none, href, content: content.map(inlineModel) }),
    },
    piece,
  );
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
