/** The nearest of 1, 2, 5, 10, 20, 50 ... by ratio: a size that a later run, on a slightly other day, finds again. */
export function snapSize(n: number): number {
  if (!(n > 1)) return 1;
  const decade = 10 ** Math.floor(Math.log10(n));
  const grid = [decade, 2 * decade, 5 * decade, 10 * decade];
  return grid.reduce((best, size) => (Math.abs(Math.log(size / n)) < Math.abs(Math.log(best / n)) ? size : best));
}
