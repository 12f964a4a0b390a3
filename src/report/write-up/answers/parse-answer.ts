import type { Token, Tokens } from "marked";
import type { AnswerBlock, Inline } from "./answer.js";

/** Addresses that a link may lead to. */
const ADDRESS = /^(?:https?:\/\/|mailto:)/i;

/** Lists and quotations within each other: TeX takes four of a kind. */
const DEEPEST = 2;

/**
 * Blocks of Markdown. What the formats have no form for stays as it was written: tables and HTML as text, a heading as a
 * line of strong words; comments are left out.
 */
export function answerBlocks(tokens: readonly Token[], depth = 0): AnswerBlock[] {
  return tokens.flatMap((token): AnswerBlock[] => {
    if (depth > DEEPEST && (token.type === "list" || token.type === "blockquote"))
      return [paragraph(verbatim(token.raw))];
    switch (token.type) {
      case "space":
      case "def":
      case "hr":
        return [];
      case "code":
        return [{ kind: "code", text: token.text, language: /^[\w+#-]{1,20}/.exec(token.lang ?? "")?.[0] ?? "" }];
      case "list":
        return [listOf(token as Tokens.List, depth)];
      case "blockquote":
        return [{ kind: "quote", blocks: answerBlocks((token as Tokens.Blockquote).tokens, depth + 1) }];
      case "heading":
        return [paragraph([{ kind: "strong", content: inlines((token as Tokens.Heading).tokens) }])];
      case "paragraph":
      case "text":
        return [paragraph(inlines((token as Tokens.Text).tokens ?? [token]))];
      case "html":
        return token.raw.trimStart().startsWith("<!--") ? [] : [paragraph(verbatim(token.raw))];
      default:
        return [paragraph(verbatim(token.raw))];
    }
  });
}

function paragraph(content: Inline[]): AnswerBlock {
  return { kind: "paragraph", content };
}

function listOf({ ordered, start, items }: Tokens.List, depth: number): AnswerBlock {
  return {
    kind: "list",
    ordered,
    start: typeof start === "number" ? start : 1,
    items: items.map((item) => answerBlocks(item.tokens, depth + 1)),
  };
}

/** Lines of text as they stand. */
function verbatim(raw: string): Inline[] {
  const lines = raw.trimEnd().split("\n");
  return lines.flatMap((text, index): Inline[] => [
    ...(index === 0 ? [] : [{ kind: "break" } as const]),
    { kind: "text", text },
  ]);
}

function inlines(tokens: readonly Token[]): Inline[] {
  return tokens.flatMap((token): Inline[] => {
    const within = "tokens" in token && token.tokens !== undefined ? token.tokens : null;
    switch (token.type) {
      case "strong":
        return [{ kind: "strong", content: inlines(within ?? []) }];
      case "em":
        return [{ kind: "emphasis", content: inlines(within ?? []) }];
      case "codespan":
        return [{ kind: "code", text: token.text }];
      case "br":
        return [{ kind: "break" }];
      case "link":
        return linkOf(token as Tokens.Link);
      case "text":
        return within === null ? [{ kind: "text", text: token.text }] : inlines(within);
      case "escape":
        return [{ kind: "text", text: token.text }];
      default:
        return [{ kind: "text", text: token.raw }];
    }
  });
}

/** A link to the web or to mail; others are their words. */
function linkOf({ href, tokens }: Tokens.Link): Inline[] {
  const content = inlines(tokens);
  return ADDRESS.test(href) && href.length <= 2_000 ? [{ kind: "link", href, content }] : content;
}
