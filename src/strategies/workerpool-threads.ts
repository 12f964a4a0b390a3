import workerpool from "workerpool";
import type { Strategy } from "./strategy.js";
import { workerpoolSession } from "./workerpool-session.js";

/** A pool of threads on workerpool. */
export const strategy: Strategy = {
  title: "a pool of threads by the package workerpool",
  usesWorkers: true,
  startsProcesses: false,
  factors: ["pool", "scheduling"],
  open: (options) => workerpoolSession(workerpool, "thread", options),
};
