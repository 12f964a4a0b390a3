import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { openHosts } from "./host.js";
import { inTurn, type Measure } from "./measures.js";

const TIMES = 10;
const WORKERS = 2;
const TASKS = 16;
const N = 50_000_000;

/** `wallMs` of a process pool against the same work in a fork loop written by hand. */
export async function trialOverhead(): Promise<Measure> {
  const hosts = openHosts();
  const figures = await inTurn(
    TIMES,
    async () => (await hosts.time({ strategy: "process-pool", workers: WORKERS, tasks: TASKS, n: N })).wallMs,
    async () => {
      const script = fileURLToPath(new URL("./fork-loop.js", import.meta.url));
      const args = [script, String(WORKERS), String(TASKS), String(N)];
      return Number(execFileSync(process.execPath, args, { env: hosts.environment, encoding: "utf8" }));
    },
  );
  hosts.close();
  return {
    name: `process pool, ${TASKS} tasks on ${WORKERS} workers`,
    unit: "ms",
    ...figures,
    otherName: "fork loop by hand",
    limit: 1.03,
  };
}
