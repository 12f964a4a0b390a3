import { requireSample } from "./sample.js";

/**
 * Benjamini and Hochberg's adjusted p values (Journal of the Royal Statistical Society B 57, 1995): rejecting q <= 0.05
 * holds the expected share of false rejections in the family at 5 %.
 *
 * @param pValues of one family, in any order; an empty family gives an empty list
 * @param untested further members of the family whose p values are not known: they count as 1
 * @returns q values in the same order, at most 1
 * @throws RangeError on a p value outside 0 to 1
 */
export function benjaminiHochberg(pValues: readonly number[], untested = 0): number[] {
  if (pValues.length === 0) return [];
  requireSample(pValues);
  const bad = pValues.find((p) => p < 0 || p > 1);
  if (bad !== undefined) throw new RangeError(`${bad} is not a p value`);
  const members = pValues.length + untested;
  const order = pValues.map((_, index) => index).sort((a, b) => (pValues[b] as number) - (pValues[a] as number));
  const q = new Array<number>(pValues.length);
  let smallest = 1;
  order.forEach((index, place) => {
    const rank = pValues.length - place;
    smallest = Math.min(smallest, ((pValues[index] as number) * members) / rank);
    q[index] = smallest;
  });
  return q;
}
