import { randomAt } from "./random.js";
import type { Workload } from "./workload.js";

/** Multiplies two square matrices of n rows; their elements are digits, so that every sum is exact. */
export const workload: Workload = {
  title: "multiply two matrices of n x n digits",
  bound: "cpu",
  division: "tasks",
  unit: "rows",
  defaultN: 250,
  msPerUnit: 1.2e-6,
  order: 3,
  run({ index, n, seed }) {
    const left = digits(n, seed + 2 * index);
    const right = digits(n, seed + 2 * index + 1);
    const product = new Float64Array(n * n);
    for (let row = 0; row < n; row++) {
      for (let inner = 0; inner < n; inner++) {
        const factor = left[row * n + inner] as number;
        // Along the rows of both: the innermost loop reads memory in order.
        for (let column = 0; column < n; column++) {
          product[row * n + column] =
            (product[row * n + column] as number) + factor * (right[inner * n + column] as number);
        }
      }
    }
    return product.reduce((sum, element) => sum + element, 0);
  },
};

function digits(n: number, seed: number): Float64Array {
  return Float64Array.from({ length: n * n }, (_, place) => randomAt(seed, place) % 10);
}
