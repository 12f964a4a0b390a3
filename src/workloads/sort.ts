import { randomAt } from "./random.js";
import type { Workload } from "./workload.js";

/** Sorts a list of n random numbers. */
export const workload: Workload = {
  title: "sort a list of n random numbers",
  bound: "cpu",
  division: "tasks",
  unit: "numbers",
  defaultN: 100_000,
  msPerUnit: 4e-4,
  run({ index, n, seed }) {
    const list = Array.from({ length: n }, (_, place) => randomAt(seed + index, place));
    list.sort((a, b) => a - b);
    // Depends on every number and on its place.
    return list.reduce((mixed, number) => (Math.imul(mixed, 31) + number) >>> 0, 0);
  },
};
