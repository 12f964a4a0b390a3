import { quantileOfSorted } from "./quantile.js";
import { seededRandom } from "./random.js";
import { remember } from "./remember.js";
import { requireLevel, requireSample, sorted } from "./sample.js";

export interface BootstrapOptions {
  /** 2000 or more for an interval that is published. */
  resamples: number;
  seed: number;
}

/**
 * Percentile interval of ascending replicates (Davison and Hinkley 1997, section 5.3).
 *
 * @throws RangeError on a level outside 0 to 1
 */
export function percentileInterval(replicates: ArrayLike<number>, level: number): [low: number, high: number] {
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
export function resampledMedians(values: readonly number[], { resamples, seed }: BootstrapOptions): Float64Array {
  requireSample(values);
  const ascending = sorted(values);
  const places = medianPlaces(values.length, { resamples, seed });
  const medians = new Float64Array(resamples);
  for (let draw = 0; draw < resamples; draw++) {
    const [lower, upper] = [places[2 * draw] as number, places[2 * draw + 1] as number];
    medians[draw] = ((ascending[lower] as number) + (ascending[upper] as number)) / 2;
  }
  return medians;
}

/**
 * Replicates of the ratio of medians, `to` over `from`, ascending: for samples that were not recorded in pairs, each side
 * resampled by itself.
 *
 * @param from of {@link resampledMedians}, as many as `to`
 * @throws RangeError where a ratio is not finite
 */
export function ratioReplicates(from: ArrayLike<number>, to: ArrayLike<number>): Float64Array {
  const ratios = new Float64Array(to.length);
  for (let index = 0; index < ratios.length; index++) ratios[index] = (to[index] as number) / (from[index] as number);
  requireSample(ratios);
  return ratios.sort();
}

/** Number of draws in the cache, 8 kB each; samples of one size and seed share theirs. */
const MOST_DRAWS = 400;

/**
 * Places in the ordered sample of the two middle figures of each resample. They depend on the size and the seed alone.
 *
 * @returns two places a resample
 */
const medianPlaces = remember(
  MOST_DRAWS,
  (size: number, { resamples, seed }: BootstrapOptions) => `${size} ${resamples} ${seed}`,
  (size, { resamples, seed }) => {
    const random = seededRandom(seed);
    const counts = new Uint32Array(size);
    const places = size <= 0xffff ? new Uint16Array(2 * resamples) : new Uint32Array(2 * resamples);
    const [lower, upper] = [Math.floor((size - 1) / 2), Math.ceil((size - 1) / 2)];
    for (let draw = 0; draw < resamples; draw++) {
      counts.fill(0);
      for (let one = 0; one < size; one++) {
        const drawn = Math.floor(random() * size);
        counts[drawn] = (counts[drawn] as number) + 1;
      }
      // The median is read off the counts: no sorting.
      let place = 0;
      let seen = counts[0] as number;
      for (; seen <= lower; seen += counts[place] as number) place++;
      places[2 * draw] = place;
      for (; seen <= upper; seen += counts[place] as number) place++;
      places[2 * draw + 1] = place;
    }
    return places;
  },
);
