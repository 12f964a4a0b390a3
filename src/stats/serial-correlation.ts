import { sum } from "d3-array";
import { mean } from "./mean.js";

/** Nearer to 1 a series cannot be told from one that wanders without a level. */
const MOST = 0.95;
/** Steps that were searched for fit the figures better than given ones: each counts as so many. */
const SEARCHED = 1.75;

/**
 * Correlation of each figure with the one before it, where levels were taken out. What is fitted takes some of it along:
 * with b means the estimate is too small by b (1 + 3 r) / n (Marriott and Pope, Biometrika 41, 1954), which is set right here.
 *
 * @param residuals stretch by stretch, each about 0
 * @param fitted coefficients that were fitted, all but the first behind places that were searched for
 * @param each what a further coefficient counts as: 1 where its place was given
 * @returns from 0 on: below, a test that takes the figures for independent errs on the safe side
 */
export function serialCorrelation(residuals: readonly (readonly number[])[], fitted: number, each = SEARCHED): number {
  const count = sum(residuals, ({ length }) => length);
  const products = residuals.flatMap((stretch) => stretch.slice(1).map((e, index) => e * (stretch[index] as number)));
  const squares = sum(residuals, (stretch) => sum(stretch, (e) => e * e));
  if (products.length === 0 || squares === 0) return 0;
  const raw = mean(products) / (squares / count);
  const lost = 1 + each * (fitted - 1);
  const known = Math.max(count - 3 * lost, count / 5);
  return Math.min(MOST, Math.max(0, (raw * count + lost) / known));
}

/** Each figure but the first less what the one before it foretells: independent, where the correlation is `r` at each step. */
export function whitened(figures: readonly number[], r: number): number[] {
  return figures.slice(1).map((figure, index) => figure - r * (figures[index] as number));
}

/** By how much a standard error grows that was reckoned as if the figures were independent. */
export function widening(r: number): number {
  return Math.sqrt((1 + r) / (1 - r));
}
