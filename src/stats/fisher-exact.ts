/**
 * One-sided p value of Fisher's exact test (1935): the chance that of all that failed so many or more are in the first group, if
 * both groups fail alike.
 *
 * @param first failed, and all of the first group
 * @param second the same of the second
 */
export function fisherExact(first: readonly [number, number], second: readonly [number, number]): number {
  const [failed, all] = [first[0] + second[0], first[1] + second[1]];
  const most = Math.min(failed, first[1]);
  const ways = logChoose(all, failed);
  let p = 0;
  for (let here = first[0]; here <= most; here++) {
    if (failed - here > second[1]) continue;
    p += Math.exp(logChoose(first[1], here) + logChoose(second[1], failed - here) - ways);
  }
  return Math.min(1, p);
}

function logChoose(n: number, k: number): number {
  let sum = 0;
  for (let step = 1; step <= k; step++) sum += Math.log((n - k + step) / step);
  return sum;
}
