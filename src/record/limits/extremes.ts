/**
 * The largest of any number of values, as `Math.max` gives it: -Infinity of none, NaN where one is. Given as arguments, some
 * 120,000 values overflow the stack, and how many there are a file decides.
 */
export function largest(values: Iterable<number>): number {
  let most = Number.NEGATIVE_INFINITY;
  for (const value of values) most = Math.max(most, value);
  return most;
}

/** The smallest of any number of values: Infinity of none; see {@link largest}. */
export function smallest(values: Iterable<number>): number {
  let least = Number.POSITIVE_INFINITY;
  for (const value of values) least = Math.min(least, value);
  return least;
}
