import wrapAnsi from "wrap-ansi";
import type { Io } from "./command.js";
import { printable } from "./table.js";

/** Sentences as a list, wrapped at words to the width of the terminal. */
export function printBullets(sentences: readonly { text: string }[], io: Io): void {
  for (const { text } of sentences) {
    const line = printable(text);
    const wrapped = Number.isFinite(io.columns) ? wrapAnsi(line, Math.max(20, io.columns - 2)) : line;
    io.out(`- ${wrapped.replaceAll("\n", "\n  ")}\n`);
  }
}
