import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { usualLevels } from "../../record/schema/factors.js";
import { measuredEnvironment } from "../processes/environment.js";
import { launchHost } from "../processes/launch-host.js";
import { openGuardedFolder } from "../processes/watchdog.js";
import { type HandTimedLoop, runByHand } from "./hand-timed-loop.js";

const LONGEST_MS = 60_000;
const WORKLOAD = "random-loop";

/** The same work as a trial of ours and as a loop timed by hand, one after the other. Times in ms. */
export interface OverheadPair {
  /** Time that the trial reports. */
  trialMs: number;
  /** Time of the whole host, from outside. */
  hostMs: number;
  /** Time that the script prints. */
  byHandMs: number;
}

export interface OverheadRequest {
  /** Size of the one task. */
  n: number;
  seed: number;
  pairs: number;
  /** Aborted: the pairs measured so far are returned. */
  stop: AbortSignal;
}

/**
 * Measures the overhead of measuring: sequential trials of one task in turn with a script that does the same task and times
 * it by hand, each in a fresh process with the same environment; which goes first changes from pair to pair. A pair is left
 * out where either side failed.
 */
export async function measureOverhead({ n, seed, pairs, stop }: OverheadRequest): Promise<OverheadPair[]> {
  const { folder, watchdog, close } = await openGuardedFolder();
  const common = { n, seed, environment: measuredEnvironment(process.env), watchdog, stop };
  const measured: OverheadPair[] = [];
  try {
    for (let pair = 0; pair < pairs && !stop.aborted; pair++) {
      const trial = () => runTrial({ ...common, scratch: join(folder, String(pair)) });
      const hand = () => runByHand({ ...common, workload: WORKLOAD });
      const [ours, byHandMs] = pair % 2 === 0 ? [await trial(), await hand()] : await reversed(trial, hand);
      if (ours !== null && byHandMs !== null) measured.push({ ...ours, byHandMs });
    }
    return measured;
  } finally {
    await close();
  }
}

async function reversed<A, B>(second: () => Promise<A>, first: () => Promise<B>): Promise<[A, B]> {
  const b = await first();
  return [await second(), b];
}

async function runTrial({
  n,
  seed,
  environment,
  scratch,
  watchdog,
  stop,
}: Omit<HandTimedLoop, "workload"> & { scratch: string }) {
  await mkdir(scratch);
  const spec = { ...usualLevels, strategy: "sequential", workload: WORKLOAD, n, seed, scratch, env: environment };
  const options = { environment, timeoutMs: LONGEST_MS, watchdog, stop };
  const { reply, hostMs } = await launchHost({ kind: "trial", spec }, options);
  return reply?.kind === "report" ? { trialMs: reply.report.wallMs, hostMs } : null;
}
