import { midranks, tieTerm } from "./midranks.js";
import { normalUpperTail } from "./normal.js";
import { remember } from "./remember.js";
import { requireSample } from "./sample.js";

/** Largest number of pairs with an exact permutation distribution; beyond it the normal approximation serves. */
const EXACT_UP_TO = 60;
/** Number of distributions in the cache. */
const MOST_KNOWN = 50;

export interface SignedRankTest {
  /** Sum of the ranks of the positive differences (R's V). */
  v: number;
  /** Two-sided p value of "the differences are symmetric about 0". */
  p: number;
  exact: boolean;
}

/**
 * Wilcoxon's signed-rank test (Biometrics 1, 1945). Differences of 0 are left out; equal sizes share midranks. Up to 60
 * differences p comes from the exact permutation distribution of those midranks, ties included; beyond that, or asked
 * for `"normal"`, from the tie-corrected normal approximation without continuity correction.
 *
 * @param differences one figure a pair, e.g. log ratios
 * @returns p = 1 where every difference is 0
 * @throws RangeError on an empty or non-finite sample
 */
export function signedRankTest(differences: readonly number[], method: "auto" | "normal" = "auto"): SignedRankTest {
  requireSample(differences);
  const nonzero = differences.filter((difference) => difference !== 0);
  if (nonzero.length === 0) return { v: 0, p: 1, exact: true };
  const { ranks, ties } = midranks(nonzero.map(Math.abs));
  let v = 0;
  for (let index = 0; index < ranks.length; index++) if ((nonzero[index] as number) > 0) v += ranks[index] as number;
  const n = nonzero.length;
  if (method === "auto" && n <= EXACT_UP_TO) return { v, p: exactP(ties, v), exact: true };
  const variance = (n * (n + 1) * (2 * n + 1)) / 24 - tieTerm(ties) / 48;
  const z = Math.abs(v - (n * (n + 1)) / 4) / Math.sqrt(variance);
  return { v, p: 2 * normalUpperTail(z), exact: false };
}

/**
 * Chance of each sum of the ranks where a toss of a coin decides on every rank. Midranks are halves, so entry s is the
 * chance of the sum s / 2.
 */
export function signedRankDistribution(ranks: readonly number[]): Float64Array {
  const doubled = ranks.map((rank) => Math.round(rank * 2));
  const total = doubled.reduce((sum, rank) => sum + rank, 0);
  const chance = new Float64Array(total + 1);
  chance[0] = 1;
  let reached = 0;
  for (const rank of doubled) {
    reached += rank;
    for (let sum = reached; sum >= 0; sum--) {
      const without = chance[sum] as number;
      const withIt = sum >= rank ? (chance[sum - rank] as number) : 0;
      chance[sum] = (without + withIt) / 2;
    }
  }
  return chance;
}

/** By the sizes of groups of equal figures, smallest figures first. */
const knownDistribution = remember(
  MOST_KNOWN,
  (ties: readonly number[]) => (ties.every((size) => size === 1) ? `${ties.length}` : `ties ${ties}`),
  (ties) => {
    let before = 0;
    const ranks = ties.flatMap((size) => {
      before += size;
      return new Array<number>(size).fill(before - (size - 1) / 2);
    });
    return signedRankDistribution(ranks);
  },
);

function exactP(ties: readonly number[], v: number): number {
  const chance = knownDistribution(ties);
  // Symmetric about the middle: twice the smaller tail is the two-sided p.
  const tail = Math.min(2 * v, chance.length - 1 - 2 * v);
  let below = 0;
  for (let sum = 0; sum <= tail; sum++) below += chance[sum] as number;
  return Math.min(1, 2 * below);
}
