import { describe, expect, test } from "vitest";
import { analyseRun } from "../../src/analysis/analyse.js";
import type { CellSummary, Change, ExperimentAnalysis, RunAnalysis } from "../../src/analysis/results/run-analysis.js";
import { seededRandom } from "../../src/stats/random.js";
import { gaussian } from "../bench/noise.js";
import { coresHost, fileWrite, listAppend } from "./lab.js";
import { cell, experiment, importedRun, makeRun } from "./make-run.js";
import { sampleRun } from "./sample-run.js";

function only(analysis: RunAnalysis): ExperimentAnalysis {
  return analysis.experiments[0] as ExperimentAnalysis;
}

const percents = (changes: Change[]) => changes.map(({ changePercent }) => Number(changePercent?.toFixed(2)));
const workersOf = (changes: Change[]) => changes.map(({ from, to }) => `${from.workers}-${to.workers}`);
const byLabel = ({ cells }: ExperimentAnalysis, label: string) =>
  cells.find((found) => found.label === label) as CellSummary;

describe("cores-host.csv, as published", () => {
  const analysis = analyseRun(coresHost());
  const { changes, cells } = only(analysis);

  test("8 workers against 1 take 81.7 % less time", () => {
    expect(workersOf(changes.againstBaseline)).toEqual(["1-2", "1-4", "1-6", "1-8"]);
    expect(changes.againstBaseline.at(-1)?.changePercent).toBeCloseTo(-81.7, 2);
  });

  test("steps are 41.28, 46.28, 0.17 and 41.89 % less, to 0.02", () => {
    expect(workersOf(changes.steps)).toEqual(["1-2", "2-4", "4-6", "6-8"]);
    [41.28, 46.28, 0.17, 41.89].forEach((published, index) => {
      expect(Math.abs((changes.steps[index]?.changePercent as number) + published)).toBeLessThan(0.02);
    });
  });

  test("one measurement each: no interval, no verdict, and the same change in both lists", () => {
    for (const change of [...changes.againstBaseline, ...changes.steps]) {
      expect(change).toMatchObject({ interval: null, verdict: "inconclusive", reason: "single-trial", n: 1, p: null });
    }
    expect(changes.steps[0]).toBe(changes.againstBaseline[0]);
    expect(analysis).toMatchObject({ interleaved: false, quick: true, blocks: { min: 1, max: 1 } });
  });

  test("4 and 6 workers are two rounds either way", () => {
    expect(cells.map(({ ideal }) => [ideal.rounds, ideal.speedUp])).toEqual([
      [8, 1],
      [4, 2],
      [2, 4],
      [2, 4],
      [1, 8],
    ]);
    expect(byLabel(only(analysis), "6 workers").ownSpeedUp?.value).toBeCloseTo(306.4 / 96.49, 10);
    expect(byLabel(only(analysis), "6 workers").efficiency).toBeCloseTo(306.4 / 96.49 / 6, 10);
    expect(byLabel(only(analysis), "6 workers").idealEfficiency).toBeCloseTo(306.4 / 96.49 / 4, 10);
  });
});

describe("the other tables of the lab", () => {
  test("list-append: threads meet processes at 2 workers, processes step from 2 to 4", () => {
    const { changes } = only(analyseRun(listAppend()));
    expect(percents(changes.acrossStrategies)).toEqual([-47.83]);
    expect(percents(changes.steps)).toEqual([-48.33]);
    // 2.003 s with two threads, 0.540 s with four processes: 3.71 times, not the published 3.8.
    expect(2003 / 540).toBeCloseTo(3.71, 2);
  });

  test("list-append keeps user and system time beside the real time", () => {
    const [threads] = only(analyseRun(listAppend())).cells;
    expect(threads).toMatchObject({ medianMs: 2003, medianUserMs: 1838, medianSysMs: 161 });
  });

  test("file-write: the first row of the same size is the baseline", () => {
    const { changes, cells } = only(analyseRun(fileWrite()));
    expect(cells.map(({ isBaseline }) => isBaseline)).toEqual([true, false]);
    expect(cells[1]?.baselineKey).toBe(cells[0]?.key);
    expect(changes.againstBaseline).toHaveLength(1);
    expect(changes.againstBaseline[0]?.ratio).toBeCloseTo(196.4569091796875 / 100.2953052520752, 10);
  });
});

