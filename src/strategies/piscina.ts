import { fileURLToPath } from "node:url";
import { Piscina } from "piscina";
import { poolSession } from "./pool-session.js";
import type { Strategy } from "./strategy.js";

const entry = fileURLToPath(new URL("./workers/pool-entry.js", import.meta.url));

/** A pool of threads on piscina. */
export const strategy: Strategy = {
  title: "a pool of threads by the package piscina",
  usesWorkers: true,
  startsProcesses: false,
  factors: ["pool", "scheduling"],
  open: (options) => {
    const { workers, env } = options;
    // One task at a time: the pool would otherwise give a busy worker a second one.
    const pool = new Piscina({
      filename: entry,
      minThreads: workers,
      maxThreads: workers,
      concurrentTasksPerWorker: 1,
      env,
      recordTiming: false,
    });
    // A worker that dies while idle is reported here; unheard, the event would end the host.
    pool.on("error", () => {});
    return poolSession(options, {
      call: (name, message) => pool.run(message, { name }),
      destroy: () => pool.destroy(),
    });
  },
};
