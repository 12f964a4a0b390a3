#!/usr/bin/env node
import { runProgram } from "./cli/program.js";
/**
 * Scalebook: argv in, exit code out. The pipeline, room by room:
 *
 *     study -> cells -> blocks of trials -> run file -> analysis -> page models -> HTML
 *
 * `study` says what to ask (`experiments` has the built-in ones) and expands it to cells; `runner` shuffles them into
 * blocks and forks a host for every trial; `trial` runs inside that fork, on `strategies` and `workloads`; `record` is
 * the run file, its journal and its store; `formats` brings in what was recorded elsewhere; `analysis` turns a run
 * into numbers and sentences with `stats`; `report` turns those into a site; `cli` is what a person types.
 */
import { processIo } from "./cli/terminal.js";
import { UserError } from "./user-error.js";

const io = processIo();
try {
  process.exitCode = await runProgram(process.argv.slice(2), io);
} catch (error) {
  if (error instanceof UserError) {
    io.err(`scalebook: ${error.message}\n`);
    process.exitCode = 2;
  } else {
    io.err(`scalebook: this is a bug, please report it\n${error instanceof Error ? error.stack : String(error)}\n`);
    process.exitCode = 1;
  }
}