test("six trials, one of them nine times as long: from, to and change agree", () => {
  const times = { a: [1000, 1010, 990, 1000, 1020, 1000], b: [1010, 1000, 990, 1010, 1000, 9000] };
  const cells = Object.entries(times).map(([strategy, wallMs]) => cell({ strategy, workers: 1 }, wallMs));
  const [change] = only(analyseRun(importedRun([experiment(cells)]))).changes.againstBaseline as [Change];
  expect(change.method).toBe("welch");
  expect(change.fromMs).toBeCloseTo(1003.3, 1);
  expect(change.toMs).toBeCloseTo(1444.6, 1);
  expect(((change.toMs as number) / (change.fromMs as number) - 1) * 100).toBeCloseTo(
    change.changePercent as number,
    9,
  );
});

describe("a run of our own", () => {
  const analysis = analyseRun(sampleRun(20));
  const [workers, , , sizes] = analysis.experiments as ExperimentAnalysis[];

  test("is interleaved, has 20 blocks and is not quick", () => {
    expect(analysis).toMatchObject({ interleaved: true, quick: false, blocks: { min: 20, max: 20 }, floorPercent: 2 });
    expect(analyseRun(sampleRun(5)).quick).toBe(true);
  });

  test("every ratio is that of its percentage, lies in its interval and near the quotient of the medians beside it", () => {
    const changes = analysis.experiments.flatMap((found) => Object.values(found.changes).flat());
    expect(changes.length).toBeGreaterThan(50);
    for (const { ratio, fromMs, toMs, changePercent, interval } of changes) {
      if (ratio === null) continue;
      expect(Math.abs(Math.log(ratio / ((toMs as number) / (fromMs as number))))).toBeLessThan(0.1);
      expect(changePercent).toBeCloseTo((ratio - 1) * 100, 9);
      expect(interval?.[0]).toBeLessThanOrEqual(changePercent as number);
      expect(interval?.[1]).toBeGreaterThanOrEqual(changePercent as number);
    }
  });

  test("two times are equal exactly where the interval shown, the 90 % one, lies within 3 %", () => {
    const changes = analysis.experiments.flatMap((found) => Object.values(found.changes).flat());
    const isWithin = ({ interval90 }: Change) => interval90 !== null && interval90[0] > -3 && interval90[1] < 3;
    const same = changes.filter(({ verdict }) => verdict === "same");
    expect(same.length).toBeGreaterThan(0);
    expect(same.every(isWithin)).toBe(true);
    expect(changes.filter(({ verdict }) => verdict === "inconclusive").some(isWithin)).toBe(false);
  });

  test("speed-up is against sequential, then against the own single worker, intervals turned over", () => {
    const four = byLabel(workers as ExperimentAnalysis, "thread pool, 4 workers");
    const change = workers?.changes.againstBaseline.find(({ to }) => to === four.factors) as Change;
    expect(four.speedUp?.value).toBeCloseTo(1 / (change.ratio as number), 12);
    expect(four.speedUp?.interval?.[0]).toBeCloseTo(1 / (1 + (change.interval?.[1] as number) / 100), 12);
    expect(four.speedUp?.interval?.[1]).toBeCloseTo(1 / (1 + (change.interval?.[0] as number) / 100), 12);
    expect(four.ownSpeedUp?.value).toBeGreaterThan(four.speedUp?.value as number);
    expect(four.efficiency).toBeCloseTo((four.speedUp?.value as number) / 4, 12);
    // Two usable cores: the ideal of 4 workers is 2.
    expect(four.idealEfficiency).toBeCloseTo((four.speedUp?.value as number) / 2, 12);
    expect(byLabel(workers as ExperimentAnalysis, "sequential").speedUp).toEqual({ value: 1, interval: null });
  });

  test("a cell whose trials failed is counted, explained and in no ratio", () => {
    const failed = byLabel(sizes as ExperimentAnalysis, "process pool, 4 workers, N = 10,000,000");
    expect(failed).toMatchObject({
      trials: { ok: 0, failed: 20, timeout: 0 },
      failures: [{ reason: "out-of-memory", count: 20 }],
      medianMs: null,
      speedUp: null,
      efficiency: null,
    });
    const change = sizes?.changes.againstBaseline.find(({ to }) => to === failed.factors);
    expect(change).toMatchObject({ ratio: null, verdict: "inconclusive", reason: "no-usable-trial" });
  });

  test("findings come best first, kinds mixed, each with its experiment", () => {
    const top = analysis.findings.slice(0, 3).map(({ id }) => id);
    expect(new Set(top).size).toBe(3);
    const mine = analysis.experiments.flatMap(({ findings }) => findings);
    expect(analysis.findings).toHaveLength(mine.length);
  });

  test("the analysis of the same run is the same", () => {
    expect(analyseRun(sampleRun(20))).toEqual(analysis);
  });
});

