import { describe, expect, it } from "vitest";
import { type GoalState, GoalWatch } from "../../../src/runner/request/precision-goal.js";

function watch(...states: GoalState[]) {
  return new GoalWatch({ targetPercent: 2, look: async () => states.shift() as GoalState });
}

const far: GoalState = { reached: false, widestPercent: 5, moreBlocks: 40 };

describe("GoalWatch", () => {
  it("expects ten blocks at first, then what the precision needs, never more than fit", async () => {
    const goal = watch(far, far);
    expect(goal.expectedBlocks(0, 100)).toBe(10);
    expect(goal.expectedBlocks(0, 6)).toBe(6);
    await goal.look([]);
    expect(goal.expectedBlocks(12, 100)).toBe(52);
    expect(goal.expectedBlocks(12, 30)).toBe(30);
  });

  it("expects at least one block more while the goal is not reached", async () => {
    const goal = watch({ ...far, moreBlocks: 0 });
    await goal.look([]);
    expect(goal.expectedBlocks(12, 100)).toBe(13);
  });

  it("expects all that fits where nobody can tell after ten", async () => {
    const goal = watch({ reached: false, widestPercent: null, moreBlocks: null });
    await goal.look([]);
    expect(goal.expectedBlocks(12, 100)).toBe(100);
  });

  it("ends where it is reached, and says so", async () => {
    const goal = watch({ reached: true, widestPercent: 1.9, moreBlocks: 0 });
    expect(goal.summary()).toEqual({ targetPercent: 2, reached: false, widestPercent: null });
    await goal.look([]);
    expect([goal.reached, goal.expectedBlocks(14, 100)]).toEqual([true, 14]);
    expect(goal.summary()).toEqual({ targetPercent: 2, reached: true, widestPercent: 1.9 });
  });
});
