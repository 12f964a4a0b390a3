import { midranks, tieTerm } from "./midranks.js";
import { normalUpperTail } from "./normal.js";
import { remember } from "./remember.js";
import { requireSample, sorted } from "./sample.js";

/** Largest total with an exact permutation distribution. */
const EXACT_UP_TO = 50;

export interface MannWhitneyTest {
  /** Number of pairs in which `to` is the larger, a tie counting one half (R's W with `to` as x). */
  u: number;
  /** Two-sided p value of "both come from one distribution". */
  p: number;
  exact: boolean;
}

/**
 * Mann-Whitney test (Annals of Mathematical Statistics 18, 1947) of two unpaired samples. Up to 50 figures together p is
 * twice the smaller tail of the exact permutation distribution of the midranks, ties included; beyond that, or asked for
 * `"normal"`, the tie-corrected normal approximation without continuity correction.
 *
 * @throws RangeError where a side is empty or holds a non-finite figure
 */
export function mannWhitneyTest(
  from: readonly number[],
  to: readonly number[],
  method: "auto" | "normal" = "auto",
): MannWhitneyTest {
  requireSample(from);
  requireSample(to);
  const [m, n] = [from.length, to.length];
  const { ranks, ties } = midranks([...to, ...from]);
  const rankSum = ranks.slice(0, n).reduce((sum, rank) => sum + rank, 0);
  const u = rankSum - (n * (n + 1)) / 2;
  if (method === "auto" && m + n <= EXACT_UP_TO) return { u, p: exactP(ranks, n, rankSum), exact: true };
  const total = m + n;
  const variance = ((m * n) / 12) * (total + 1 - tieTerm(ties) / (total * (total - 1)));
  const p = variance <= 0 ? 1 : 2 * normalUpperTail(Math.abs(u - (m * n) / 2) / Math.sqrt(variance));
  return { u, p, exact: false };
}

/** Frequencies of the sums over all choices of `size` of the ranks; in half ranks where there are ties. */
function exactP(ranks: readonly number[], size: number, rankSum: number): number {
  const scale = ranks.every(Number.isInteger) ? 1 : 2;
  const scaled = sorted(ranks).map((rank) => Math.round(rank * scale));
  return twiceSmallerTail(waysToChoose(size, scaled), Math.round(rankSum * scale));
}

/** Cache of the distributions without ties, which depend on the sizes alone. */
const MOST_WAYS = 50;

/** Frequency of every sum of `size` of the ranks. */
const waysToChoose = remember(
  MOST_WAYS,
  (size: number, scaled: Float64Array) => `${size} ${scaled}`,
  (size, scaled) => {
    const width = scaled.reduce((sum, rank) => sum + rank, 0) + 1;
    const ways = Array.from({ length: size + 1 }, () => new Float64Array(width));
    (ways[0] as Float64Array)[0] = 1;
    let reached = 0;
    scaled.forEach((rank, index) => {
      reached += rank;
      // No more can be chosen than were seen, and no fewer than the rest can fill up.
      const fewest = Math.max(1, size - (scaled.length - 1 - index));
      for (let chosen = Math.min(size, index + 1); chosen >= fewest; chosen--) {
        const [into, from] = [ways[chosen] as Float64Array, ways[chosen - 1] as Float64Array];
        for (let sum = reached; sum >= rank; sum--) into[sum] = (into[sum] as number) + (from[sum - rank] as number);
      }
    });
    return ways[size] as Float64Array;
  },
);

function twiceSmallerTail(ways: Float64Array, observed: number): number {
  let [below, above, all] = [0, 0, 0];
  for (let sum = 0; sum < ways.length; sum++) {
    const count = ways[sum] as number;
    all += count;
    if (sum <= observed) below += count;
    if (sum >= observed) above += count;
  }
  return Math.min(1, (2 * Math.min(below, above)) / all);
}
