import { studentTwoSided } from "./student-t.js";
import type { TEstimate } from "./t-statistic.js";

/**
 * Two one-sided tests of equivalence (Schuirmann, Journal of Pharmacokinetics and Biopharmaceutics 15, 1987): the p
 * value of "the true value lies outside the bounds". At most 0.05 exactly where the 90 % interval lies inside them.
 *
 * @param bounds [low, high] in the unit of the estimate
 * @throws RangeError where the bounds are not ascending
 */
export function tost(t: TEstimate, bounds: readonly [low: number, high: number]): number {
  const [low, high] = bounds;
  if (!(low < high)) throw new RangeError(`bounds ${low} to ${high} are not ascending`);
  return Math.max(oneSided(t.estimate - low, t), oneSided(high - t.estimate, t));
}

/** Chance of a distance above zero this large, or larger, if the truth lay on the bound. */
function oneSided(distance: number, t: TEstimate): number {
  if (t.standardError === 0) return distance > 0 ? 0 : 1;
  const twoSided = studentTwoSided(distance / t.standardError, t.df);
  return distance > 0 ? twoSided / 2 : 1 - twoSided / 2;
}
