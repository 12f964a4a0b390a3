import { quantileOfSorted } from "./quantile.js";
import { requireSample, sorted } from "./sample.js";

export type TukeyFlag = "mild" | "extreme";

/**
 * Outlier flags by Tukey's fences (Exploratory Data Analysis, 1977): beyond 1.5 interquartile ranges from the quartiles
 * `mild`, beyond 3 `extreme`. Flags are for showing; nothing is dropped.
 *
 * @returns one flag or `null` for each value, in order
 * @throws RangeError on an empty or non-finite sample
 */
export function tukeyFlags(values: readonly number[]): (TukeyFlag | null)[] {
  requireSample(values);
  const ascending = sorted(values);
  const [low, high] = [quantileOfSorted(ascending, 0.25), quantileOfSorted(ascending, 0.75)];
  const range = high - low;
  return values.map((value) => {
    const beyond = Math.max(low - value, value - high);
    if (beyond > 3 * range) return "extreme";
    return beyond > 1.5 * range ? "mild" : null;
  });
}
