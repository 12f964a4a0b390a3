import type { Experiment, Plan } from "../../record/schema/run-schema.js";
import { FEWEST_BLOCKS_FOR_PRECISION } from "../../study/budget.js";

/**
 * A precision at which a recording ends before its budget does. The caller computes the intervals. Only their width may
 * decide, never a p value: repeated looks at a p value would find changes that are not there.
 */
export interface Goal {
  /** Half the width that every interval shall have, in percent. */
  targetPercent: number;
  /** Judges the trials so far. Called between blocks, when nothing is measured. */
  look(experiments: readonly Experiment[]): Promise<GoalState>;
}

export interface GoalState {
  reached: boolean;
  /** Half the width of the widest interval, in percent; `null` where there is none yet. */
  widestPercent: number | null;
  /** Further blocks that are likely enough; `null` where that is not known yet. */
  moreBlocks: number | null;
}

/** Follows a goal from block to block. */
export class GoalWatch {
  readonly #goal: Goal;
  #state: GoalState = { reached: false, widestPercent: null, moreBlocks: null };

  constructor(goal: Goal) {
    this.#goal = goal;
  }

  async look(experiments: readonly Experiment[]): Promise<void> {
    this.#state = await this.#goal.look(experiments);
  }

  get reached(): boolean {
    return this.#state.reached;
  }

  /** Likely number of blocks in the end: those that fit, or as many as the precision needs. */
  expectedBlocks(finished: number, fitting: number): number {
    if (this.#state.reached) return finished;
    const { moreBlocks } = this.#state;
    const few = finished < FEWEST_BLOCKS_FOR_PRECISION;
    const unknown = few ? FEWEST_BLOCKS_FOR_PRECISION : fitting;
    const needed = moreBlocks === null ? unknown : finished + Math.max(1, moreBlocks);
    return Math.min(fitting, Math.max(needed, finished + 1));
  }

  /** For the run file, and for progress. */
  summary(): NonNullable<Plan["precision"]> {
    const { reached, widestPercent } = this.#state;
    return { targetPercent: this.#goal.targetPercent, reached, widestPercent };
  }
}
