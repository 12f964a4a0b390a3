import { mean } from "./mean.js";
import { seededRandom } from "./random.js";
import { requireSample } from "./sample.js";
import { shuffled } from "./shuffled.js";

/** Up to this many ways to deal the figures out, all of them are counted. */
const EXACT_UP_TO = 20_000;

export interface PermutationOptions {
  /** Random deals where there are too many to count: 9,999 or more for a p value that is published. */
  shuffles: number;
  seed: number;
  /** What is compared, large where the sides differ; left out: the distance of the means. */
  statistic?: (from: readonly number[], to: readonly number[]) => number;
}

export interface PermutationTest {
  /** Share of the deals whose statistic is at least that of the samples, the samples themselves among them. */
  p: number;
  exact: boolean;
}

/**
 * Permutation test of two unpaired samples (Fisher 1935; Pitman 1937): p of "both come from one distribution". All ways to
 * deal the figures out to the two sides are counted where there are at most 20,000; else random ones, and the samples
 * themselves count as one of them, so that p is never 0 (Phipson and Smyth 2010).
 *
 * @throws RangeError where a side is empty or holds a non-finite figure
 */
export function permutationTest(
  from: readonly number[],
  to: readonly number[],
  { shuffles, seed, statistic = distanceOfMeans }: PermutationOptions,
): PermutationTest {
  requireSample(from);
  requireSample(to);
  const all = [...from, ...to];
  // Sums of the same figures in another order differ by rounding.
  const ours = statistic(from, to);
  const least = ours - Math.abs(ours) * 1e-12;
  if (ways(all.length, from.length) <= EXACT_UP_TO) {
    const sides = deals(all, from.length);
    const asLarge = sides.filter(([one, other]) => statistic(one, other) >= least).length;
    return { p: asLarge / sides.length, exact: true };
  }
  const random = seededRandom(seed);
  let asLarge = 1;
  for (let shuffle = 0; shuffle < shuffles; shuffle++) {
    const dealt = shuffled(all, random);
    if (statistic(dealt.slice(0, from.length), dealt.slice(from.length)) >= least) asLarge++;
  }
  return { p: asLarge / (shuffles + 1), exact: false };
}

function distanceOfMeans(from: readonly number[], to: readonly number[]): number {
  return Math.abs(mean(from) - mean(to));
}

/** Binomial coefficient: ways to choose the first side. */
function ways(all: number, chosen: number): number {
  let count = 1;
  for (let one = 1; one <= Math.min(chosen, all - chosen); one++) count = (count * (all - one + 1)) / one;
  return count;
}

/** Every way to put `size` of the figures on one side and the rest on the other. */
function deals(all: readonly number[], size: number): [number[], number[]][] {
  if (size === 0) return [[[], [...all]]];
  if (size === all.length) return [[[...all], []]];
  const [first = 0, ...rest] = all;
  const withFirst = deals(rest, size - 1).map(([one, other]): [number[], number[]] => [[first, ...one], other]);
  const without = deals(rest, size).map(([one, other]): [number[], number[]] => [one, [first, ...other]]);
  return [...withFirst, ...without];
}
