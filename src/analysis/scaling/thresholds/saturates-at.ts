import type { Verdict } from "../../../stats/verdict.js";
import type { Beyond, SaturatesAt } from "../../results/scaling.js";
import { nextTested } from "./efficient-to.js";

/** Level times mean something once the ideal has risen by a quarter: from 15 workers to 16 no curve shows where it ends. */
const FAR_ENOUGH = 1.25;

/** The decision on the second count against the first; `null` where there is none. */
export type DecisionOf<P> = (from: P, to: P) => Verdict | null;

/**
 * The smallest count from which every larger one is shown to take the same time, or more. Up to `gainsTo` more workers are shown to take less time: the line saturates above that.
 *
 * @param points by ascending workers, with a speed on any common scale
 * @param isPointValues whether nothing can be decided: one trial a cell
 */
export function saturatesAt<P extends { workers: number; speed: number; idealByRounds: number }>(
  points: readonly P[],
  decisionOf: DecisionOf<P>,
  isPointValues: boolean,
): SaturatesAt {
  const [most] = points.slice(-1);
  if (most === undefined) {
    const none = { workers: null, next: null, reached: false, open: [], pointValues: false };
    return { ...none, gainsTo: null, best: null, beyond: "untested" };
  }
  const gains = (from: P) => points.some((to) => to.workers > from.workers && decisionOf(from, to) === "faster");
  const gainsTo = points.findLast(gains) ?? null;
  const above = points.filter(({ workers }) => workers > (gainsTo?.workers ?? 0));
  const isShownFlat = (from: P) =>
    points.every(({ workers }, place) => workers <= from.workers || isNoLess(decisionOf(from, points[place] as P))) &&
    isFlat(beyondOf(from, most, decisionOf));
  const flat = above.find(isShownFlat);
  const near = flat ?? above[0] ?? most;
  return {
    workers: near.workers,
    next: nextTested(points, near.workers),
    reached: flat !== undefined,
    open: (flat === undefined ? above : above.slice(0, above.indexOf(flat))).map(({ workers }) => workers),
    pointValues: isPointValues,
    gainsTo: gainsTo?.workers ?? null,
    best: points.reduce((best, point) => (point.speed > best.speed ? point : best)).workers,
    beyond: gainsTo && near === most && flat === undefined ? "rising" : beyondOf(near, most, decisionOf),
  };
}

function isNoLess(verdict: Verdict | null): boolean {
  return verdict === "same" || verdict === "slower";
}

function isFlat(beyond: Beyond): boolean {
  return beyond === "level" || beyond === "falling";
}

function beyondOf<P extends { idealByRounds: number }>(from: P, most: P, decisionOf: DecisionOf<P>): Beyond {
  if (from === most) return "untested";
  const verdict = decisionOf(from, most);
  if (verdict === "faster") return "rising";
  if (verdict === "slower") return "falling";
  if (most.idealByRounds / from.idealByRounds < FAR_ENOUGH) return "untested";
  return verdict === "same" ? "level" : "unclear";
}
