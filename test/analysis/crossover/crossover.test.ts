import { describe, expect, test } from "vitest";
import { analyseRun } from "../../../src/analysis/analyse.js";
import { answerOf } from "../../../src/analysis/answer/answer.js";
import { cellViews } from "../../../src/analysis/cells/cell-view.js";
import { compareCells } from "../../../src/analysis/comparing/comparisons.js";
import { estimator } from "../../../src/analysis/comparing/estimate.js";
import { crossovers } from "../../../src/analysis/crossover/crossover.js";
import type { ExperimentAnalysis } from "../../../src/analysis/results/run-analysis.js";
import { cell, experiment, makeRun } from "../make-run.js";
import { noisyTimes } from "../sample-run.js";

/** Ratio of pool to sequential time at each N. */
function found(ratios: Record<number, number>, blocks = 20) {
  const times = noisyTimes(5, blocks);
  const cells = Object.entries(ratios).flatMap(([n, ratio]) => [
    cell({ strategy: "sequential", workers: 1, n: Number(n) }, times(100)),
    cell({ strategy: "process-pool", workers: 4, n: Number(n) }, times(100 * ratio)),
  ]);
  const options = { estimator: estimator(true), interleaved: true, floorPercent: 2 };
  const comparisons = compareCells(cellViews(experiment(cells)), options);
  return crossovers(comparisons.changes.againstBaseline ?? [], "tasks");
}

const bracketOf = (ratios: Record<number, number>, blocks?: number) => {
  const [first] = found(ratios, blocks);
  return first && [first.lastLoss?.to.factors.n ?? null, first.firstWin?.to.factors.n ?? null, first.mixed];
};

describe("bracket of the crossover", () => {
  test("lies between the last clear loss and the first clear win, the undecided between them left out", () => {
    expect(bracketOf({ 10: 3, 100: 2, 1000: 1, 10000: 0.5, 100000: 0.4 })).toEqual([100, 10000, false]);
  });

  test("is open where one side always wins", () => {
    expect(bracketOf({ 10: 0.5, 100: 0.4 })).toEqual([null, 10, false]);
    expect(bracketOf({ 10: 3, 100: 2 })).toEqual([100, null, false]);
    expect(bracketOf({ 10: 1, 100: 1 })).toEqual([null, null, false]);
  });

  test("is called mixed where a win comes before a loss", () => {
    expect(bracketOf({ 10: 0.5, 100: 2, 1000: 0.5 })).toEqual([100, 1000, true]);
  });

  test("rests on point values with one measurement each, and says so", () => {
    expect(bracketOf({ 10: 1.1, 100: 0.9 }, 1)).toEqual([10, 100, false]);
    expect(found({ 10: 1.1, 100: 0.9 }, 1)[0]?.pointValues).toBe(true);
  });

  test("counts no N as tested where one trial tells nothing", () => {
    const times = noisyTimes(5, 20);
    const at = (n: number, ms: number[]) => [
      cell({ strategy: "sequential", workers: 1, n }, times(100)),
      cell({ strategy: "process-pool", workers: 4, n }, ms),
    ];
    const cells = [...at(10, times(300)), ...at(100, times(200)), ...at(1000, [10])];
    const options = { estimator: estimator(true), interleaved: true, floorPercent: 2 };
    const comparisons = compareCells(cellViews(experiment(cells)), options);
    const [first] = crossovers(comparisons.changes.againstBaseline ?? [], "tasks");
    expect(first?.changes.map(({ to }) => to.factors.n)).toEqual([10, 100]);
    expect(first?.firstWin).toBeNull();
  });

  test("of a user's variants is against the first of them", () => {
    const times = noisyTimes(5, 20);
    const cells = [
      [10, 2],
      [100, 0.5],
    ].flatMap(([n = 0, ratio = 1]) => [
      cell({ strategy: "direct", workers: 1, n }, times(100)),
      cell({ strategy: "cached", workers: 1, n }, times(100 * ratio)),
    ]);
    const program = { files: [], command: "x {n}" };
    const analyse = (more: object) =>
      analyseRun(makeRun([{ ...experiment(cells), ...more }])).experiments[0] as ExperimentAnalysis;
    const analysed = analyse({ programs: { direct: program, cached: program } });
    expect(analysed.crossovers).toMatchObject([
      { baseline: "direct", contender: "cached", bracket: [10, 100], model: null },
    ]);
    expect(answerOf(analysed).use).toBe("Cached starts to win between N = 10 and N = 100");
    // Strategies of other tools are not known to do the same.
    expect(analyse({}).crossovers).toEqual([]);
  });

  test("needs two sizes", () => {
    expect(found({ 10: 2 })).toEqual([]);
  });
});
