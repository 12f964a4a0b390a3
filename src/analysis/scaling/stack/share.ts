import { mean } from "../../../stats/mean.js";
import { tInterval } from "../../../stats/t-interval.js";
import type { Share } from "../../results/stack.js";

/** Mean of shares (0 to 1) over trials, with its 95 % t interval inside 0 to 1; one trial has none. */
export function shareOf(shares: readonly number[]): Share {
  if (shares.length < 2) return { value: mean(shares), interval: null };
  const [low, high] = tInterval(shares, 0.95);
  return { value: mean(shares), interval: [Math.max(0, low), Math.min(1, high)] };
}
