import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { measuredEnvironment } from "../../.build/runner/environment.js";
import { launchHost } from "../../.build/runner/launch.js";
import { startWatchdog } from "../../.build/runner/watchdog.js";
import { inTurn, type Measure } from "./measures.js";

const TIMES = 10;
const WORKERS = 2;
const TASKS = 16;
const N = 50_000_000;

/** `wallMs` of a process pool against the same work in a fork loop written by hand. */
export async function trialOverhead(): Promise<Measure> {
  const environment = measuredEnvironment(process.env);
  const dir = mkdtempSync(join(tmpdir(), "scalebook-bench-"));
  const watchdog = startWatchdog(dir);
  const stop = new AbortController().signal;
  const spec = {
    strategy: "process-pool",
    workload: "random-loop",
    workers: WORKERS,
    tasks: TASKS,
    n: N,
    launch: "bounded",
    pool: "fresh",
    seed: 1,
    scratch: tmpdir(),
    env: environment,
  };
  const figures = await inTurn(
    TIMES,
    async () => {
      const { reply } = await launchHost({ kind: "trial", spec }, { environment, timeoutMs: 60_000, watchdog, stop });
      if (reply?.kind !== "report") throw new Error("the trial failed");
      return reply.report.wallMs;
    },
    async () => {
      const script = fileURLToPath(new URL("./fork-loop.js", import.meta.url));
      const args = [script, String(WORKERS), String(TASKS), String(N)];
      return Number(execFileSync(process.execPath, args, { env: environment, encoding: "utf8" }));
    },
  );
  watchdog.close();
  rmSync(dir, { recursive: true });
  return {
    name: `process pool, ${TASKS} tasks on ${WORKERS} workers`,
    unit: "ms",
    ...figures,
    otherName: "fork loop by hand",
    limit: 1.05,
  };
}
