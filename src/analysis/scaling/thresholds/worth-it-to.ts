import type { WorthItTo } from "../../results/scaling.js";
import { nextTested } from "./efficient-to.js";
import { type Standing, thresholdIn } from "./standing.js";

/** A further worker that adds less than this share of what it could add is not worth it. */
const HALF = 0.5;

/** Gain in speed-up, and what it is at least and at most (one-sided 95 % limits; `null` where the trials give none). */
export interface Gain {
  value: number;
  atLeast: number | null;
  atMost: number | null;
}

export interface GainPoint {
  workers: number;
  idealByRounds: number;
}

interface Step<P> {
  from: P;
  to: P;
  /** Gain in speed-up over the gain of the ideal. */
  share: number;
  atMost: number | null;
  standing: Standing;
}

/**
 * The last count up to which a further worker is worth it: the speed-up is shown to rise from one tested count to the next,
 * by half of what the rounds allow or more. It ends where the one-sided 95 % limit of that share is under half.
 *
 * @param points by ascending workers
 * @param gainOf `null` where no gain is known
 * @param isShown whether the decision on two counts lets a gain be claimed
 */
export function worthItTo<P extends GainPoint>(
  points: readonly P[],
  gainOf: (from: P, to: P) => Gain | null,
  isShown: (from: P, to: P) => boolean = () => true,
): WorthItTo {
  const steps = stepsOf(points, gainOf, isShown);
  const [first] = steps;
  if (first === undefined) {
    const reason = risingPairs(points).length === 0 ? "no-gain-to-expect" : "no-reference";
    return { workers: null, next: null, reached: false, open: [], pointValues: false, reason, endedBy: null };
  }
  const { last, end, open } = thresholdIn(steps, ({ standing }) => standing);
  const { workers } = last?.to ?? first.from;
  return {
    workers,
    next: nextTested(points, workers),
    reached: end !== undefined,
    open: open.map(({ to }) => to.workers),
    pointValues: steps.every(({ atMost }) => atMost === null),
    endedBy: end ? { from: end.from.workers, to: end.to.workers, share: end.share, atMost: end.atMost } : null,
  };
}

function stepsOf<P extends GainPoint>(
  points: readonly P[],
  gainOf: (from: P, to: P) => Gain | null,
  isShown: (from: P, to: P) => boolean,
): Step<P>[] {
  const steps = risingPairs(points).flatMap(({ from, to }) => {
    const gain = gainOf(from, to);
    if (gain === null) return [];
    const ideal = to.idealByRounds - from.idealByRounds;
    const atMost = gain.atMost === null ? null : gain.atMost / ideal;
    const standing = standingOf(gain, ideal);
    const known = standing === "holds" && !isShown(from, to) ? "open" : standing;
    return [{ from, to, share: gain.value / ideal, atMost, standing: known }];
  });
  // Among steps with limits, one without (of a count measured once) decides nothing.
  const isLimited = steps.some(({ atMost }) => atMost !== null);
  return steps.map((step) => (isLimited && step.atMost === null ? { ...step, standing: "open" } : step));
}

/** Without limits by the value. */
function standingOf({ value, atLeast, atMost }: Gain, ideal: number): Standing {
  if ((atMost ?? value) / ideal < HALF) return "fails";
  return value / ideal >= HALF && (atLeast ?? value) > 0 ? "holds" : "open";
}

/**
 * Neighbours between which the ideal rises. Counts for which the rounds promise nothing (8 tasks, from 4 to 6 workers) are
 * passed over: the next that promises something is judged from the count before.
 */
function risingPairs<P extends GainPoint>(points: readonly P[]): { from: P; to: P }[] {
  let [from] = points;
  return points.slice(1).flatMap((to) => {
    if (from === undefined || to.idealByRounds <= from.idealByRounds) return [];
    const pair = { from, to };
    from = to;
    return [pair];
  });
}
