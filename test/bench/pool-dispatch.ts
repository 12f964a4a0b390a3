import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { openHosts } from "./host.js";
import { inTurn, type Measure } from "./measures.js";

const TIMES = 5;
const WORKERS = 2;
const TASKS = 2_000;

/** Pools by what their workers are. */
const POOLS = {
  "thread-pool": "threads",
  piscina: "threads",
  "workerpool-threads": "threads",
  "process-pool": "processes",
  "workerpool-processes": "processes",
} as const;

/** Handing out tasks with nothing in them, every pool against a loop of messages to as many workers written by hand. */
export async function poolDispatch(): Promise<Measure[]> {
  const hosts = openHosts();
  const script = fileURLToPath(new URL("./message-loop.js", import.meta.url));
  const measures: Measure[] = [];
  for (const [strategy, kind] of Object.entries(POOLS)) {
    const figures = await inTurn(
      TIMES,
      async () => (await hosts.time({ strategy, workers: WORKERS, tasks: TASKS, n: 1 })).workMs,
      async () => {
        const args = [script, kind, String(WORKERS), String(TASKS)];
        return Number(execFileSync(process.execPath, args, { env: hosts.environment, encoding: "utf8" }));
      },
    );
    const name = `dispatch, ${strategy.replaceAll("-", " ")}, ${TASKS} empty tasks on ${WORKERS} workers`;
    measures.push({ name, unit: "ms", ...figures, otherName: `messages to ${kind} by hand`, limit: null });
  }
  hosts.close();
  return measures;
}
