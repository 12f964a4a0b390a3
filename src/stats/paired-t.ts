import { mean } from "./mean.js";
import { standardDeviation } from "./standard-deviation.js";
import type { TEstimate } from "./t-statistic.js";

/**
 * Paired t (Student 1908): the mean of the differences with n - 1 degrees of freedom. Given log ratios of times, the
 * estimate is the log of the ratio of geometric means.
 *
 * @param differences one figure a pair
 * @throws RangeError with fewer than two pairs or a non-finite figure
 */
export function pairedT(differences: readonly number[]): TEstimate {
  return {
    estimate: mean(differences),
    standardError: standardDeviation(differences) / Math.sqrt(differences.length),
    df: differences.length - 1,
  };
}
