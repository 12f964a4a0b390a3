import { packagePaths } from "../../package-paths.js";
import { type Supervision, superviseProgram } from "../processes/supervised-process.js";

const LONGEST_MS = 60_000;
const OUTPUT_WITHIN_MS = 1_000;

export interface HandTimedLoop extends Omit<Supervision, "timeoutMs"> {
  workload: string;
  n: number;
  seed: number;
  environment: Record<string, string>;
  /** The Node that runs the loop; absent: the one that runs this. */
  nodePath?: string | undefined;
}

/**
 * Does one task of a workload in a fresh process, a plain script with nothing around it. Returns the time of the task that
 * the script prints, in ms; `null` where the script failed or took longer than a minute.
 */
export async function runByHand({
  workload,
  n,
  seed,
  environment,
  nodePath = process.execPath,
  ...common
}: HandTimedLoop) {
  const words = [nodePath, packagePaths.handTimedProcess, workload, String(n), String(seed)];
  const { exitCode, stdout } = await superviseProgram(
    { command: { words }, environment, stdout: "pipe" },
    { ...common, timeoutMs: LONGEST_MS, sampling: "none", outputWithinMs: OUTPUT_WITHIN_MS },
  );
  const ms = exitCode === 0 ? Number(stdout) : 0;
  return ms > 0 ? ms : null;
}
