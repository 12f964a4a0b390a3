import { largest } from "../../../record/limits/extremes.js";
import { markdownCode, markdownText } from "../../format/markdown.js";
import type { AnswerBlock, Inline } from "../answers/answer.js";
import { type ByKind, byKind } from "../model.js";

const BLOCKS: ByKind<AnswerBlock, string> = {
  paragraph: ({ content }) => inlineText(content),
  code: ({ text, language }) => markdownCode(text, language),
  quote: ({ blocks }) => indented(markdownAnswer(blocks), "> ", "> "),
  list: ({ ordered, start, items }) =>
    items
      .map((item, index) => {
        const mark = ordered ? `${start + index}. ` : "- ";
        return indented(markdownAnswer(item), mark, " ".repeat(mark.length));
      })
      .join("\n"),
};

const INLINES: ByKind<Inline, string> = {
  text: ({ text }) => markdownText(text),
  code: ({ text }) => codeSpan(text),
  break: () => "\\\n",
  strong: ({ content }) => `**${inlineText(content)}**`,
  emphasis: ({ content }) => `*${inlineText(content)}*`,
  link: ({ href, content }) => `[${inlineText(content)}](<${addressOf(href)}>)`,
};

/** An answer, written anew from its parts: whatever else it holds is text. */
export function markdownAnswer(blocks: readonly AnswerBlock[]): string {
  return blocks.map((block) => byKind(BLOCKS, block)).join("\n\n");
}

function inlineText(content: readonly Inline[]): string {
  return content.map((piece) => byKind(INLINES, piece)).join("");
}

function indented(text: string, first: string, others: string): string {
  const lines = text.split("\n").map((line, index) => `${index === 0 ? first : others}${line}`.trimEnd());
  return lines.join("\n");
}

/** An address without a sign that would end it. */
export function addressOf(href: string): string {
  return href.replace(/[\s<>"\\^`{|}]/g, (sign) => encodeURIComponent(sign));
}

/** A span of code; it has more ticks than any that the text has in a row. */
function codeSpan(text: string): string {
  const longest = Math.max(0, largest([...text.matchAll(/`+/g)].map(([run]) => run.length)));
  const ticks = "`".repeat(longest + 1);
  const space = longest > 0 ? " " : "";
  return `${ticks}${space}${text}${space}${ticks}`;
}
