import { geometricMean } from "../../../stats/geometric-mean.js";
import type { CellView } from "../../cells/cell-view.js";
import type { Comparisons } from "../../comparing/comparisons.js";
import type { Scaling, Thresholds } from "../../results/scaling.js";
import { type EfficiencyPoint, efficientTo } from "./efficient-to.js";
import { gainEstimator, type RatedCell } from "./gain.js";
import { type DecisionOf, saturatesAt } from "./saturates-at.js";
import { type GainPoint, worthItTo } from "./worth-it-to.js";

/** A point of a line as the thresholds need it. */
export interface RatedPoint extends EfficiencyPoint, GainPoint, RatedCell {}

/** Input for the thresholds of a line. */
export interface ThresholdInput {
  kind: Scaling["kind"];
  /** By ascending workers; two or more. */
  points: readonly RatedPoint[];
  /** What speed-ups are against; `null` where there is nothing. */
  reference: CellView | null;
  comparisons: Comparisons;
  interleaved: boolean;
  /** Steps from one count to the next, of all lines of the experiment. */
  steps: number;
}

/** The three named thresholds of a line. */
export function thresholdsOf({ kind, points, reference, comparisons, interleaved, steps }: ThresholdInput): Thresholds {
  const speedOf = ({ view, work }: RatedPoint) => work / geometricMean(view.times.map(({ wallMs }) => wallMs));
  const rated = points.map((point) => ({ ...point, speed: speedOf(point) }));
  const decisionOf = verdictsOf(comparisons);
  // Where the work grows, more of it in the same time is a gain: times alone do not decide.
  const isShown = (from: RatedPoint, to: RatedPoint) =>
    kind === "weak" || [null, "faster"].includes(decisionOf(from, to));
  const isPointValues = points.every(({ view }) => view.times.length < 2);
  return {
    efficientTo: efficientTo(points),
    worthItTo: worthItTo(
      points,
      reference === null ? () => null : gainEstimator(reference, interleaved, steps),
      isShown,
    ),
    // Work that grows has no least time.
    saturatesAt: saturatesAt(kind === "weak" ? [] : rated, decisionOf, isPointValues),
  };
}

function verdictsOf({ decide }: Comparisons): DecisionOf<RatedCell> {
  return (from, to) => {
    const { change } = decide(from.view, to.view);
    return change.interval === null ? null : change.verdict;
  };
}
