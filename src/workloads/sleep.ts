import { setTimeout as pause } from "node:timers/promises";
import type { Workload } from "./workload.js";

/** Waits n milliseconds without using a core. */
export const workload: Workload = {
  title: "wait n milliseconds",
  bound: "wait",
  division: "tasks",
  unit: "milliseconds",
  defaultN: 20,
  msPerUnit: 1,
  async run({ n }) {
    await pause(n);
    return n;
  },
};
