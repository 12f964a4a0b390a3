import { mean } from "./mean.js";
import { standardDeviation } from "./standard-deviation.js";
import type { TEstimate } from "./t-statistic.js";

/** Sample, and weight of its mean in the sum. */
export interface WeightedSample {
  weight: number;
  values: readonly number[];
}

/**
 * Weighted sum of the means of independent samples, without assuming equal spread; degrees of freedom after Welch and
 * Satterthwaite (Biometrika 34, 1947). Weights may be the slopes of a smooth function of the means (delta method).
 *
 * @throws RangeError with fewer than two values in a sample or a non-finite one
 */
export function weightedMeans(samples: readonly WeightedSample[]): TEstimate {
  const estimate = samples.reduce((sum, { weight, values }) => sum + weight * mean(values), 0);
  const variances = samples.map(({ weight, values }) => (weight * standardDeviation(values)) ** 2 / values.length);
  const total = variances.reduce((sum, variance) => sum + variance, 0);
  // Shares instead of squares of the variances, which vanish to 0 long before the variances do.
  const shares = variances.map((variance) => (total === 0 ? 1 / samples.length : variance / total));
  const inverse = samples.reduce(
    (sum, { values }, index) => sum + (shares[index] as number) ** 2 / (values.length - 1),
    0,
  );
  return { estimate, standardError: Math.sqrt(total), df: 1 / inverse };
}
