import { printable } from "./printable.js";

/** Texts of a line or more as a list, wrapped at words to a width; infinite: not wrapped. */
export async function bulletList(sentences: readonly { text: string }[], columns: number): Promise<string> {
  const wrap = Number.isFinite(columns) ? (await import("wrap-ansi")).default : null;
  const bullets = sentences.map(({ text }) => {
    const lines = text.split("\n").map(printable).join("\n");
    const wrapped = wrap === null ? lines : apart(wrap(together(lines), Math.max(20, columns - 2)));
    return `- ${wrapped.replaceAll("\n", "\n  ")}\n`;
  });
  return bullets.join("");
}

const NO_BREAK = "\u00a0";

/** A figure and its unit stay on one line. */
function together(text: string): string {
  return text.replace(/(\d) (?=[%×]|ms\b|s\b)/g, `$1${NO_BREAK}`);
}

function apart(text: string): string {
  return text.replaceAll(NO_BREAK, " ");
}