describe("a cell by itself", () => {
  const cellOf = (times: (number | null)[]) =>
    only(analyseRun(makeRun([experiment([cell({ strategy: "sequential", workers: 1 }, times)])])))
      .cells[0] as CellSummary;

  test("has mean and standard deviation beside the robust figures", () => {
    const summary = cellOf([10, 20, 30, 40, null]);
    expect(summary).toMatchObject({
      trials: { ok: 4, failed: 1, timeout: 0 },
      medianMs: 25,
      meanMs: 25,
      madMs: 10,
      minMs: 10,
      maxMs: 40,
    });
    expect(summary.sdMs).toBeCloseTo(Math.sqrt(500 / 3), 12);
    expect(summary.geometricMeanMs).toBeCloseTo(240_000 ** (1 / 4), 10);
    expect(summary.intervalMs?.[0]).toBeLessThan(summary.geometricMeanMs as number);
  });

  test("of one trial has no spread", () => {
    expect(cellOf([10])).toMatchObject({ medianMs: 10, sdMs: null, madMs: null, intervalMs: null });
  });

  test("flags outliers by block and keeps them", () => {
    const times = [10, 10.1, 10.2, 9.9, 9.8, 10, 30, 10.1, 9.9, 10];
    const summary = cellOf(times);
    expect(summary.outliers).toEqual([{ block: 6, wallMs: 30, kind: "extreme" }]);
    expect(summary.maxMs).toBe(30);
    expect(cellOf(times.slice(0, 9)).outliers).toEqual([]);
  });

  test("flags few trials of a clean cell, whatever their number", () => {
    const random = seededRandom(5);
    const flagged = (trials: number) => {
      const cells = Array.from({ length: 500 }, () =>
        cellOf(Array.from({ length: trials }, () => 100 * Math.exp(0.02 * gaussian(random)))),
      );
      return cells.reduce((sum, { outliers }) => sum + outliers.length, 0) / cells.length / trials;
    };
    // 4.0 % of 10 trials and 2.3 % of 20 by 20,000 cells each; of 5 it would be 8.7 %.
    expect(flagged(5)).toBe(0);
    expect(flagged(10)).toBeLessThan(0.05);
    expect(flagged(20)).toBeLessThan(0.03);
  });

  test("with a time of 0 is below resolution: shown, and no logarithm of it", () => {
    expect(cellOf([0, 1])).toMatchObject({
      belowResolution: true,
      minMs: 0,
      medianMs: 0.5,
      geometricMeanMs: null,
      intervalMs: null,
      speedUp: null,
    });
  });
});

describe("odd runs", () => {
  test("without experiments or trials have an analysis all the same", () => {
    expect(analyseRun(makeRun([]))).toMatchObject({ experiments: [], findings: [], blocks: { min: 0, max: 0 } });
    const empty = cell({ strategy: "sequential", workers: 1 }, []);
    const { cells, findings } = only(analyseRun(makeRun([experiment([{ ...empty, dropped: "over budget" }])])));
    expect(cells[0]).toMatchObject({ dropped: "over budget", medianMs: null });
    expect(findings.map(({ id }) => id)).toEqual(["dropped"]);
  });

  test("the extremes that the schema allows give finite figures", () => {
    const run = importedRun([
      experiment([cell({ strategy: "a", workers: 1 }, [3.2e11]), cell({ strategy: "a", workers: 1e9 }, [1e-11])]),
    ]);
    const text = JSON.stringify(analyseRun(run));
    expect(text).not.toMatch(/Infinity|NaN/);
    expect(only(analyseRun(run)).changes.steps[0]?.ratio).toBeGreaterThan(0);
  });
});
