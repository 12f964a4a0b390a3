import { describe, expect, it } from "vitest";
import { finishOf, laneShares } from "../../../src/analysis/cells/lane-shares.js";
import { lanesOf } from "../../../src/record/timing/lanes.js";

const timeline = (worker: number[], startMs: number[], endMs: number[]) => ({
  worker,
  startMs,
  endMs,
  cpuMs: worker.map(() => null),
  queueMs: worker.map(() => null),
});

describe("lanes", () => {
  it("are the workers of a pool, each with its tasks in order of time", () => {
    const lanes = lanesOf(timeline([1, 0, 1], [0, 0, 10], [10, 8, 20]), 2);
    expect(lanes.map((lane) => lane.map(({ task }) => task))).toEqual([[0, 2], [1]]);
  });

  it("are as many as ran at once where every task had a worker of its own", () => {
    const lanes = lanesOf(timeline([0, 1, 2, 3], [0, 1, 12, 14], [10, 11, 20, 22]), 2);
    expect(lanes.map((lane) => lane.map(({ task }) => task))).toEqual([
      [0, 2],
      [1, 3],
    ]);
  });

  it("share out the workers' time without rest", () => {
    const lanes = lanesOf(timeline([0, 1, 0], [20, 20, 60], [50, 80, 100]), 2);
    expect(finishOf(lanes)).toBe(100);
    expect(laneShares(lanes)).toEqual({ before: 0.2, tasks: 0.65, between: expect.closeTo(0.05, 9), after: 0.1 });
  });

  it("survive a trial without length", () => {
    expect(laneShares(lanesOf(timeline([0], [0], [0]), 1)).tasks).toBe(0);
  });
});
