import { energyDistance, largestEnergy } from "./largest-energy.js";
import { seededRandom } from "./random.js";
import { requireSample } from "./sample.js";

/** Longest series for which the test repeats the search as it was made. */
const WHOLE_UP_TO = 200;

export interface SplitRule {
  /** Fewest figures on either side of a change, 1 or more. */
  minimum: number;
  /** p value of "both sides are alike", e.g. of a rank test. */
  test: (before: readonly number[], after: readonly number[]) => number;
  /** Largest p at which a change counts. */
  atMost: number;
  /**
   * Test of the search by shuffles of the series (Matteson and James). The test of both sides alone ignores that the split
   * was searched for, and calls flat series changed far too often; without a change every order of the figures is equally
   * likely. Beyond {@link WHOLE_UP_TO} figures, shuffles and series are searched for cuts without an early end only, in
   * n log n steps each: this test is valid too, but finds a change and its way back a little later.
   */
  search?: { shuffles: number; seed: number };
}

export interface ChangePoint {
  /** First figure after the change, counted from 0. */
  index: number;
  /** p value of the test of both sides. */
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
  if (p > rule.atMost || !standsOut(series, rule)) return [];
  const later = eDivisive(series.slice(split), rule).map((change) => ({ ...change, index: change.index + split }));
  return [...eDivisive(before, rule), { index: split, p }, ...later];
}

interface Split {
  /** First figure behind the cut. */
  split: number;
  /** End of the stretch behind the cut, exclusive. */
  end: number;
  /** Scaled energy distance between the two. */
  distance: number;
}

/** Whether few enough shuffles have as large a distance at their best cut; the series counts as one of them. */
function standsOut(series: readonly number[], { minimum, atMost, search }: SplitRule): boolean {
  if (search === undefined) return true;
  const { places, of } = series.length > WHOLE_UP_TO ? largestEnergy(series, minimum) : wholeSearch(series, minimum);
  // Sums of the same distances in another order differ by rounding.
  const distance = of(places) * (1 - 1e-9);
  const random = seededRandom(search.seed);
  let asFar = 1;
  for (let shuffle = 0; shuffle < search.shuffles; shuffle++) {
    if (of(shuffled(places, random)) >= distance) asFar++;
    if (asFar > atMost * (search.shuffles + 1)) return false;
  }
  return true;
}

/** A copy in random order, every order equally likely (Fisher and Yates; Durstenfeld, CACM 7(7), 1964). */
export function shuffled(values: readonly number[], random: () => number): number[] {
  const copy = [...values];
  for (let last = copy.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [copy[last], copy[other]] = [copy[other] as number, copy[last] as number];
  }
  return copy;
}

function wholeSearch(series: readonly number[], minimum: number): ReturnType<typeof largestEnergy> {
  return { places: [...series], of: (order) => bestSplit(order, minimum)?.distance ?? 0 };
}

/**
 * Finds the cut with the largest scaled energy distance between the figures before it and a stretch behind it. The stretch
 * may end early, so that a change and its way back do not hide each other. Takes n^2 steps.
 *
 * @returns `null` where the series is too short to be cut
 */
function bestSplit(series: readonly number[], minimum: number): Split | null {
  const values = Float64Array.from(series);
  const size = values.length;
  // Sums of each figure's distances to all figures before it, and to those before the cut.
  const toEarlier = distancesToEarlier(values);
  const toBefore = new Float64Array(size);
  let best: Split | null = null;
  let within = 0;
  for (let split = 1; split < size; split++) {
    const moved = values[split - 1] as number;
    within += toEarlier[split - 1] as number;
    let [across, behind] = [0, 0];
    for (let place = split; place < size; place++) {
      const before = (toBefore[place] as number) + Math.abs((values[place] as number) - moved);
      toBefore[place] = before;
      across += before;
      behind += (toEarlier[place] as number) - before;
      const after = place + 1 - split;
      if (split < minimum || after < minimum) continue;
      const distance = energyDistance({ before: split, after, across, within, behind });
      if (best === null || distance > best.distance) best = { split, end: place + 1, distance };
    }
  }
  return best;
}

function distancesToEarlier(values: Float64Array): Float64Array {
  return values.map((value, place) => {
    let sum = 0;
    for (let other = 0; other < place; other++) sum += Math.abs(value - (values[other] as number));
    return sum;
  });
}
