import { requireSample } from "./sample.js";

/**
 * Arithmetic mean, in two passes: the second corrects the rounding of the first (NIST StRD NumAcc4 needs it).
 *
 * @throws RangeError on an empty or non-finite sample
 */
export function mean(values: readonly number[]): number {
  requireSample(values);
  const first = values.reduce((sum, value) => sum + value, 0) / values.length;
  return first + values.reduce((sum, value) => sum + (value - first), 0) / values.length;
}
