import type { AnswerBlock, Inline } from "../answers/answer.js";
import { type ByKind, byKind } from "../model.js";
import { breakable, codeText, environment } from "./latex-text.js";
import { addressOf } from "./markdown-answer.js";

const BLOCKS: ByKind<AnswerBlock, string> = {
  paragraph: ({ content }) => inlineText(content),
  code: ({ text }) => codeText(text),
  quote: ({ blocks }) => environment("quote", [latexAnswer(blocks)]),
  list: ({ ordered, items }) =>
    environment(
      ordered ? "enumerate" : "itemize",
      items.map((item) => `\\item ${latexAnswer(item)}`),
    ),
};

const INLINES: ByKind<Inline, string> = {
  text: ({ text }) => breakable(text),
  code: ({ text }) => `\\texttt{${breakable(text)}}`,
  break: () => "\\leavevmode\\newline ",
  strong: ({ content }) => `\\textbf{${inlineText(content)}}`,
  emphasis: ({ content }) => `\\emph{${inlineText(content)}}`,
  link: ({ href, content }) => `\\href{${address(href)}}{${inlineText(content)}}`,
};

/** An answer for LaTeX: whatever it holds beside its parts is text. */
export function latexAnswer(blocks: readonly AnswerBlock[]): string {
  return blocks.map((block) => byKind(BLOCKS, block)).join("\n\n");
}

function inlineText(content: readonly Inline[]): string {
  return content.map((piece) => byKind(INLINES, piece)).join("");
}

/** An address for hyperref: letters beyond ASCII by their numbers, signs of TeX's escaped. */
function address(href: string): string {
  return addressOf(href)
    .replace(/[^\x21-\x7e]/gu, (sign) => encodeURIComponent(sign))
    .replaceAll("$", "%24")
    .replaceAll("~", "%7E")
    .replace(/[%#&_]/g, "\\$&");
}
