import { quantileSorted } from "d3-array";
import { requireSample, sorted } from "./sample.js";

/**
 * Sample quantile, type 7 of Hyndman and Fan (American Statistician 50, 1996): linear between the order statistics,
 * the default of R and NumPy.
 *
 * @param values one or more finite figures, in any order
 * @param p share of the sample below, 0 to 1
 * @returns in the unit of the values
 * @throws RangeError on an empty or non-finite sample, or p outside 0 to 1
 */
export function quantile(values: readonly number[], p: number): number {
  requireSample(values);
  return quantileOfSorted(sorted(values), p);
}

/** As {@link quantile}, for figures that are already ascending; they are not checked again. */
export function quantileOfSorted(ascending: ArrayLike<number>, p: number): number {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`p is ${p}: a share lies between 0 and 1`);
  // The types of d3-array ask for an array; it reads nothing but the length and the places.
  return quantileSorted(ascending as number[], p) as number;
}
