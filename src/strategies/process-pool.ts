import { Tinypool } from "tinypool";
import type { Strategy } from "./strategy.js";
import { tinypoolSession } from "./tinypool-session.js";

/** Processes that are kept and take one task after the other. */
export const strategy: Strategy = {
  title: "a pool of processes that take the next task when free",
  usesWorkers: true,
  startsProcesses: true,
  factors: ["pool", "scheduling"],
  open: (options) => tinypoolSession(Tinypool, "child_process", options),
};
