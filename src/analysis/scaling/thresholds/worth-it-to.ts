import type { WorthItTo } from "../../results/scaling.js";
import { nextTested } from "./efficient-to.js";

/** A further worker that adds less than this share of what it could add is not worth it. */
const HALF = 0.5;

/** Gain in speed-up, and what it is at most (one-sided 95 % limit; `null` where the trials give none). */
export interface Gain {
  value: number;
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
}

/**
 * The last count before the gain of one more worker is clearly under half of the ideal one: the gain in
 * speed-up from one tested count to the next, over the gain of the ideal by rounds. Clearly: the one-sided 95 % limit is
 * under half.
 *
 * @param points by ascending workers
 * @param gainOf `null` where no gain is known
 */
export function worthItTo<P extends GainPoint>(
  points: readonly P[],
  gainOf: (from: P, to: P) => Gain | null,
): WorthItTo {
  const steps = stepsOf(points, gainOf);
  const [first] = steps;
  if (first === undefined) {
    const reason = risingPairs(points).length === 0 ? "no-gain-to-expect" : "no-reference";
    return { workers: null, next: null, reached: false, pointValues: false, reason, endedBy: null };
  }
  const end = steps.find(({ share, atMost }) => (atMost ?? share) < HALF);
  const { workers } = end?.from ?? (steps.at(-1) ?? first).to;
  return {
    workers,
    next: nextTested(points, workers),
    reached: end !== undefined,
    pointValues: steps.every(({ atMost }) => atMost === null),
    endedBy: end ? { from: workers, to: end.to.workers, share: end.share, atMost: end.atMost } : null,
  };
}

function stepsOf<P extends GainPoint>(points: readonly P[], gainOf: (from: P, to: P) => Gain | null): Step<P>[] {
  return risingPairs(points).flatMap(({ from, to }) => {
    const gain = gainOf(from, to);
    if (gain === null) return [];
    const ideal = to.idealByRounds - from.idealByRounds;
    return [{ from, to, share: gain.value / ideal, atMost: gain.atMost === null ? null : gain.atMost / ideal }];
  });
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
