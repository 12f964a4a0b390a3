import { quantile } from "./quantile.js";

/**
 * Middle of the ordered sample; the mean of the two middle figures where their number is even.
 *
 * @throws RangeError on an empty or non-finite sample
 */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}
