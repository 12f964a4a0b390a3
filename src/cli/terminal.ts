import { closeSync } from "node:fs";
import { isatty } from "node:tty";
import { fileError } from "../record/files/regular-files.js";
import { UserError } from "../user-error.js";
import type { Io } from "./command.js";
import { printableLines } from "./print/printable.js";

/** Exit code of work that was finished though nobody read what it said: 128 and the number of SIGPIPE, as shells have it. */
const READER_GONE = 141;
/** A pipe without a reader, and a terminal that was closed. */
const GONE = ["EPIPE", "EIO", "ENXIO", "ECONNRESET"];

/**
 * The real terminal. A reader that goes away (`scalebook list | head`) ends the program quietly, a full disk behind `>` with a
 * message. Work that listens to interrupts is finished whatever becomes of its output: the exit code tells.
 */
export function processIo(): Io {
  const lost = new Set<NodeJS.WriteStream>();
  const terminals = [0, 1, 2].filter((file) => isatty(file));
  let [mustFinish, lostCode, kept] = [false, 0, ""];
  process.on("exit", (code) => {
    if (code === 0 && lostCode !== 0) process.exitCode = lostCode;
    // Node would set the modes of a terminal that is gone, and abort.
    for (const file of terminals) if (!isatty(file)) closeSync(file);
  });
  for (const stream of [process.stdout, process.stderr]) {
    // Nothing is thrown for a lost stderr: Node would write it there, and die of the second failure (SIGSEGV).
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (lost.has(stream)) return;
      lost.add(stream);
      const isGone = GONE.includes(error.code ?? "");
      if (isGone && !mustFinish) process.exit(0);
      lostCode ||= isGone ? READER_GONE : 2;
      if (isGone || stream === process.stderr) return;
      const told = fileError("cannot write the output", error);
      if (!(told instanceof UserError)) throw error;
      const run = mustFinish && kept !== "" ? `Run: ${printableLines(kept)}\n` : "";
      process.stderr.write(`scalebook: ${told.message}\n${run}`, () => mustFinish || process.exit(2));
    });
  }
  const write = (stream: NodeJS.WriteStream, text: string) => lost.has(stream) || stream.write(text);
  return {
    out: (text) => void write(process.stdout, text),
    drained: (text) =>
      new Promise((resolve) => {
        if (write(process.stdout, text)) resolve();
        else for (const event of ["drain", "error"]) process.stdout.once(event, () => resolve());
      }),
    err: (text) => void write(process.stderr, text),
    isTerminal: process.stderr.isTTY === true && process.env.TERM !== "dumb",
    columns: process.stdout.isTTY ? process.stdout.columns : Number.POSITIVE_INFINITY,
    env: process.env,
    onRun: (path) => {
      kept = path;
    },
    onInterrupt(listener) {
      mustFinish = true;
      // The kernel tells of a terminal that is closed, and the shell once more: the second would stop at once. Under `nohup` the
      // signal was ignored, which Node forgets when it starts; but then no standard stream is a terminal.
      let isHeard = terminals.length === 0;
      const hangUp = () => {
        if (!isHeard) listener();
        isHeard = true;
      };
      const heard = [["SIGINT", listener] as const, ["SIGTERM", listener] as const, ["SIGHUP", hangUp] as const];
      for (const [signal, then] of heard) process.on(signal, then);
      return () => {
        for (const [signal, then] of heard) process.off(signal, then);
      };
    },
  };
}
