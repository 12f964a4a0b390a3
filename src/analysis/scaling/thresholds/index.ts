import type { CellView } from "../../cells/cell-view.js";
import { type Estimator, speedInterval, speedOver } from "../../comparing/estimate.js";
import type { Thresholds } from "../../results/scaling.js";
import { type EfficiencyPoint, efficientTo } from "./efficient-to.js";
import { gainEstimator, type RatedCell } from "./gain.js";
import { type SpeedRatio, saturatesAt } from "./saturates-at.js";
import { type GainPoint, worthItTo } from "./worth-it-to.js";

/** A point of a line as the thresholds need it. */
export interface RatedPoint extends EfficiencyPoint, GainPoint, RatedCell {}

/** Input for the thresholds of a line. */
export interface ThresholdInput {
  /** By ascending workers; two or more. */
  points: readonly RatedPoint[];
  /** What speed-ups are against; `null` where there is nothing. */
  reference: CellView | null;
  estimator: Estimator;
  interleaved: boolean;
}

/** The three named thresholds of a line. */
export function thresholdsOf({ points, reference, estimator, interleaved }: ThresholdInput): Thresholds {
  const ratioOf = (from: RatedCell, to: RatedCell) => speedRatio(from, to, estimator);
  const [first] = points;
  const rated = points.flatMap((point) => {
    const ratio = first === undefined ? null : ratioOf({ view: reference ?? first.view, work: 1 }, point);
    return ratio === null ? [] : [{ ...point, speed: ratio.value }];
  });
  return {
    efficientTo: efficientTo(points),
    worthItTo: worthItTo(points, reference === null ? () => null : gainEstimator(reference, interleaved)),
    saturatesAt: saturatesAt(rated, ratioOf),
  };
}

/** Work done a second by `to` over that by `from`. */
function speedRatio(from: RatedCell, to: RatedCell, estimator: Estimator): SpeedRatio | null {
  const estimate = estimator(from.view, to.view);
  const work = to.work / from.work;
  const ratio = speedOver(estimate, work);
  return ratio && { ...ratio, interval90: speedInterval(estimate.log90, work) };
}
