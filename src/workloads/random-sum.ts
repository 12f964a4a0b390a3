import { randomAt } from "./random.js";
import type { Workload } from "./workload.js";

/**
 * Draws its share of n random integers in 0..10 into a list and adds the list up. The numbers depend on their place
 * in the whole sequence, so the partial sums of any number of shares add up to the sequential sum.
 */
export const workload: Workload = {
  title: "draw n integers in 0..10 into a list and add them up",
  bound: "cpu",
  division: "shares",
  unit: "integers",
  defaultN: 1_000_000,
  msPerUnit: 2e-5,
  run({ n, offset, seed }) {
    const list: number[] = [];
    for (let i = 0; i < n; i++) list.push(randomAt(seed, offset + i) % 11);
    let sum = 0;
    for (const value of list) sum += value;
    return sum;
  },
};
