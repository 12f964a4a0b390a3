/**
 * Faults lose no task of the queue: `npm run bench -- queue-faults [--seed 1] [--tasks 1000] [--minutes 1]`; as root, with redis-server and
 * iproute2. Of three worker hosts one is killed every 5 s and started again, and one is cut off the network for 10 s. Counted are results;
 * told is how long after each fault the jobs of that host were in work again. The same seed gives the same faults.
 */
import { LOCK_MS, MOST_STALLS, STALL_CHECK_MS } from "../../.build/strategies/queue/names.js";
import { median } from "./measures.js";
import { numberOption } from "./options.js";
import { canCluster, openCluster } from "./queue/cluster.js";
import { faultedTrial } from "./queue/faulted.js";
import { seededFaults } from "./queue/plan.js";

const [HOSTS, SLOTS] = [3, 2];
const [seed, tasks, minutes] = [
  numberOption("--seed", 1),
  numberOption("--tasks", 1_000),
  numberOption("--minutes", 1),
];
const overMs = minutes * 60_000;
/** The tasks take longer than the faults go on, even on all hosts. */
const n = Math.ceil((1.1 * overMs * HOSTS * SLOTS) / tasks);

if (!canCluster()) throw new Error("it needs root, redis-server and ip (Debian: iproute2)");
const cluster = await openCluster(HOSTS);
try {
  for (const host of cluster.hosts) await host.start(SLOTS);
  const work = { workload: "sleep", tasks, n, workers: HOSTS * SLOTS, slots: SLOTS, timeoutS: 600 } as const;
  const faults = seededFaults(seed, { hosts: HOSTS, overMs, killEveryMs: 5_000, cutMs: 10_000 });
  const { trial, suffered } = await faultedTrial(cluster, work, faults);
  for (const { kind, host = 0, atMs, jobs, recoveredMs } of suffered) {
    const then = recoveredMs === null ? "it had no job" : `its jobs (${jobs}) in work again after ${recoveredMs} ms`;
    console.log(`${(atMs / 1_000).toFixed(1)} s: ${kind} of host ${host + 1}; ${then}`);
  }
  const times = suffered.flatMap(({ kind, recoveredMs }) => (kind === "kill" ? (recoveredMs ?? []) : []));
  console.log(
    `lock ${LOCK_MS} ms, check every ${STALL_CHECK_MS} ms, at most ${MOST_STALLS} stalls of a job: in work again after ${median(times)} ms (median), at most ${Math.max(...times)} ms`,
  );
  const results = trial?.taskMs?.length ?? 0;
  const isRight = trial?.status === "ok" && results === tasks && trial.checksum === tasks * n;
  console.log(
    `${suffered.length} of ${faults.length} faults, seed ${seed}: ${results} results of ${tasks}, each counted once: ${isRight ? "kept" : "NOT KEPT"} (${trial?.status}, ${JSON.stringify(trial?.figures)}, ${trial?.wallMs} ms)`,
  );
  if (!isRight) process.exitCode = 1;
} finally {
  await cluster.close();
}
