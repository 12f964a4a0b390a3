import { quantileOfSorted } from "./quantile.js";
import { seededRandom } from "./random.js";
import { requireLevel, requireSample, sorted } from "./sample.js";

export interface BootstrapOptions {
  /** 2000 or more for an interval that is published. */
  resamples: number;
  seed: number;
}

/**
 * Values of a statistic on resamples, ascending (Efron, Annals of Statistics 7, 1979).
 *
 * @param statistic draws one resample with the random numbers it is handed, and returns the statistic of it
 * @throws RangeError where fewer than one resample is asked for or a statistic is not finite
 */
export function bootstrapReplicates(
  statistic: (random: () => number) => number,
  { resamples, seed }: BootstrapOptions,
): number[] {
  const random = seededRandom(seed);
  const replicates = Array.from({ length: resamples }, () => statistic(random));
  requireSample(replicates);
  return sorted(replicates);
}

/**
 * Percentile interval of ascending replicates (Davison and Hinkley 1997, section 5.3).
 *
 * @throws RangeError on a level outside 0 to 1
 */
export function percentileInterval(replicates: readonly number[], level: number): [low: number, high: number] {
  requireLevel(level);
  const tail = (1 - level) / 2;
  return [quantileOfSorted(replicates, tail), quantileOfSorted(replicates, 1 - tail)];
}

/**
 * Medians of resamples, in the order of drawing: one side of a ratio. Give the other side another seed, or the two
 * resamples move together.
 *
 * @param values one figure a process
 * @throws RangeError on an empty or non-finite sample
 */
export function resampledMedians(values: readonly number[], { resamples, seed }: BootstrapOptions): number[] {
  requireSample(values);
  const random = seededRandom(seed);
  const ascending = sorted(values);
  const counts = new Uint32Array(ascending.length);
  return Array.from({ length: resamples }, () => medianOfResample(ascending, counts, random));
}

/**
 * Replicates of the ratio of medians, `to` over `from`, ascending: for samples that were not recorded in pairs, each side
 * resampled by itself.
 *
 * @param from of {@link resampledMedians}, as many as `to`
 * @throws RangeError where a ratio is not finite
 */
export function ratioReplicates(from: readonly number[], to: readonly number[]): number[] {
  const ratios = to.map((median, index) => median / (from[index] as number));
  requireSample(ratios);
  return sorted(ratios);
}

/** Counts how often each place of the ordered sample is drawn, and reads the median off the counts: no sorting. */
function medianOfResample(ascending: readonly number[], counts: Uint32Array, random: () => number): number {
  const size = ascending.length;
  counts.fill(0);
  for (let draw = 0; draw < size; draw++) {
    const place = Math.floor(random() * size);
    counts[place] = (counts[place] as number) + 1;
  }
  const [lower, upper] = [Math.floor((size - 1) / 2), Math.ceil((size - 1) / 2)];
  let place = 0;
  let seen = counts[0] as number;
  for (; seen <= lower; seen += counts[place] as number) place++;
  const low = ascending[place] as number;
  for (; seen <= upper; seen += counts[place] as number) place++;
  return (low + (ascending[place] as number)) / 2;
}
