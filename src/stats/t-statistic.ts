import { requireLevel } from "./sample.js";
import { studentTwoSided, studentTwoSidedQuantile } from "./student-t.js";

/** Estimate with the spread of its t distribution, for intervals, p values and TOST. */
export interface TEstimate {
  estimate: number;
  standardError: number;
  /** Degrees of freedom. */
  df: number;
}

/** Two-sided p value of "the true value is `hypothesis`"; without any spread 1 at the estimate and 0 elsewhere. */
export function pOfT(t: TEstimate, hypothesis = 0): number {
  const distance = t.estimate - hypothesis;
  if (t.standardError === 0) return distance === 0 ? 1 : 0;
  return studentTwoSided(distance / t.standardError, t.df);
}

/**
 * estimate +- t * standard error.
 *
 * @throws RangeError on a level outside 0 to 1
 */
export function intervalOfT(t: TEstimate, level: number): [low: number, high: number] {
  requireLevel(level);
  if (t.standardError === 0) return [t.estimate, t.estimate];
  const reach = studentTwoSidedQuantile(1 - level, t.df) * t.standardError;
  return [t.estimate - reach, t.estimate + reach];
}
