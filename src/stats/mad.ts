import { median } from "./median.js";

/**
 * Median absolute deviation from the median, not scaled: multiply by 1.4826 to compare it with the standard deviation
 * of normal data.
 *
 * @returns in the unit of the values
 * @throws RangeError on an empty or non-finite sample
 */
export function medianAbsoluteDeviation(values: readonly number[]): number {
  const centre = median(values);
  return median(values.map((value) => Math.abs(value - centre)));
}
