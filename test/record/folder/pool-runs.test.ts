import { describe, expect, it } from "vitest";
import { poolExperiments, poolRuns } from "../../../src/record/folder/pool-runs.js";
import type { Cell, Run } from "../../../src/record/schema/run-schema.js";
import { sampleRun, sampleTrial } from "../sample.js";

const timeline = { worker: [0], startMs: [0], endMs: [1], cpuMs: [1], queueMs: [0] };

function runOf(blocks: number[], change: (cell: Cell, index: number) => Cell = (cell) => cell): Run {
  const run = sampleRun();
  const experiments = run.experiments.map((experiment) => ({
    ...experiment,
    cells: experiment.cells.map((cell, index) =>
      change({ ...cell, trials: blocks.map((block) => sampleTrial({ block, wallMs: 10 + block, timeline })) }, index),
    ),
  }));
  return { ...run, experiments };
}

const blocksOf = (run: Pick<Run, "experiments">) =>
  run.experiments.flatMap(({ cells }) => cells.map(({ trials }) => trials.map(({ block }) => block)));

describe("poolRuns", () => {
  it("adds the trials of earlier runs, and is the last run in all else", () => {
    const last = { ...runOf([2, 3]), label: "the last" };
    const pooled = poolRuns([runOf([0, 1]), last]);
    expect(blocksOf(pooled)).toEqual([
      [0, 1, 2, 3],
      [0, 1, 2, 3],
    ]);
    expect({ ...pooled, experiments: [] }).toEqual({ ...last, experiments: [] });
    expect(blocksOf(last)).toEqual([
      [2, 3],
      [2, 3],
    ]);
  });

  it("keeps one timeline a cell, that of the median", () => {
    const [cell] = poolRuns([runOf([0]), runOf([1, 2])]).experiments[0]?.cells ?? [];
    expect(cell?.trials.map((trial) => trial.timeline !== undefined)).toEqual([false, true, false]);
  });

  it("pools the control cell of runs whose work was the same", () => {
    const trial = (block: number) => ({ block, position: 0, wallMs: 25 });
    const control = (n: number, block: number) => ({ workload: "random-loop", n, trials: [trial(block)] });
    const runs = [
      { ...runOf([0]), control: control(100, 0) },
      { ...runOf([1]), control: control(200, 1) },
      runOf([2]),
      { ...runOf([3]), control: control(200, 3) },
    ];
    expect(poolRuns(runs).control).toEqual({ workload: "random-loop", n: 200, trials: [trial(1), trial(3)] });
    expect(poolRuns([runOf([0]), runOf([1])]).control).toBeUndefined();
  });

  it("gives a run alone as it is", () => {
    const run = runOf([0]);
    expect(poolRuns([run])).toBe(run);
  });

  it("leaves out cells that only an earlier run has", () => {
    const other = runOf([0], (cell, index) =>
      index === 1 ? { ...cell, factors: { ...cell.factors, workers: 9 } } : cell,
    );
    expect(blocksOf(poolRuns([other, runOf([1])]))).toEqual([[0, 1], [1]]);
  });

  it("says that a cell was left out where its last run left it out, or has no trial of it", () => {
    const cut = (cell: Cell, index: number) => (index === 1 ? { ...cell, trials: [], dropped: "cut" } : cell);
    const dropped = (earlier: Run, last: Run) =>
      poolExperiments([earlier], last.experiments)[0]?.cells.map((cell) => cell.dropped);
    expect(dropped(runOf([0], cut), runOf([1]))).toEqual([undefined, undefined]);
    expect(dropped(runOf([0]), runOf([1], cut))).toEqual([undefined, "cut"]);
    const none = (cell: Cell, index: number) => (index === 1 ? { ...cell, trials: [] } : cell);
    expect(dropped(runOf([0], cut), runOf([1], none))).toEqual([undefined, "cut"]);
  });
});
