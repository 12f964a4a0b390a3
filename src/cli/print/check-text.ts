import type { Io } from "../command.js";
import { printBullets } from "./bullets.js";
import { besideSentences, checkRows, checkSentences, type ShownCheck } from "./check-words.js";
import { printable } from "./printable.js";
import { textTable } from "./table.js";

/** A check for the terminal: what was held against what, the table, what it comes to. */
export async function printCheck(shown: ShownCheck, io: Io): Promise<void> {
  const { a, b } = shown.check.comparison;
  const as = shown.as === "given" ? "" : `  (${shown.as})`;
  io.out(`${printable(`reference  ${a.id}  ${a.machine}${as}`)}\n`);
  io.out(`${printable(`run        ${b.id}  ${b.machine}`)}\n\n`);
  const { heads, rows } = checkRows(shown);
  io.out(`${textTable(heads, rows)}\n`);
  const sentences = [
    ...checkSentences(shown).slice(0, -1),
    ...besideSentences(shown),
    ...checkSentences(shown).slice(-1),
  ];
  await printBullets(
    sentences.map((text) => ({ text })),
    io,
  );
}
