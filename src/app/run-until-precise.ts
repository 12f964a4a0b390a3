import { poolExperiments } from "../record/folder/pool-runs.js";
import type { Experiment, Run } from "../record/schema/run-schema.js";
import type { Goal, GoalState } from "../runner/request/precision-goal.js";
import type { RecordRequest } from "../runner/request/record-request.js";
import { FEWEST_BLOCKS_FOR_PRECISION, MANY_BLOCKS } from "../study/budget.js";
import type { Extent } from "../study/extent.js";

const NOTHING_YET: GoalState = { reached: false, widestPercent: null, moreBlocks: null };

/** The extent with the goal that its precision makes. `earlier`: runs that this one goes on with; their trials count. */
export function withGoal(extent: Extent, earlier: readonly Run[] = []): RecordRequest["extent"] {
  if (!("budgetMs" in extent) || extent.precisionPercent === undefined) return extent;
  const goal = precisionGoal(extent.precisionPercent, earlier);
  return { budgetMs: extent.budgetMs, goal, mostBlocks: MANY_BLOCKS };
}

/**
 * The goal of a run that goes on until its intervals are narrow enough. The analysis is loaded when there are blocks
 * enough to judge, not before: a smaller process starts what it measures quicker.
 */
function precisionGoal(targetPercent: number, earlier: readonly Run[]): Goal {
  return {
    targetPercent,
    async look(recorded) {
      const experiments = poolExperiments(earlier, recorded);
      if (blocksOf(experiments) < FEWEST_BLOCKS_FOR_PRECISION) return NOTHING_YET;
      const { precisionOf } = await import("../analysis/comparing/precision.js");
      return precisionOf(experiments, targetPercent);
    },
  };
}

function blocksOf(experiments: readonly Experiment[]): number {
  return experiments.reduce(
    (most, { cells }) => cells.reduce((of, { trials }) => Math.max(of, trials.length), most),
    0,
  );
}
