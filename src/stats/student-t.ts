import { betaFraction } from "./beta-fraction.js";

/**
 * Two-sided tail of Student's t: the chance of |T| >= |t|. It is the incomplete beta function I_x(df/2, 1/2) at
 * x = df / (df + t^2), by its continued fraction (DLMF 8.17.22), good to 12 digits.
 *
 * @param t any number; beyond 1e154 the tail is 0
 * @param df degrees of freedom above 0; need not be whole
 * @throws RangeError where df is not above 0 or t is NaN
 */
export function studentTwoSided(t: number, df: number): number {
  if (!(df > 0) || Number.isNaN(t)) throw new RangeError(`no t distribution for t = ${t}, df = ${df}`);
  const square = t ** 2;
  if (!Number.isFinite(square)) return 0;
  const x = df / (df + square);
  const rest = square / (df + square);
  // x^a (1 - x)^b / B(a, b) with a = df/2, b = 1/2; B(a, 1/2) = Gamma(a) sqrt(pi) / Gamma(a + 1/2).
  const front = Math.exp((-df / 2) * Math.log1p(square / df) + logGammaHalfStep(df / 2)) * Math.sqrt(rest / Math.PI);
  const [a, b] = [df / 2, 0.5];
  if (x < (a + 1) / (a + b + 2)) return (front * betaFraction(x, a, b)) / a;
  return 1 - (front * betaFraction(rest, b, a)) / b;
}

/**
 * The t that leaves `share` of the distribution outside +-t: 2.262 for share 0.05 and df 9.
 *
 * @param share two-sided, between 0 and 1, both excluded
 * @throws RangeError on a share outside that or df that is not above 0
 */
export function studentTwoSidedQuantile(share: number, df: number): number {
  if (!(share > 0 && share < 1)) throw new RangeError(`share ${share} is not between 0 and 1`);
  const key = `${share}/${df}`;
  const found = quantiles.get(key) ?? searchQuantile(share, df);
  if (quantiles.size < MOST_KEPT) quantiles.set(key, found);
  return found;
}

/** Cache of quantiles: an analysis needs the same few thousands of times, and each takes a search. */
const quantiles = new Map<string, number>();
const MOST_KEPT = 1_000;

function searchQuantile(share: number, df: number): number {
  let low = 0;
  let high = 1;
  while (studentTwoSided(high, df) > share) high *= 2;
  for (let step = 0; step < 200 && high - low > 1e-14 * high; step++) {
    const middle = (low + high) / 2;
    if (studentTwoSided(middle, df) > share) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** ln Gamma(a + 1/2) - ln Gamma(a): raised to a >= 20 by recurrence, then Stirling's series of the quotient. */
function logGammaHalfStep(a: number): number {
  let shift = 0;
  let x = a;
  for (; x < 20; x++) shift += Math.log(x / (x + 0.5));
  const series = -1 / (8 * x) + 1 / (192 * x ** 3) - 1 / (640 * x ** 5) + 17 / (14336 * x ** 7);
  return shift + Math.log(x) / 2 + series;
}
