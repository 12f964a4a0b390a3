/**
 * Checks the sample that a function of this folder is given. A sample that is too small, or that holds NaN or an infinity,
 * is a bug of the caller; a silent NaN would end up in a published figure.
 *
 * @throws RangeError where `values` has fewer than `minimum` figures or one that is not finite
 */
export function requireSample(values: ArrayLike<number>, minimum = 1): void {
  if (values.length < minimum) throw new RangeError(`needs at least ${minimum} values, got ${values.length}`);
  for (let index = 0; index < values.length; index++) {
    if (!Number.isFinite(values[index]))
      throw new RangeError(`value ${index} is ${values[index]}: only finite numbers can be analysed`);
  }
}

/** @throws RangeError where `level` is not strictly between 0 and 1 */
export function requireLevel(level: number): void {
  if (!(level > 0 && level < 1)) throw new RangeError(`level ${level} is not between 0 and 1`);
}

/** Ascending copy: a typed array sorts numbers as numbers, and without a call for each comparison. */
export function sorted(values: ArrayLike<number>): Float64Array {
  return new Float64Array(values).sort();
}
