import { describe, expect, test } from "vitest";
import { analyseRun } from "../../../src/analysis/analyse.js";
import type { CrossoverSummary } from "../../../src/analysis/results/run-analysis.js";
import { seededRandom } from "../../../src/stats/random.js";
import { gaussian } from "../../bench/noise.js";
import { cell, experiment, makeRun } from "../make-run.js";

const SIZES = [1_000, 3_000, 10_000, 30_000, 100_000];
/** Sequential 0.01 ms per N against 60 ms and 0.004 ms per N: they meet at N = 10,000. */
const COSTS = { c: 0.01, o: 60, k: 0.004 };

interface Setting {
  blocks: number;
  noise: number;
  random: () => number;
  sequentialMs?: (n: number) => number;
  contenderMs?: (n: number) => number;
}

function crossoverOf(setting: Setting): CrossoverSummary | undefined {
  const { blocks, noise, random } = setting;
  const sequentialMs = setting.sequentialMs ?? ((n: number) => COSTS.c * n);
  const contenderMs = setting.contenderMs ?? ((n: number) => COSTS.o + COSTS.k * n);
  const moods = Array.from({ length: blocks }, (_, block) => 0.1 * (block / blocks) + 0.03 * Math.sin(block / 2));
  const times = (ms: number) => moods.map((mood) => ms * Math.exp(mood + noise * gaussian(random)));
  const cells = SIZES.flatMap((n) => [
    cell({ strategy: "sequential", workers: 1, n }, times(sequentialMs(n))),
    cell({ strategy: "thread-pool", workers: 4, n }, times(contenderMs(n))),
  ]);
  return analyseRun(makeRun([experiment(cells)])).experiments[0]?.crossovers[0];
}

describe("crossovers of an experiment", () => {
  test("give the bracket of tested N and the cost model", () => {
    const found = crossoverOf({ blocks: 20, noise: 0.02, random: seededRandom(1) });
    expect(found).toMatchObject({ baseline: "sequential", contender: "thread-pool", workers: 4, tested: SIZES });
    expect(found).toMatchObject({ label: "thread pool, 4 workers", bracket: [3_000, 30_000], pointValues: false });
    expect(found?.model?.n).toBeCloseTo(10_000, -3);
    expect(found?.model?.overheadMs).toBeCloseTo(60, -1);
    expect(found?.model).toMatchObject({ isTested: true });
    const { n, overheadMs, sequentialMsPerN, contenderMsPerN } = found?.model ?? ({} as never);
    expect(overheadMs / (sequentialMsPerN - contenderMsPerN)).toBeCloseTo(n, 6);
  });

  test("the interval of the cost model covers the true N in about 95 % of runs", () => {
    const random = seededRandom(2);
    const found = Array.from({ length: 400 }, () => crossoverOf({ blocks: 10, noise: 0.03, random })?.model);
    const fitted = found.flatMap((model) => model ?? []);
    expect(fitted.length).toBeGreaterThan(380);
    const covered = fitted.filter(({ interval: [low, high] }) => low <= 10_000 && high >= 10_000).length;
    // 400 runs: two standard errors are 2.2 points.
    expect(covered / fitted.length).toBeGreaterThan(0.925);
    expect(covered / fitted.length).toBeLessThan(0.975);
  });

  test("have no model where the costs are no such lines, or meet outside the tested N", () => {
    const random = seededRandom(3);
    const curved = crossoverOf({ blocks: 20, noise: 0.02, random, sequentialMs: (n) => 0.001 * n * Math.log(n) });
    expect(curved?.bracket).toEqual([10_000, 30_000]);
    expect(curved?.model).toBeNull();
    const far = crossoverOf({ blocks: 20, noise: 0.02, random, contenderMs: (n) => 3_000 + 0.004 * n });
    expect(far?.bracket).toEqual([100_000, null]);
    expect(far?.model).toBeNull();
    const never = crossoverOf({ blocks: 20, noise: 0.02, random, contenderMs: (n) => 60 + 0.012 * n });
    expect(never?.model).toBeNull();
  });

  test("with one measurement each rest on point values, which nothing could contradict", () => {
    const found = crossoverOf({ blocks: 1, noise: 0.02, random: seededRandom(4) });
    expect(found).toMatchObject({ pointValues: true, model: { isTested: false } });
    // At 10,000 both take as long: with point values one of them wins there.
    expect(found?.bracket).toContain(10_000);
    const rough = crossoverOf({ blocks: 1, noise: 0.4, random: seededRandom(4) });
    expect(rough?.model).toBeNull();
  });
});
