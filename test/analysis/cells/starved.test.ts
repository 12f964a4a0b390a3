import { describe, expect, test } from "vitest";
import { analyseRun } from "../../../src/analysis/analyse.js";
import { disturbedWords } from "../../../src/cli/print/answer-text.js";
import type { Run } from "../../../src/record/schema/run-schema.js";
import { cell, experiment, makeRun } from "../make-run.js";

const TWO_CORES = { id: "m-1", name: "bench", availableParallelism: 2 };

/** Trials of 100 ms whose tasks waited so long in all. */
function runOf(waits: number[], workers: number, bound: "cpu" | "wait" = "cpu"): Run {
  const times = waits.map(() => 100);
  const trials = waits.map((queueWaitMs) => ({ queueWaitMs }));
  const factors = { strategy: "thread-pool", workers, tasks: 8, workload: "loop" };
  const workloads = { loop: { title: "Loop", bound } };
  return makeRun([experiment([cell(factors, times, trials)], { workloads })], { machine: TWO_CORES });
}

const starvedBlocks = (run: Run) => analyseRun(run).experiments[0]?.cells[0]?.starved.map(({ block }) => block);

describe("trials starved by foreign load", () => {
  test("waited more than 5 % of the workers' time with no more workers than cores", () => {
    expect(starvedBlocks(runOf([9, 11, 0], 2))).toEqual([1]);
    expect(analyseRun(runOf([9, 11, 0], 2)).experiments[0]?.cells[0]?.starved[0]?.waitShare).toBeCloseTo(0.055, 12);
  });

  test("or far more than CPU-bound workers that outnumber the cores do to each other", () => {
    // 4 workers on 2 cores wait half of 400 ms for each other; a core taken away makes it three quarters.
    expect(starvedBlocks(runOf([200, 230, 250, 300], 4))).toEqual([2, 3]);
  });

  test("go by the cores that the cell was bound to, and by its quota", () => {
    const [alone, few, half] = [{}, { cores: 1 }, { "cpu-quota": 0.5 }].map((more) => {
      const run = runOf([110, 30], 2);
      for (const { cells } of run.experiments) for (const { factors } of cells) Object.assign(factors, { more });
      return starvedBlocks(run);
    });
    expect([alone, few, half]).toEqual([[0, 1], [], []]);
  });

  test("wait for helper threads of their own where they fill the cores that they are bound to", () => {
    const bound = runOf([9, 12], 1);
    expect(starvedBlocks(bound)).toEqual([0, 1]);
    const [one] = bound.experiments;
    Object.assign(one ?? {}, { versions: { before: "a", after: "b", sideBySide: true } });
    expect(starvedBlocks(bound)).toEqual([1]);
    const alone = runOf([9, 12], 1);
    for (const { cells } of alone.experiments)
      for (const { factors } of cells) Object.assign(factors, { more: { cores: 1 } });
    expect(starvedBlocks(alone)).toEqual([1]);
  });

  test("of a job in shares keep every worker busy, whatever the number of tasks", () => {
    const run = runOf([200, 300], 4);
    const [one] = run.experiments;
    const cells = (one?.cells ?? []).map((cell) => ({ ...cell, factors: { ...cell.factors, tasks: 1 } }));
    const shares = {
      ...run,
      experiments: [{ ...(one as (typeof run.experiments)[0]), division: "shares" as const, cells }],
    };
    expect(starvedBlocks(shares as Run)).toEqual([1]);
  });

  test("are not guessed at where the work is not known to be CPU-bound, or the cores are unknown", () => {
    expect(starvedBlocks(runOf([300], 4, "wait"))).toEqual([]);
    expect(starvedBlocks({ ...runOf([300], 4), machine: { id: "m-2", name: "unknown" } })).toEqual([]);
  });

  test("are counted for the run, and said after it", () => {
    const analysis = analyseRun(runOf([100, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5], 2));
    expect(analysis.starved).toEqual({ trials: 1, judged: 11 });
    expect(disturbedWords(analysis)).toEqual([
      expect.stringMatching(/^Disturbed by other programs: 1 of 11 measurements waited longer for a core than its own/),
    ]);
    expect(disturbedWords({ starved: { trials: 0, judged: 11 } })).toEqual([]);
  });
});
