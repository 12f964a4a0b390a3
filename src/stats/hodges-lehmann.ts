import { normalUpperQuantile } from "./normal.js";
import { remember } from "./remember.js";
import { requireLevel, requireSample, sorted } from "./sample.js";
import { signedRankDistribution } from "./signed-rank.js";

/** Largest number of differences with an exact critical rank sum; beyond it the normal approximation serves. */
const EXACT_UP_TO = 60;

export interface HodgesLehmann {
  /** Median of the Walsh averages. */
  estimate: number;
  /** One interval for each level asked for; it covers at least that level. */
  intervals: [low: number, high: number][];
}

/**
 * Hodges-Lehmann estimate of the centre of paired differences (Annals of Mathematical Statistics 34, 1963): the median
 * of the means of all pairs, a difference with itself included, with the exact interval of the signed-rank test (Tukey;
 * Hollander and Wolfe 1973, section 3.4).
 *
 * @param differences one figure a pair, e.g. log ratios
 * @param levels of the intervals, e.g. [0.95, 0.9]
 * @returns in the unit of the differences
 * @throws RangeError on an empty or non-finite sample, or too few differences for a level (0.95 needs 6)
 */
export function hodgesLehmann(differences: readonly number[], levels: readonly number[]): HodgesLehmann {
  requireSample(differences);
  const ascending = sorted(differences);
  const total = (ascending.length * (ascending.length + 1)) / 2;
  const intervals = levels.map((level): [number, number] => {
    const rank = criticalRank(ascending.length, level);
    return [walshAverage(ascending, rank), walshAverage(ascending, total + 1 - rank)];
  });
  const middle = [Math.floor((total + 1) / 2), Math.ceil((total + 1) / 2)] as const;
  const estimate = (walshAverage(ascending, middle[0]) + walshAverage(ascending, middle[1])) / 2;
  return { estimate, intervals };
}

/** So few are looked through one by one. */
const FEW = 4;
/** So often halved, what is left lies together but for rounding: equal means are not told apart by more. */
const MOST_HALVINGS = 60;

/**
 * Finds the rank-th smallest mean of two figures by halving. A long recording has too many of them to list, n (n + 1) / 2,
 * but one pass counts those below a value.
 */
function walshAverage(ascending: Float64Array, rank: number): number {
  let low = ascending[0] as number;
  let high = ascending[ascending.length - 1] as number;
  let below = countUpTo(ascending, low);
  let upTo = (ascending.length * (ascending.length + 1)) / 2;
  for (let step = 0; step < MOST_HALVINGS && below < rank && upTo - below > FEW; step++) {
    const middle = (low + high) / 2;
    const count = countUpTo(ascending, middle);
    if (count >= rank) [high, upTo] = [middle, count];
    else [low, below] = [middle, count];
  }
  while (below < rank) {
    low = nextAbove(ascending, low);
    below = countUpTo(ascending, low);
  }
  // -0 is 0.
  return low + 0;
}

/** The smallest mean of a pair i <= j above `limit`. */
function nextAbove(ascending: Float64Array, limit: number): number {
  let next = Number.POSITIVE_INFINITY;
  let last = ascending.length - 1;
  for (let first = 0; first < ascending.length; first++) {
    while (last >= first && ((ascending[first] as number) + (ascending[last] as number)) / 2 > limit) last--;
    const second = Math.max(first, last + 1);
    if (second === ascending.length) continue;
    next = Math.min(next, ((ascending[first] as number) + (ascending[second] as number)) / 2);
  }
  return next;
}

/** Number of pairs i <= j whose mean is at most `limit`. */
function countUpTo(ascending: Float64Array, limit: number): number {
  let count = 0;
  let last = ascending.length - 1;
  for (let first = 0; first <= last; first++) {
    while (last >= first && ((ascending[first] as number) + (ascending[last] as number)) / 2 > limit) last--;
    count += last - first + 1;
  }
  return count;
}

/** Place of the Walsh average, from either end, that bounds the interval: one more than the largest rejected rank sum. */
function criticalRank(n: number, level: number): number {
  requireLevel(level);
  const tail = (1 - level) / 2;
  if (n > EXACT_UP_TO) {
    const spread = Math.sqrt((n * (n + 1) * (2 * n + 1)) / 24);
    return Math.max(1, Math.floor((n * (n + 1)) / 4 - normalUpperQuantile(tail) * spread));
  }
  const rank = exactRank(n, tail);
  if (rank === 0) throw new RangeError(`${n} differences cannot give an interval of ${level * 100} %`);
  return rank;
}

/** Number of the smallest rank sums with a chance of at most `tail` together. */
const exactRank = remember(
  2 * EXACT_UP_TO,
  (n: number, tail: number) => `${n} ${tail}`,
  (n, tail) => {
    const chance = signedRankDistribution(Array.from({ length: n }, (_, index) => index + 1));
    let below = 0;
    let rank = 0;
    // Whole ranks only: every second entry.
    while (below + (chance[2 * rank] as number) <= tail) below += chance[2 * rank++] as number;
    return rank;
  },
);
