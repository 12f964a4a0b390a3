import type { TEstimate } from "./t-statistic.js";
import { weightedMeans } from "./weighted-means.js";

/**
 * Difference of two means, `to` - `from`, without assuming equal spread; degrees of freedom after Welch and
 * Satterthwaite (Biometrika 34, 1947).
 *
 * @throws RangeError with fewer than two values on a side or a non-finite one
 */
export function welchT(from: readonly number[], to: readonly number[]): TEstimate {
  return weightedMeans([
    { weight: -1, values: from },
    { weight: 1, values: to },
  ]);
}
