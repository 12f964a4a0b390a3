/** Sums of the distances between figures, each pair once, and numbers of figures on either side. */
export type EnergySums = Record<"before" | "after" | "across" | "within" | "behind", number>;

/**
 * Scaled energy distance of two samples (Szekely and Rizzo 2005): mn / (m + n) times (twice the mean distance across, less
 * the mean distances within either side).
 */
export function energyDistance({ before, after, across, within, behind }: EnergySums): number {
  const distance = (2 * across) / (before * after) - meanWithin(within, before) - meanWithin(behind, after);
  return ((before * after) / (before + after)) * distance;
}

function meanWithin(sum: number, size: number): number {
  return size < 2 ? 0 : (2 * sum) / (size * (size - 1));
}

interface Largest {
  /** Places from 1; equal figures share theirs. */
  places: number[];
  of(order: readonly number[]): number;
}

/**
 * Prepares the search for the largest scaled energy distance of the two sides of any cut, in any order of the same figures.
 * Each search takes n log n steps, by running sums over the sorted figures (Fenwick, Software: Practice and Experience 24,
 * 1994).
 *
 * @param minimum fewest figures on either side
 * @returns the places of the figures among the sorted ones, and the search by an order of such places
 */
export function largestEnergy(figures: readonly number[], minimum: number): Largest {
  const size = figures.length;
  const sorted = Float64Array.from(figures).sort();
  const rank = new Map(Array.from(sorted, (value, place) => [value, place + 1]));
  const places = figures.map((value) => rank.get(value) as number);
  const toAll = distancesToAll(sorted);
  const all = toAll.reduce((sum, distance) => sum + distance, 0) / 2;
  const counts = new Int32Array(size + 1);
  const sums = new Float64Array(size + 1);
  const of = (order: readonly number[]) => {
    counts.fill(0);
    sums.fill(0);
    let [within, across, seen, largest] = [0, 0, 0, 0];
    for (let before = 1; before < size; before++) {
      const place = order[before - 1] as number;
      const value = sorted[place - 1] as number;
      let [fewer, less] = [0, 0];
      for (let at = place; at > 0; at -= at & -at) {
        fewer += counts[at] as number;
        less += sums[at] as number;
      }
      const toEarlier = value * fewer - less + (seen - less) - value * (before - 1 - fewer);
      for (let at = place; at <= size; at += at & -at) {
        counts[at] = (counts[at] as number) + 1;
        sums[at] = (sums[at] as number) + value;
      }
      seen += value;
      within += toEarlier;
      across += (toAll[place - 1] as number) - 2 * toEarlier;
      const after = size - before;
      if (before < minimum || after < minimum) continue;
      const distance = energyDistance({ before, after, across, within, behind: all - within - across });
      if (distance > largest) largest = distance;
    }
    return largest;
  };
  return { places, of };
}

/** Sum of the distances of each ascending figure to all. */
function distancesToAll(sorted: Float64Array): Float64Array {
  const total = sorted.reduce((sum, value) => sum + value, 0);
  let below = 0;
  return sorted.map((value, place) => {
    const distance = value * place - below + (total - below) - value * (sorted.length - place);
    below += value;
    return distance;
  });
}
