import { fUpperTail } from "./f-distribution.js";
import { requireLevel } from "./sample.js";

/**
 * Exact interval for a share (Clopper and Pearson, Biometrika 26, 1934): the chances at which as many successes, or
 * more, respectively fewer, would still come in (1 - level) / 2 of all samples. It covers at least `level`. The upper
 * end alone, of level 0.9, is the upper 95 % limit.
 *
 * @param successes 0 to `trials`
 * @param level e.g. 0.95
 * @returns [low, high] as fractions
 * @throws RangeError where the counts are not whole numbers of a sample, or for a level outside 0 to 1
 */
export function binomialInterval(successes: number, trials: number, level: number): [low: number, high: number] {
  requireLevel(level);
  if (!Number.isInteger(successes) || !Number.isInteger(trials) || successes < 0 || trials < 1 || successes > trials) {
    throw new RangeError(`${successes} of ${trials} is no share of a sample`);
  }
  const tail = (1 - level) / 2;
  const low = successes === 0 ? 0 : chanceWhere((chance) => atLeast(successes, trials, chance) >= tail);
  const high = successes === trials ? 1 : chanceWhere((chance) => 1 - atLeast(successes + 1, trials, chance) <= tail);
  return [low, high];
}

/** Chance of `successes` or more: the incomplete beta function as a tail of F (DLMF 8.17.5, 8.17.4). */
function atLeast(successes: number, trials: number, chance: number): number {
  const [a, b] = [successes, trials - successes + 1];
  return fUpperTail((a * (1 - chance)) / (b * chance), 2 * b, 2 * a);
}

/** The smallest chance at which something that becomes true with growing chances is so, by halving. */
function chanceWhere(isReached: (chance: number) => boolean): number {
  let [low, high] = [0, 1];
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) break;
    if (isReached(middle)) high = middle;
    else low = middle;
  }
  return high;
}
