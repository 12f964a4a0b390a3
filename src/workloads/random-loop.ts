import { drawNumbers } from "./random.js";
import type { Workload } from "./workload.js";

/** Draws n random numbers and keeps none: pure computing, no memory. */
export const workload: Workload = {
  title: "draw n random numbers, keep none",
  bound: "cpu",
  division: "tasks",
  unit: "numbers",
  defaultN: 1_000_000,
  msPerUnit: 1e-6,
  run: ({ index, n, seed }) => drawNumbers(seed + index, n),
};
