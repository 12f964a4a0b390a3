import { betaFraction } from "./beta-fraction.js";

/**
 * Upper tail of the F distribution: the chance of F >= f. It is the incomplete beta function I_x(b/2, a/2) at
 * x = b / (b + a f), a and b the degrees of freedom (DLMF 8.17).
 *
 * @param f 0 or more; infinity has no tail
 * @param between degrees of freedom of the numerator, above 0
 * @param within degrees of freedom of the denominator, above 0
 * @throws RangeError where there is no such distribution
 */
export function fUpperTail(f: number, between: number, within: number): number {
  if (!(f >= 0) || !(between > 0) || !(within > 0)) {
    throw new RangeError(`no F distribution for F = ${f}, degrees of freedom ${between} and ${within}`);
  }
  if (f === Number.POSITIVE_INFINITY) return 0;
  const x = within / (within + between * f);
  const rest = (between * f) / (within + between * f);
  const [a, b] = [within / 2, between / 2];
  const front = Math.exp(a * Math.log(x) + b * Math.log(rest) - logBeta(a, b));
  if (x < (a + 1) / (a + b + 2)) return (front * betaFraction(x, a, b)) / a;
  return 1 - (front * betaFraction(rest, b, a)) / b;
}

function logBeta(a: number, b: number): number {
  return logGamma(a) + logGamma(b) - logGamma(a + b);
}

/** ln Gamma: raised to 20 or more by recurrence, then Stirling's series (DLMF 5.11.1). */
function logGamma(value: number): number {
  let shift = 0;
  let x = value;
  for (; x < 20; x++) shift += Math.log(x);
  const series = 1 / (12 * x) - 1 / (360 * x ** 3) + 1 / (1260 * x ** 5) - 1 / (1680 * x ** 7);
  return (x - 0.5) * Math.log(x) - x + Math.log(2 * Math.PI) / 2 + series - shift;
}
