import type { Ratio } from "../../../stats/interval.js";
import { tInterval } from "../../../stats/t-interval.js";
import { type LargestLoss, type LossPart, STACK_PARTS } from "../../results/stack.js";
import { type Split, shareOf } from "./split.js";
import type { Limit } from "./without-part.js";

/** Smaller shares are no loss to speak of, and may be an artefact of clocks. */
const LEAST_SHARE = 0.01;

export interface LossContext {
  speedUp: Ratio | null;
  /** Speed-up of trials from which a part is taken out; `null` where it cannot be told. */
  without(part: LossPart): Ratio | null;
  /** The most that the speed-up can be without a part. */
  limitOf(part: LossPart): Limit;
}

/**
 * The part of workers x wall clock that is the largest loss, by its mean share over trials, and what the speed-up would be
 * without it. `null` where nothing of a percent or more is lost.
 */
export function largestLoss(splits: readonly Split[], { speedUp, without, limitOf }: LossContext): LargestLoss | null {
  const losses = STACK_PARTS.flatMap((part) => {
    if (part === "useful") return [];
    const shares = splits.map(({ partsUs, areaUs }) => (partsUs[part] ?? 0) / areaUs);
    return [{ part, shares, share: shareOf(shares) }];
  }).sort((a, b) => b.share.value - a.share.value);
  const [first, second] = losses;
  if (first === undefined || first.share.value < LEAST_SHARE) return null;
  return {
    part: first.part,
    ...first.share,
    rival: second && isTie(first.shares, second.shares) ? second.part : null,
    ...(speedUp === null ? UNKNOWN : within(without(first.part), limitOf(first.part), speedUp)),
  };
}

type Reckoned = Pick<LargestLoss, "speedUpWithout" | "limitedBy">;

const UNKNOWN: Reckoned = { speedUpWithout: null, limitedBy: null };

/** A reckoned speed-up no further than there is room; what was measured is room. */
function within(reckoned: Ratio | null, { speedUp, by }: Limit, measured: Ratio): Reckoned {
  const most = Math.max(speedUp, measured.value);
  if (reckoned === null) return UNKNOWN;
  const { value, interval } = reckoned;
  if (value > most) return { speedUpWithout: { value: most, interval: null }, limitedBy: by };
  return {
    speedUpWithout: { value, interval: interval && [interval[0], Math.min(interval[1], most)] },
    limitedBy: null,
  };
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
