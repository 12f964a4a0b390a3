import { seededRandom } from "../../src/stats/random.js";

/**
 * Values of a statistic on resamples, ascending (Efron, Annals of Statistics 7, 1979), for percentile intervals of
 * published data.
 */
export function replicatesOf(
  statistic: (random: () => number) => number,
  { resamples, seed }: { resamples: number; seed: number },
): Float64Array {
  const random = seededRandom(seed);
  return Float64Array.from({ length: resamples }, () => statistic(random)).sort();
}
