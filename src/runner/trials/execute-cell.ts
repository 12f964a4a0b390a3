import { performance } from "node:perf_hooks";
import type { Recording } from "../request/record-request.js";
import type { ExecuteCell, RunCell } from "../request/run-cells.js";

/** The way in which each of these cells is executed. Loads only what they need: commands need no host. */
export async function cellExecutor(recording: Recording, cells: readonly RunCell[]): Promise<ExecuteCell> {
  const commands = cells.some(isCommand) ? (await import("./command-trial.js")).commandTrials(recording) : null;
  const hosts = cells.every(isCommand) ? null : (await import("./host-trial.js")).hostTrials(recording);
  const run: ExecuteCell = (cell, place) => {
    const execute = isCommand(cell) ? commands : hosts;
    if (execute === null) throw new Error(`nothing executes ${cell.label}`);
    return execute(cell, place);
  };
  return cells.some(({ definition }) => definition.hooks?.prepare !== undefined) ? prepared(recording, run) : run;
}

function isCommand({ definition }: RunCell): boolean {
  return definition.command !== undefined;
}

/** Runs the hook `prepare` before each trial; where that fails, there is nothing to time. */
async function prepared(recording: Recording, run: ExecuteCell): Promise<ExecuteCell> {
  const { prepare } = await import("./hooks.js");
  return async (cell, place) => {
    const startMs = performance.now();
    const fault = await prepare(recording, cell);
    const preparedMs = performance.now() - startMs;
    if (fault !== null) return { trial: { ...place, ...fault, wallMs: null }, tookMs: preparedMs };
    const { trial, tookMs } = await run(cell, place);
    return { trial, tookMs: tookMs + preparedMs };
  };
}
