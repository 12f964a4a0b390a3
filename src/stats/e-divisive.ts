import { seededRandom } from "./random.js";
import { requireSample } from "./sample.js";
import { shuffled } from "./shuffled.js";

export interface SplitRule {
  /** Fewest figures on either side of a change, 1 or more. */
  minimum: number;
  /** p value of "both sides are alike", e.g. of a rank test. */
  test: (before: readonly number[], after: readonly number[]) => number;
  /** Largest p at which a change counts. */
  atMost: number;
  /**
   * The test does not know that the split was searched for, and calls flat series changed far too often. With this many
   * shuffles of the series the search itself is tested too, as Matteson and James do.
   */
  search?: { shuffles: number; seed: number };
}

export interface ChangePoint {
  /** First figure after the change, counted from 0. */
  index: number;
  /** Of the test of both sides. */
  p: number;
}

/**
 * Change points of a sequence by E-divisive (Matteson and James, Journal of the American Statistical Association 109,
 * 2014): the split at which the energy distance of both sides is largest is tested, and then the same within either side.
 *
 * @param series in the order of recording
 * @returns ascending by index
 * @throws RangeError on a figure that is not finite
 */
export function eDivisive(series: readonly number[], rule: SplitRule): ChangePoint[] {
  if (series.length > 0) requireSample(series);
  const found = bestSplit(series, rule.minimum);
  if (found === null) return [];
  const { split, end } = found;
  const before = series.slice(0, split);
  const p = rule.test(before, series.slice(split, end));
  if (p > rule.atMost || !standsOut(found, series, rule)) return [];
  const later = eDivisive(series.slice(split), rule).map((change) => ({ ...change, index: change.index + split }));
  return [...eDivisive(before, rule), { index: split, p }, ...later];
}

interface Split {
  /** First figure behind the cut. */
  split: number;
  /** Just behind the stretch that differs from what lies before the cut. */
  end: number;
  /** Scaled energy distance between the two. */
  distance: number;
}

/** Whether shuffled series are so far apart at their best split seldom enough, the series itself counted as one of them. */
function standsOut({ distance }: Split, series: readonly number[], { minimum, atMost, search }: SplitRule): boolean {
  if (search === undefined) return true;
  const random = seededRandom(search.seed);
  let asFar = 1;
  for (let shuffle = 0; shuffle < search.shuffles; shuffle++) {
    const other = bestSplit(shuffled(series, random), minimum)?.distance ?? 0;
    // Sums of the same distances in another order differ by rounding.
    if (other >= distance * (1 - 1e-9)) asFar++;
    if (asFar > atMost * (search.shuffles + 1)) return false;
  }
  return true;
}

/**
 * The cut with the largest scaled energy distance between what lies before it and a stretch behind it, which may end
 * early, so that a change and the way back do not hide each other. n^2 steps.
 *
 * @returns `null` where the series is too short to be cut
 */
function bestSplit(series: readonly number[], minimum: number): Split | null {
  const size = series.length;
  const rows = series.map((value) => prefixSums(series.map((other) => Math.abs(other - value))));
  const upTo = (row: number, end: number) => rows[row]?.[end] as number;
  let best: Split | null = null;
  let within = 0;
  for (let split = 1; split < size; split++) {
    within += upTo(split - 1, split - 1);
    let [across, behind] = [0, 0];
    for (let end = split + 1; end <= size; end++) {
      across += upTo(end - 1, split);
      behind += upTo(end - 1, end - 1) - upTo(end - 1, split);
      const [before, after] = [split, end - split];
      if (before < minimum || after < minimum) continue;
      const distance = energy({ before, after, across, within, behind });
      if (best === null || distance > best.distance) best = { split, end, distance };
    }
  }
  return best;
}

/** mn / (m + n) times (twice the mean distance across, less the mean distances within either side). */
function energy(sums: Record<"before" | "after" | "across" | "within" | "behind", number>): number {
  const { before, after, across, within, behind } = sums;
  const mean = (sum: number, size: number) => (size < 2 ? 0 : (2 * sum) / (size * (size - 1)));
  const distance = (2 * across) / (before * after) - mean(within, before) - mean(behind, after);
  return ((before * after) / (before + after)) * distance;
}

/** Entry i is the sum of the first i values. */
function prefixSums(values: readonly number[]): Float64Array {
  const sums = new Float64Array(values.length + 1);
  values.forEach((value, index) => {
    sums[index + 1] = (sums[index] as number) + value;
  });
  return sums;
}
