import type { Ratio } from "../../../stats/interval.js";
import { tInterval } from "../../../stats/t-interval.js";
import { type LargestLoss, type LossPart, type Share, STACK_PARTS } from "../../results/stack.js";
import { type Split, shareOf } from "./split.js";

/** Smaller shares are no loss to speak of, and may be an artefact of clocks. */
const LEAST_SHARE = 0.01;

/** Parts that more cores than there are would take away; all others leave the work to the cores that there are. */
const NEEDS_CORES: readonly LossPart[] = ["waiting"];

export interface LossContext {
  speedUp: Ratio | null;
  /** Cores that CPU-bound work may use; `null` where they are no limit, or unknown. */
  cores: number | null;
}

/**
 * The part of workers x wall clock that is the largest loss, by its mean share over trials, and what the speed-up would be
 * without it: the rest of the time, shared out among as many workers. `null` where nothing of a percent or more is lost.
 */
export function largestLoss(splits: readonly Split[], { speedUp, cores }: LossContext): LargestLoss | null {
  const losses = STACK_PARTS.flatMap((part) => {
    if (part === "useful") return [];
    const shares = splits.map(({ partsUs, areaUs }) => (partsUs[part] ?? 0) / areaUs);
    return [{ part, shares, share: shareOf(shares) }];
  }).sort((a, b) => b.share.value - a.share.value);
  const [first, second] = losses;
  if (first === undefined || first.share.value < LEAST_SHARE) return null;
  const without = speedUp && withoutLoss(speedUp, first.share);
  const limit = NEEDS_CORES.includes(first.part) ? Infinity : Math.max(cores ?? Infinity, speedUp?.value ?? 0);
  const isLimited = without !== null && without.value > limit;
  return {
    part: first.part,
    ...first.share,
    rival: second && isTie(first.shares, second.shares) ? second.part : null,
    speedUpWithout: isLimited ? { value: limit, interval: null } : without,
    limitedByCores: isLimited,
  };
}

/** As if the same work took `1 - share` of the time; both ends of both intervals, so that it holds for either. */
function withoutLoss(speedUp: Ratio, share: Share): Ratio | null {
  if (share.value >= 1) return null;
  const value = speedUp.value / (1 - share.value);
  if (speedUp.interval === null || share.interval === null || share.interval[1] >= 1) return { value, interval: null };
  const [low, high] = speedUp.interval;
  return { value, interval: [low / (1 - share.interval[0]), high / (1 - share.interval[1])] };
}

/** Whether the trials leave open which of two shares is the larger; one trial leaves nothing open, and shows nothing. */
function isTie(a: readonly number[], b: readonly number[]): boolean {
  if (a.length < 2) return false;
  const [low] = tInterval(
    a.map((share, index) => share - (b[index] ?? 0)),
    0.95,
  );
  return low <= 0;
}
