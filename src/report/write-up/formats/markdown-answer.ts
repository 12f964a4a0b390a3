import { markdownCode, markdownText } from "../../format/markdown.js";
import { type AnswerBlock, byAnswerKind, type Inline } from "../answers/answer.js";

/** An answer, written anew from its parts: whatever else it holds is text. */
export function markdownAnswer(blocks: readonly AnswerBlock[]): string {
  return blocks.map(blockText).join("\n\n");
}

function blockText(block: AnswerBlock): string {
  return byAnswerKind<AnswerBlock, string>(
    {
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
    },
    block,
  );
}

function indented(text: string, first: string, others: string): string {
  const lines = text.split("\n").map((line, index) => `${index === 0 ? first : others}${line}`.trimEnd());
  return lines.join("\n");
}

function inlineText(content: readonly Inline[]): string {
  return content
    .map((piece) =>
      byAnswerKind<Inline, string>(
        {
          text: ({ text }) => markdownText(text),
          code: ({ text }) => codeSpan(text),
          break: () => "\\\n",
          strong: ({ content: within }) => `**${inlineText(within)}**`,
          emphasis: ({ content: within }) => `*${inlineText(within)}*`,
          link: ({ href, content: within }) => `[${inlineText(within)}](<${addressOf(href)}>)`,
        },
        piece,
      ),
    )
    .join("");
}

/** An address without a sign that would end it. */
export function addressOf(href: string): string {
  return href.replace(/[\s<>"\\^`{|}]/g, (sign) => encodeURIComponent(sign));
}

/** A span of code; it has more ticks than any that the text has in a row. */
function codeSpan(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const ticks = "`".repeat(longest + 1);
  const space = longest > 0 ? " " : "";
  return `${ticks}${space}${text}${space}${ticks}`;
}
