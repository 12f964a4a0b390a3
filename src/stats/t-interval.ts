import { pairedT } from "./paired-t.js";
import { intervalOfT } from "./t-statistic.js";

/**
 * Student's interval for the mean: mean +- t * sd / sqrt(n), n - 1 degrees of freedom.
 *
 * @param level e.g. 0.95
 * @returns [low, high] in the unit of the values
 * @throws RangeError with fewer than two values, a non-finite one, or a level outside 0 to 1
 */
export function tInterval(values: readonly number[], level: number): [low: number, high: number] {
  return intervalOfT(pairedT(values), level);
}
