import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { measuredEnvironment } from "../processes/environment.js";
import { launchHost } from "../processes/launch-host.js";
import { startWatchdog, type Watchdog } from "../processes/watchdog.js";
import { runByHand } from "./hand-timed-loop.js";

const LONGEST_MS = 60_000;
const WORKLOAD = "random-loop";

/** The same work as a trial of ours and as a loop timed by hand, one after the other. Times in ms. */
export interface OverheadPair {
  /** What our trial says that it took. */
  trialMs: number;
  /** The whole process around that, from outside. */
  hostMs: number;
  /** What the script says that the loop took. */
  byHandMs: number;
}

export interface OverheadRequest {
  /** Size of the one task. */
  n: number;
  seed: number;
  pairs: number;
  /** Aborted: what was measured so far is given. */
  stop: AbortSignal;
}

/**
 * Measures what measuring adds: sequential trials of one task in turn with a script that does the same task and times it
 * by hand, each in a fresh process with the same environment; which goes first changes from pair to pair. Pairs of
 * which either side failed are left out.
 */
export async function measureOverhead({ n, seed, pairs, stop }: OverheadRequest): Promise<OverheadPair[]> {
  const scratch = await mkdtemp(join(tmpdir(), "scalebook-"));
  const watchdog = startWatchdog(scratch);
  const measured: OverheadPair[] = [];
  try {
    for (let pair = 0; pair < pairs && !stop.aborted; pair++) {
      const trial = () => runTrial({ n, seed, scratch: join(scratch, String(pair)), watchdog, stop });
      const hand = () =>
        runByHand({ workload: WORKLOAD, n, seed, environment: measuredEnvironment(process.env), watchdog, stop });
      const [ours, byHandMs] = pair % 2 === 0 ? [await trial(), await hand()] : await reversed(trial, hand);
      if (ours !== null && byHandMs !== null) measured.push({ ...ours, byHandMs });
    }
    return measured;
  } finally {
    watchdog.close();
    await rm(scratch, { recursive: true, force: true, maxRetries: 3 });
  }
}

async function reversed<A, B>(second: () => Promise<A>, first: () => Promise<B>): Promise<[A, B]> {
  const b = await first();
  return [await second(), b];
}

interface Trial {
  n: number;
  seed: number;
  scratch: string;
  watchdog: Watchdog;
  stop: AbortSignal;
}

async function runTrial({ n, seed, scratch, watchdog, stop }: Trial) {
  await mkdir(scratch);
  const environment = measuredEnvironment(process.env);
  const levels = {
    strategy: "sequential",
    workload: WORKLOAD,
    workers: 1,
    tasks: 1,
    n,
    launch: "bounded",
    pool: "fresh",
  } as const;
  const request = { kind: "trial", spec: { ...levels, more: {}, seed, scratch, env: environment } } as const;
  const { reply, hostMs } = await launchHost(request, { environment, timeoutMs: LONGEST_MS, watchdog, stop });
  return reply?.kind === "report" ? { trialMs: reply.report.wallMs, hostMs } : null;
}
