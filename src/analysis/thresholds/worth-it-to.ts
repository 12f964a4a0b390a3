import type { Ratio } from "../interval.js";
import { nextTested } from "./next-tested.js";
import type { WorthItTo } from "./types.js";

/** A further worker that adds less than this share of what it could add is not worth it. */
const HALF = 0.5;

export interface GainPoint {
  workers: number;
  idealByRounds: number;
}

/**
 * The last count before the gain of one more worker is clearly under half of the ideal one (statistics.md): the gain in
 * speed-up from one tested count to the next, over the gain of the ideal by rounds. Steps for which the rounds promise
 * nothing (8 tasks, from 4 to 6 workers) are passed over: the next that promises something is judged from the count before.
 *
 * @param points by ascending workers
 * @param gainOf gain in speed-up from one point to another with its interval; `null` where there is none
 */
export function worthItTo<P extends GainPoint>(
  points: readonly P[],
  gainOf: (from: P, to: P) => Ratio | null,
): WorthItTo {
  let [last] = points;
  let judged = 0;
  let intervals = 0;
  for (const to of points.slice(1)) {
    if (last === undefined || to.idealByRounds <= last.idealByRounds) continue;
    const share = shareOf(gainOf(last, to), to.idealByRounds - last.idealByRounds);
    if (share === null) continue;
    judged += 1;
    intervals += share.interval ? 1 : 0;
    if ((share.interval?.[1] ?? share.value) < HALF) {
      const endedBy = { from: last.workers, to: to.workers, ...share };
      return { ...ending(last), reached: true, pointValues: intervals === 0, endedBy };
    }
    last = to;
  }
  if (last === undefined || judged === 0) {
    return { workers: null, next: null, reached: false, pointValues: false, reason: "no-reference", endedBy: null };
  }
  return { ...ending(last), reached: false, pointValues: intervals === 0, endedBy: null };

  function ending({ workers }: P) {
    return { workers, next: nextTested(points, workers) };
  }
}

function shareOf(gain: Ratio | null, ideal: number): Ratio | null {
  if (gain === null) return null;
  const { value, interval } = gain;
  return { value: value / ideal, interval: interval && [interval[0] / ideal, interval[1] / ideal] };
}
