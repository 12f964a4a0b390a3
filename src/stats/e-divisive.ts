import { energyDistance, largestEnergy } from "./largest-energy.js";
import { seededRandom } from "./random.js";
import { requireSample } from "./sample.js";
import { shuffled } from "./shuffled.js";

/** Of series up to this length the search is tested just as it was made. */
const WHOLE_UP_TO = 200;

export interface SplitRule {
  /** Fewest figures on either side of a change, 1 or more. */
  minimum: number;
  /** p value of "both sides are alike", e.g. of a rank test. */
  test: (before: readonly number[], after: readonly number[]) => number;
  /** Largest p at which a change counts. */
  atMost: number;
  /**
   * The test does not know that the split was searched for, and calls flat series changed far too often. With this many
   * shuffles of the series the search itself is tested too, as Matteson and James do: where nothing changes, every
   * order of the figures is as likely. Of more than {@link WHOLE_UP_TO} figures only cuts without an early end are looked
   * at in the shuffles and in the series itself, n log n steps each: a valid test as well, that finds a change and its way
   * back a little later.
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
  if (p > rule.atMost || !standsOut(series, rule)) return [];
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

/** Whether shuffled series are so far apart at their best cut seldom enough, the series itself counted as one of them. */
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

function wholeSearch(series: readonly number[], minimum: number): ReturnType<typeof largestEnergy> {
  return { places: [...series], of: (order) => bestSplit(order, minimum)?.distance ?? 0 };
}

/**
 * The cut with the largest scaled energy distance between what lies before it and a stretch behind it, which may end
 * early, so that a change and the way back do not hide each other. n^2 steps.
 *
 * @returns `null` where the series is too short to be cut
 */
function bestSplit(series: readonly number[], minimum: number): Split | null {
  const values = Float64Array.from(series);
  const size = values.length;
  // Of each figure: the sum of its distances to all figures before it, and to those before the cut.
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
