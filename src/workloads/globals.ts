import { setTimeout as pause } from "node:timers/promises";
import type { Workload } from "./workload.js";

/** Global that tasks write their number to, under a name that no library has. */
const world = globalThis as { scalebookWriters?: number[] };

/** Looks at a global that other tasks write as well, writes to it, and stays for n milliseconds. */
export const workload: Workload = {
  title: "write a global that the other tasks write too, wait n milliseconds",
  bound: "wait",
  division: "tasks",
  unit: "milliseconds",
  defaultN: 10,
  msPerUnit: 1,
  async run({ index, n }) {
    world.scalebookWriters ??= [];
    const seen = world.scalebookWriters.length;
    world.scalebookWriters.push(index);
    await pause(n);
    return { checksum: index, value: seen };
  },
  observe: (answers) => ({
    figures: {
      "saw-others": answers.filter(({ value }) => value !== 0).length,
      // A task that finds nothing is the first in its world.
      worlds: answers.filter(({ value }) => value === 0).length,
      "caller-sees": world.scalebookWriters?.length ?? 0,
    },
  }),
};
