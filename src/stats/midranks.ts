import { requireSample } from "./sample.js";

/**
 * Rank of each figure, 1 the smallest; equal figures share the mean of their ranks.
 *
 * @returns ranks in the order of `values`, and the size of each group of equal figures
 * @throws RangeError on an empty or non-finite sample
 */
export function midranks(values: readonly number[]): { ranks: number[]; ties: number[] } {
  requireSample(values);
  const order = values.map((_, index) => index).sort((a, b) => (values[a] as number) - (values[b] as number));
  const ranks = new Array<number>(values.length);
  const ties: number[] = [];
  for (let start = 0; start < order.length; ) {
    let end = start;
    while (end < order.length && values[order[end] as number] === values[order[start] as number]) end++;
    for (let place = start; place < end; place++) ranks[order[place] as number] = (start + 1 + end) / 2;
    ties.push(end - start);
    start = end;
  }
  return { ranks, ties };
}

/** Sum of t^3 - t over the groups of t equal figures, by which ties lower the variance of a rank sum. */
export function tieTerm(ties: readonly number[]): number {
  return ties.reduce((sum, size) => sum + size ** 3 - size, 0);
}
