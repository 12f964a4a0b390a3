import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { packagePaths } from "../../package-paths.js";

const LONGEST_MS = 60_000;

export interface ByHand {
  workload: string;
  n: number;
  seed: number;
  environment: Record<string, string>;
  /** Aborted: the process is ended at once. */
  stop: AbortSignal;
  /** The Node that runs it; without it, the one that runs this. */
  nodePath?: string | undefined;
}

/**
 * Does one task of a workload in a fresh process, a plain script with nothing around it, and gives what the script says
 * that the task took, in ms; `null` where it failed or took longer than a minute.
 */
export async function runByHand({ workload, n, seed, environment, stop, nodePath }: ByHand): Promise<number | null> {
  const options = { env: environment, timeout: LONGEST_MS, signal: stop, windowsHide: true };
  try {
    const args = [packagePaths.handTimedProcess, workload, String(n), String(seed)];
    const { stdout } = await promisify(execFile)(nodePath ?? process.execPath, args, options);
    const ms = Number(stdout);
    return ms > 0 ? ms : null;
  } catch {
    return null;
  }
}
