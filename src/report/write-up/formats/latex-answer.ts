import { type AnswerBlock, byAnswerKind, type Inline } from "../answers/answer.js";
import { breakable, codeText, environment } from "./latex-text.js";
import { addressOf } from "./markdown-answer.js";

/** An answer for LaTeX: whatever it holds beside its parts is text. */
export function latexAnswer(blocks: readonly AnswerBlock[]): string {
  return blocks.map(blockText).join("\n\n");
}

function blockText(block: AnswerBlock): string {
  return byAnswerKind<AnswerBlock, string>(
    {
      paragraph: ({ content }) => inlineText(content),
      code: ({ text }) => codeText(text),
      quote: ({ blocks }) => environment("quote", [latexAnswer(blocks)]),
      list: ({ ordered, items }) =>
        environment(
          ordered ? "enumerate" : "itemize",
          items.map((item) => `\\item ${latexAnswer(item)}`),
        ),
    },
    block,
  );
}

function inlineText(content: readonly Inline[]): string {
  return content
    .map((piece) =>
      byAnswerKind<Inline, string>(
        {
          text: ({ text }) => breakable(text),
          code: ({ text }) => `\\texttt{${breakable(text)}}`,
          break: () => "\\leavevmode\\newline ",
          strong: ({ content: within }) => `\\textbf{${inlineText(within)}}`,
          emphasis: ({ content: within }) => `\\emph{${inlineText(within)}}`,
          link: ({ href, content: within }) => `\\href{${address(href)}}{${inlineText(within)}}`,
        },
        piece,
      ),
    )
    .join("");
}

/** An address for hyperref: letters beyond ASCII by their numbers, signs of TeX's escaped. */
function address(href: string): string {
  return addressOf(href)
    .replace(/[^\x21-\x7e]/gu, (sign) => encodeURIComponent(sign))
    .replaceAll("$", "%24")
    .replaceAll("~", "%7E")
    .replace(/[%#&_]/g, "\\$&");
}
