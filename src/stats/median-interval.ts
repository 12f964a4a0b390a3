import { normalUpperQuantile } from "./normal.js";
import { requireLevel, requireSample, sorted } from "./sample.js";

/** Largest number of values with an exact binomial; beyond it terms vanish, and the normal is as good. */
const EXACT_UP_TO = 1_000;

/**
 * Interval for the median that holds whatever the distribution: between two order statistics, as the sign test has it
 * (Conover, Practical Nonparametric Statistics, 3rd ed., 3.2). Up to 1,000 values its coverage is at least `level`.
 *
 * @param level e.g. 0.95
 * @returns [low, high] in the unit of the values; `null` where even the extremes cover less (fewer than 6 values at 0.95)
 * @throws RangeError without values, with a non-finite one, or for a level outside 0 to 1
 */
export function medianInterval(values: readonly number[], level: number): [low: number, high: number] | null {
  requireSample(values);
  requireLevel(level);
  const n = values.length;
  const rank = n > EXACT_UP_TO ? normalRank(n, level) : exactRank(n, level);
  if (rank === 0) return null;
  const ascending = sorted(values);
  return [ascending[rank - 1] as number, ascending[n - rank] as number];
}

/** Largest k such that fewer than k of n values lie below the median with a chance of at most (1 - level) / 2. */
function exactRank(n: number, level: number): number {
  let term = 0.5 ** n;
  let tail = term;
  let rank = 0;
  while (tail <= (1 - level) / 2) {
    rank++;
    term *= (n - rank + 1) / rank;
    tail += term;
  }
  return rank;
}

function normalRank(n: number, level: number): number {
  return Math.floor((n - normalUpperQuantile((1 - level) / 2) * Math.sqrt(n)) / 2);
}
