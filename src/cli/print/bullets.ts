import type { Io } from "../command.js";
import { printable } from "./printable.js";

/** Sentences as a list, wrapped at words to the width of the terminal. */
export async function printBullets(sentences: readonly { text: string }[], io: Io): Promise<void> {
  const wrap = Number.isFinite(io.columns) ? (await import("wrap-ansi")).default : null;
  for (const { text } of sentences) {
    const line = printable(text);
    const wrapped = wrap === null ? line : wrap(line, Math.max(20, io.columns - 2));
    io.out(`- ${wrapped.replaceAll("\n", "\n  ")}\n`);
  }
}
