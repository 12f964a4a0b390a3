import { mean } from "./mean.js";
import { standardDeviation } from "./standard-deviation.js";
import type { TEstimate } from "./t-statistic.js";

/**
 * Difference of two means, `to` - `from`, without assuming equal spread; degrees of freedom after Welch and
 * Satterthwaite (Biometrika 34, 1947).
 *
 * @throws RangeError with fewer than two values on a side or a non-finite one
 */
export function welchT(from: readonly number[], to: readonly number[]): TEstimate {
  const estimate = mean(to) - mean(from);
  const a = standardDeviation(from) ** 2 / from.length;
  const b = standardDeviation(to) ** 2 / to.length;
  const df =
    a + b === 0 ? from.length + to.length - 2 : (a + b) ** 2 / (a ** 2 / (from.length - 1) + b ** 2 / (to.length - 1));
  return { estimate, standardError: Math.sqrt(a + b), df };
}
