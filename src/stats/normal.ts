/**
 * Share of the standard normal distribution above z. Series of Marsaglia (Journal of Statistical Software 11(4), 2004)
 * in the middle, Laplace's continued fraction in the tails; 9 digits or more, tails included.
 */
export function normalUpperTail(z: number): number {
  if (z < 0) return 1 - normalUpperTail(-z);
  const density = Math.exp(-(z ** 2) / 2) / Math.sqrt(2 * Math.PI);
  if (z < 3) {
    let term = z;
    let sum = z;
    for (let k = 3; term > sum * 1e-17; k += 2) {
      term *= z ** 2 / k;
      sum += term;
    }
    return 0.5 - density * sum;
  }
  let fraction = z;
  for (let k = 100; k >= 1; k--) fraction = z + k / fraction;
  return density / fraction;
}

/**
 * z with the given share of the standard normal distribution above it, by bisection of {@link normalUpperTail}.
 *
 * @param share between 0 and 1, both excluded
 * @throws RangeError on any other share
 */
export function normalUpperQuantile(share: number): number {
  if (!(share > 0 && share < 1)) throw new RangeError(`share ${share} is not between 0 and 1`);
  let low = -40;
  let high = 40;
  while (high - low > 1e-14 * Math.max(1, Math.abs(low))) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (normalUpperTail(middle) > share) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
