import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { measuredEnvironment } from "../../.build/runner/processes/environment.js";
import { launchHost } from "../../.build/runner/processes/launch-host.js";
import { startWatchdog } from "../../.build/runner/processes/watchdog.js";

const LIMIT_MS = 60_000;

/** Figures of one trial, in ms. */
export interface Timed {
  wallMs: number;
  /** From the start of the first task to the last result. */
  workMs: number;
}

export interface Hosts {
  /** What a trial's surroundings are: for what it is held against. */
  environment: NodeJS.ProcessEnv;
  /** `words`: the command of a host in another language. */
  time(
    spec: { strategy: string; workers: number; tasks: number; n: number },
    words?: readonly string[],
  ): Promise<Timed>;
  close(): void;
}

/** Executes single trials as the runner does, each in a host of its own. */
export function openHosts(): Hosts {
  const environment = measuredEnvironment(process.env);
  const dir = mkdtempSync(join(tmpdir(), "scalebook-bench-"));
  const watchdog = startWatchdog(dir);
  const stop = new AbortController().signal;
  const common = { workload: "random-loop", launch: "bounded", pool: "fresh", seed: 1, scratch: tmpdir() } as const;
  return {
    environment,
    async time(given, words) {
      const spec = { ...common, ...given, env: environment };
      const options = { hostWords: words, environment, timeoutMs: LIMIT_MS, watchdog, stop };
      const { reply } = await launchHost({ kind: "trial", spec }, options);
      if (reply?.kind !== "report") throw new Error(`the trial of ${given.strategy} failed`);
      return reply.report;
    },
    close() {
      watchdog.close();
      rmSync(dir, { recursive: true });
    },
  };
}
