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
 * Replicates of the ratio of medians, `to` over `from`, each side resampled by itself: for samples that were not
 * recorded in pairs.
 *
 * @param from figures above zero, one a process
 * @throws RangeError on an empty, non-finite or non-positive sample
 */
export function ratioOfMediansReplicates(
  from: readonly number[],
  to: readonly number[],
  options: BootstrapOptions,
): number[] {
  const [drawFrom, drawTo] = [medianOfResample(from), medianOfResample(to)];
  return bootstrapReplicates((random) => drawTo(random) / drawFrom(random), options);
}

/** Draws the median of a resample by counting how often each place of the ordered sample was drawn: no sorting. */
function medianOfResample(values: readonly number[]): (random: () => number) => number {
  requireSample(values);
  if (values.some((value) => value <= 0)) throw new RangeError("a ratio of medians needs values above 0");
  const ascending = sorted(values);
  const size = ascending.length;
  const counts = new Uint32Array(size);
  return (random) => {
    counts.fill(0);
    for (let draw = 0; draw < size; draw++) {
      const place = Math.floor(random() * size);
      counts[place] = (counts[place] as number) + 1;
    }
    return (valueAt(Math.floor((size - 1) / 2)) + valueAt(Math.ceil((size - 1) / 2))) / 2;
  };

  function valueAt(rank: number): number {
    let place = 0;
    for (let seen = counts[0] as number; seen <= rank; seen += counts[place] as number) place++;
    return ascending[place] as number;
  }
}
