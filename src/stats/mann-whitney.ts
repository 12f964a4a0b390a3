import { midranks, tieTerm } from "./midranks.js";
import { normalUpperTail } from "./normal.js";
import { requireSample } from "./sample.js";

/** Largest total for which the permutation distribution is counted out. */
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

/** Counts, for every way to choose `size` of the ranks, how often each sum comes up (in half ranks). */
function exactP(ranks: readonly number[], size: number, rankSum: number): number {
  const doubled = ranks.map((rank) => Math.round(rank * 2));
  const width = doubled.reduce((sum, rank) => sum + rank, 0) + 1;
  const ways = Array.from({ length: size + 1 }, () => new Float64Array(width));
  (ways[0] as Float64Array)[0] = 1;
  for (const rank of doubled) {
    for (let chosen = size; chosen >= 1; chosen--) {
      const [into, from] = [ways[chosen] as Float64Array, ways[chosen - 1] as Float64Array];
      for (let sum = width - 1; sum >= rank; sum--) into[sum] = (into[sum] as number) + (from[sum - rank] as number);
    }
  }
  return twiceSmallerTail(ways[size] as Float64Array, Math.round(rankSum * 2));
}

function twiceSmallerTail(ways: Float64Array, observed: number): number {
  let [below, above, all] = [0, 0, 0];
  ways.forEach((count, sum) => {
    all += count;
    if (sum <= observed) below += count;
    if (sum >= observed) above += count;
  });
  return Math.min(1, (2 * Math.min(below, above)) / all);
}
