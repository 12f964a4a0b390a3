/**
 * Akaike's information criterion for least squares with the correction for few observations (Hurvich and Tsai, Biometrika
 * 76, 1989): n ln(rss / n) + 2k + 2k (k + 1) / (n - k - 1). Only differences on the same observations mean something; the
 * lower is the better.
 *
 * @param rss sum of the squared residuals, above 0
 * @param n observations
 * @param k what was estimated: the parameters and the variance
 * @returns `null` where there are not enough observations for the correction (n <= k + 1)
 * @throws RangeError where rss is not above 0
 */
export function aicc(rss: number, n: number, k: number): number | null {
  if (!(rss > 0 && Number.isFinite(rss))) throw new RangeError(`a sum of squares of ${rss} has no logarithm`);
  if (n <= k + 1) return null;
  return n * Math.log(rss / n) + 2 * k + (2 * k * (k + 1)) / (n - k - 1);
}
