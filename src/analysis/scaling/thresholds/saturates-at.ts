import type { Ratio } from "../../../stats/interval.js";
import type { Beyond, SaturatesAt } from "../../results/scaling.js";
import { nextTested } from "./efficient-to.js";

/** "Within 5 % of the best". */
const NEAR = 0.95;
/** What counts as the same (3 % in time), and the least that counts as a change, as in every verdict. */
const SAME: readonly [number, number] = [1 / 1.03, 1 / 0.97];
const FLOOR = 0.02;
/** Level times mean something once the ideal has risen by a quarter: from 15 workers to 16 no curve shows where it ends. */
const FAR_ENOUGH = 1.25;

/** Speed-up of one cell over that of another: 95 % interval, and the 90 % one that decides on "the same". */
export interface SpeedRatio extends Ratio {
  interval90: Ratio["interval"];
}

/**
 * The smallest count within 5 % of the best. Such a count there always is, on a curve that rises for ever
 * too: that time is level, or longer, with more workers is therefore a statement of its own (`beyond`), and only then is
 * the threshold reached.
 *
 * @param points by ascending workers, with a speed on any common scale
 * @param ratioOf speed of the second over that of the first, from the trials of the two
 */
export function saturatesAt<P extends { workers: number; speed: number; idealByRounds: number }>(
  points: readonly P[],
  ratioOf: (from: P, to: P) => SpeedRatio | null,
): SaturatesAt {
  const [first] = points;
  if (first === undefined) {
    const none = { workers: null, next: null, reached: false, pointValues: false };
    return { ...none, best: null, shareOfBest: null, beyond: "untested", change: null };
  }
  const best = points.reduce((most, point) => (point.speed > most.speed ? point : most));
  const near = points.find((point) => point === best || (ratioOf(best, point)?.value ?? 0) >= NEAR) ?? best;
  const most = points.at(-1) ?? near;
  const ratio = near === most ? null : ratioOf(near, most);
  const beyond = near === most ? "untested" : beyondOf(ratio, most.idealByRounds / near.idealByRounds);
  return {
    workers: near.workers,
    next: nextTested(points, near.workers),
    reached: beyond === "level" || beyond === "falling",
    pointValues: ratio !== null && ratio.interval === null,
    best: best.workers,
    shareOfBest: near === best ? { value: 1, interval: null } : plain(ratioOf(best, near)),
    beyond,
    change: plain(ratio),
  };
}

function beyondOf(ratio: SpeedRatio | null, idealRise: number): Beyond {
  if (ratio === null) return "unclear";
  const { value, interval, interval90 } = ratio;
  if (interval === null || interval90 === null) return "unclear";
  if (interval[0] > 1 && value >= 1 + FLOOR) return "rising";
  if (interval[1] < 1 && value <= 1 - FLOOR) return "falling";
  if (idealRise < FAR_ENOUGH) return "untested";
  return interval90[0] > SAME[0] && interval90[1] < SAME[1] ? "level" : "unclear";
}

function plain(ratio: SpeedRatio | null): Ratio | null {
  return ratio && { value: ratio.value, interval: ratio.interval };
}
