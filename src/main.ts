#!/usr/bin/env node
/** Scalebook: argv in, exit code out. ARCHITECTURE.md is the map. */
import { runProgram } from "./cli/program.js";
import { processIo } from "./cli/terminal.js";
import { Interrupted, UserError } from "./user-error.js";

const io = processIo();
try {
  process.exitCode = await runProgram(process.argv.slice(2), io);
} catch (error) {
  if (["EMFILE", "ENFILE"].includes((error as NodeJS.ErrnoException | null)?.code ?? "")) {
    // Nothing more can be loaded either.
    io.err(`scalebook: too many files are open; close some programs, or allow more files (ulimit -n): ${error}\n`);
    process.exitCode = 2;
  } else if (error instanceof UserError) {
    const { wrapped } = await import("./cli/print/bullets.js");
    io.err(`${await wrapped(`scalebook: ${error.message}`, io.isTerminal ? io.columns : Number.POSITIVE_INFINITY)}\n`);
    process.exitCode = error instanceof Interrupted ? 130 : 2;
  } else {
    const { printableLines } = await import("./cli/print/printable.js");
    const told = error instanceof Error ? (error.stack ?? error.message) : String(error);
    io.err(`scalebook: this is a bug, please report it\n${printableLines(told)}\n`);
    process.exitCode = 1;
  }
}
