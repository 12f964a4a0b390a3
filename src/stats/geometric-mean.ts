import { mean } from "./mean.js";
import { requireSample } from "./sample.js";

/**
 * exp of the mean of the logarithms: the only average of ratios that does not depend on which side is the reference
 * (Fleming and Wallace, CACM 29(3), 1986).
 *
 * @param values one or more figures above zero
 * @throws RangeError on an empty or non-finite sample, or a value of zero or less
 */
export function geometricMean(values: readonly number[]): number {
  requireSample(values);
  const bad = values.find((value) => value <= 0);
  if (bad !== undefined) throw new RangeError(`${bad} has no logarithm: a geometric mean needs values above 0`);
  return Math.exp(mean(values.map(Math.log)));
}
