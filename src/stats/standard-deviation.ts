import { mean } from "./mean.js";
import { requireSample } from "./sample.js";

/**
 * Sample standard deviation (divisor n - 1), corrected two-pass algorithm of Chan, Golub and LeVeque (American
 * Statistician 37, 1983).
 *
 * @returns in the unit of the values
 * @throws RangeError with fewer than two values or a non-finite one
 */
export function standardDeviation(values: readonly number[]): number {
  requireSample(values, 2);
  const centre = mean(values);
  let squares = 0;
  let rest = 0;
  for (const value of values) {
    squares += (value - centre) ** 2;
    rest += value - centre;
  }
  return Math.sqrt(Math.max(0, squares - rest ** 2 / values.length) / (values.length - 1));
}
