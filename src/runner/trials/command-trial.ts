import type { Trial } from "../../record/schema/run-schema.js";
import { runCommand } from "../processes/run-command.js";
import type { CommandLine, ProcessEnd } from "../processes/supervised-process.js";
import type { Recording } from "../request/record-request.js";
import type { ExecuteCell, Place, RunCell } from "../request/run-cells.js";
import { commandDeathOf, type Failure, failed } from "./failure.js";
import { commandOptions, lineFor } from "./hooks.js";

/** Executes cells that are a user's own command: the trial is the command, from before its start until it is gone. */
export function commandTrials(recording: Recording): ExecuteCell {
  const options = commandOptions(recording);
  const lines = new Map<RunCell, CommandLine>();
  return async (cell, place) => {
    const line = lines.get(cell) ?? lineFor(cell.definition.command ?? "", cell);
    lines.set(cell, line);
    const result = await runCommand(line, options);
    return { trial: trialOf(result, place), tookMs: result.wallMs };
  };
}

function trialOf(result: ProcessEnd, place: Place): Trial {
  const failure = failureOf(result);
  const { wallMs, userMs, sysMs, peakPssBytes } = result;
  const common = { ...place, hostMs: wallMs, userMs, sysMs, peakPssBytes };
  if (failure !== null) return { ...common, ...failure, wallMs: null };
  return { ...common, status: "ok", wallMs };
}

function failureOf(result: ProcessEnd): Failure | null {
  if (result.notStarted !== null) return failed("not-started", result.notStarted);
  if (result.ended === "timeout") return { status: "timeout", reason: "timeout" };
  return result.exitCode === 0 ? null : commandDeathOf(result);
}
