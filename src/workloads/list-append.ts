import { randomAt } from "./random.js";
import type { Workload } from "./workload.js";

/** Builds a list by appending n random numbers: computing and allocating. */
export const workload: Workload = {
  title: "append n random numbers to a list",
  bound: "cpu",
  division: "tasks",
  unit: "numbers",
  defaultN: 500_000,
  msPerUnit: 1.5e-5,
  run({ index, n, seed }) {
    const own = seed + index;
    const list: number[] = [];
    for (let i = 0; i < n; i++) list.push(randomAt(own, i) / 2 ** 32);
    return list.length + Math.floor((list[n - 1] ?? 0) * 2 ** 32);
  },
};
