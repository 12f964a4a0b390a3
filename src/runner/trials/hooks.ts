import { fillIn, splitCommand } from "../../study/command-line.js";
import type { Hooks } from "../../study/study.js";
import { UserError } from "../../user-error.js";
import { withoutHome } from "../processes/environment.js";
import { type CommandOptions, runCommand } from "../processes/run-command.js";
import type { CommandLine, ProcessEnd } from "../processes/supervised-process.js";
import type { Recording } from "../request/record-request.js";
import type { RunCell } from "../request/run-cells.js";
import { commandDeathOf, type Failure, failed } from "./failure.js";

/** A line of a cell's experiment with its factors filled in, split into words unless it is for a shell. */
export function lineFor(line: string, { sized, definition }: RunCell): CommandLine {
  // Filled in after splitting: a level with a blank in it stays one word.
  if (definition.shell) return { line: fillIn(line, sized) };
  return { words: splitCommand(line, "a command").map((word) => fillIn(word, sized)) };
}

/** How commands are run in this recording. */
export function commandOptions({ request, environment, watchdog }: Recording): CommandOptions {
  const { folder, timeoutMs, stop } = request;
  return { environment, folder, timeoutMs, watchdog, stop };
}

/**
 * Runs the `setup` of every experiment, once for each way in which its cells fill it in. Throws a UserError where one
 * fails: what it was to prepare is not there, so nothing can be measured.
 */
export async function setUp(recording: Recording, cells: readonly RunCell[]): Promise<void> {
  for (const { text, line } of distinctLines(cells, "setup")) {
    const fault = faultOf(await runCommand(line, commandOptions(recording)));
    if (fault !== null && !recording.request.stop.aborted) {
      throw new UserError(`setup failed: ${withoutHome(text)}: ${fault.detail}`);
    }
  }
}

/** Runs every `cleanup`; also after an interrupt. What fails is told. */
export async function cleanUp(recording: Recording, cells: readonly RunCell[]): Promise<void> {
  const options = { ...commandOptions(recording), stop: new AbortController().signal };
  for (const { text, line } of distinctLines(cells, "cleanup")) {
    const fault = faultOf(await runCommand(line, options));
    if (fault === null) continue;
    recording.request.onEvent({ kind: "cleanup-failed", text: `${withoutHome(text)}: ${fault.detail}` });
  }
}

/** Runs the cell's `prepare`, where there is one; says how it failed. */
export async function prepare(recording: Recording, cell: RunCell): Promise<Failure | null> {
  const line = cell.definition.hooks?.prepare;
  if (line === undefined) return null;
  const fault = faultOf(await runCommand(lineFor(line, cell), commandOptions(recording)));
  return fault && failed("prepare-failed", fault.detail ?? "");
}

function distinctLines(cells: readonly RunCell[], hook: keyof Hooks) {
  const lines = new Map<string, { text: string; line: CommandLine }>();
  for (const cell of cells) {
    const text = cell.definition.hooks?.[hook];
    if (text === undefined) continue;
    const line = lineFor(text, cell);
    lines.set(`${cell.experiment} ${JSON.stringify(line)}`, { text: fillIn(text, cell.sized), line });
  }
  return lines.values();
}

function faultOf(result: ProcessEnd): Failure | null {
  if (result.notStarted !== null) return failed("not-started", `it could not be started: ${result.notStarted}`);
  if (result.ended === "timeout") return failed("timeout", "it took longer than the time-out allows");
  return result.exitCode === 0 ? null : commandDeathOf(result);
}
