import { printable } from "./printable.js";

/** Sentences as a list, wrapped at words to a width; infinite: not wrapped. */
export async function bulletList(sentences: readonly { text: string }[], columns: number): Promise<string> {
  const wrap = Number.isFinite(columns) ? (await import("wrap-ansi")).default : null;
  const bullets = sentences.map(({ text }) => {
    const line = printable(text);
    const wrapped = wrap === null ? line : wrap(line, Math.max(20, columns - 2));
    return `- ${wrapped.replaceAll("\n", "\n  ")}\n`;
  });
  return bullets.join("");
}
