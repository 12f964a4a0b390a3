import workerpool from "workerpool";
import type { Strategy } from "./strategy.js";
import { workerpoolSession } from "./workerpool-session.js";

/** A pool of processes on workerpool. */
export const strategy: Strategy = {
  title: "a pool of processes by the package workerpool",
  usesWorkers: true,
  startsProcesses: true,
  factors: ["pool", "scheduling"],
  open: (options) => workerpoolSession(workerpool, "process", options),
};
