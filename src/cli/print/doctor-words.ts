import pc from "picocolors";
import { largest } from "../../record/limits/extremes.js";
import type { Checked } from "../../runner/doctor/index.js";
import type { Io } from "../command.js";
import { printable } from "./printable.js";

const MARKS: Record<Checked["status"], (text: string) => string> = {
  ok: pc.green,
  note: pc.yellow,
  bad: (text) => pc.bold(pc.red(text)),
  unknown: pc.dim,
};
const WORDS: Record<Checked["status"], string> = { ok: "ok", note: "note", bad: "bad", unknown: "-" };

/** Prints every check with its observation, and under it the remedy. */
export async function printChecks(checks: readonly Checked[], io: Io): Promise<void> {
  const width = largest(checks.map(({ title }) => title.length));
  const wrap = await wrapper(io, 6 + width + 2);
  const indent = " ".repeat(6 + width + 2);
  for (const { status, title, seen, advice, command } of checks) {
    const mark = MARKS[status](WORDS[status].padEnd(6));
    io.out(`${mark}${title.padEnd(width)}  ${wrap(printable(seen)).join(`\n${indent}`)}\n`, true);
    if (advice !== undefined) io.out(`${indent}${wrap(printable(advice)).map(pc.dim).join(`\n${indent}`)}\n`, true);
    // A command stays on one line: it is there to be copied.
    if (command !== undefined) io.out(`${indent}${pc.cyan(printable(command))}\n`, true);
  }
  const whole = await wrapper(io, 0);
  io.out(`\n${whole(summary(checks)).join("\n")}\n`);
}

/** Lines of the width that is left after an indent; one line where the output is no terminal. */
export async function wrapper(io: Io, indent: number): Promise<(text: string) => string[]> {
  if (!Number.isFinite(io.columns)) return (text) => [text];
  const { default: wrapAnsi } = await import("wrap-ansi");
  const columns = Math.max(20, io.columns - indent);
  // A figure and its unit stay on one line.
  return (text) => wrapAnsi(text.replaceAll(" %", "\u00a0%"), columns).replaceAll("\u00a0", " ").split("\n");
}

function summary(checks: readonly Checked[]): string {
  const count = (status: Checked["status"]) => checks.filter((check) => check.status === status).length;
  const [bad, notes, unknown] = [count("bad"), count("note"), count("unknown")];
  const untold = unknown === 0 ? "" : ` ${unknown} of ${checks.length} questions this platform does not answer.`;
  if (bad > 0) {
    const things = bad === 1 ? "one thing" : `${bad} things`;
    return `Not fit to measure on as it is: fix ${things} first.${untold}`;
  }
  if (notes > 0) return `Fit to measure on, with ${notes === 1 ? "one note" : `${notes} notes`}.${untold}`;
  return `Fit to measure on.${untold}`;
}
