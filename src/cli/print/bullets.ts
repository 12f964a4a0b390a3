import { printable } from "./printable.js";

/** Texts of a line or more as a list, wrapped at words to a width; infinite: not wrapped. */
export async function bulletList(sentences: readonly { text: string }[], columns: number): Promise<string> {
  const bullets = sentences.map(async ({ text }) => {
    return `- ${(await wrapped(text, columns - 2)).replaceAll("\n", "\n  ")}\n`;
  });
  return (await Promise.all(bullets)).join("");
}

/** A text of a line or more, wrapped at words to a width; infinite: not wrapped. */
export async function wrapped(text: string, columns: number): Promise<string> {
  const lines = text.split("\n").map(printable).join("\n");
  if (!Number.isFinite(columns)) return lines;
  const { default: wrap } = await import("wrap-ansi");
  return apart(wrap(together(lines), Math.max(20, columns)));
}

const NO_BREAK = "\u00a0";

/** A figure and its unit, and an option and its value, stay on one line. */
function together(text: string): string {
  return text.replace(/(\d) (?=[%×]|ms\b|s\b)/g, `$1${NO_BREAK}`).replace(/(--[a-z-]+) (?=\d)/g, `$1${NO_BREAK}`);
}

function apart(text: string): string {
  return text.replaceAll(NO_BREAK, " ");
}
