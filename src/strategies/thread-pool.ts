import { Tinypool } from "tinypool";
import type { Strategy } from "./strategy.js";
import { tinypoolSession } from "./tinypool-session.js";

/** Threads that are kept and take one task after the other. */
export const strategy: Strategy = {
  title: "a pool of threads that take the next task when free",
  usesWorkers: true,
  startsProcesses: false,
  factors: ["pool", "scheduling"],
  open: (options) => tinypoolSession(Tinypool, "worker_threads", options),
};
