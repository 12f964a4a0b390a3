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
  // Shares instead of squares of the variances, which vanish to 0 long before the variances do.
  const share = a + b === 0 ? 0.5 : a / (a + b);
  const df = 1 / (share ** 2 / (from.length - 1) + (1 - share) ** 2 / (to.length - 1));
  return { estimate, standardError: Math.sqrt(a + b), df };
}
