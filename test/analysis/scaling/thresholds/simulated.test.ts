import { describe, expect, test } from "vitest";
import { analyseRun } from "../../../../src/analysis/analyse.js";
import type { Thresholds } from "../../../../src/analysis/results/scaling.js";
import { seededRandom } from "../../../../src/stats/random.js";
import { amdahl, hardLimit, simulatedRun } from "../../../bench/simulated-line.js";

/** A short version of test/bench/thresholds-truth.ts, which simulates 400 runs of more grids and noises. */
const RUNS = 60;
const WORKERS = [1, 2, 3, 4, 6, 8, 12, 16, 24, 32];

function simulate(speedUpOf: (workers: number) => number, noise: number): Thresholds[] {
  const random = seededRandom(5);
  return Array.from({ length: RUNS }, () => {
    const run = simulatedRun({ speedUpOf, workers: WORKERS, blocks: 20, noise, random });
    return analyseRun(run).experiments[0]?.scaling[0]?.thresholds as Thresholds;
  });
}

function share(found: readonly Thresholds[], isRight: (one: Thresholds) => boolean): number {
  return found.filter(isRight).length / found.length;
}

describe("thresholds of simulated runs at 2 % noise, 20 blocks", () => {
  test("Amdahl with 10 % serial: efficient to 2, worth it to 4, no saturation", () => {
    const found = simulate(amdahl(0.1), 0.02);
    // The true efficiency with 2 is 0.909: where it comes out under 0.9, it is left open. Never is more named.
    expect(share(found, ({ efficientTo }) => efficientTo.workers === 2 && efficientTo.next === 3)).toBeGreaterThan(
      0.85,
    );
    expect(share(found, ({ efficientTo }) => (efficientTo.workers ?? 0) > 2)).toBe(0);
    // True gain from 4 to 6 workers: 0.46 of ideal. 93.0 % of 400 runs; here 2 standard errors less.
    expect(share(found, ({ worthItTo }) => worthItTo.workers === 4 && worthItTo.next === 6)).toBeGreaterThan(0.86);
    expect(share(found, ({ saturatesAt }) => !saturatesAt.reached)).toBe(1);
  });

  test("a hard limit at 8: all three at 8", () => {
    const found = simulate(hardLimit(8), 0.02);
    expect(share(found, ({ efficientTo }) => efficientTo.workers === 8 && efficientTo.next === 12)).toBeGreaterThan(
      0.95,
    );
    expect(share(found, ({ worthItTo }) => worthItTo.workers === 8)).toBeGreaterThan(0.95);
    expect(share(found, ({ saturatesAt }) => saturatesAt.workers === 8 && saturatesAt.reached)).toBeGreaterThan(0.9);
  });

  test("no knee on a plain Amdahl curve, at 5 % noise and with every count tested either", () => {
    expect(share(simulate(amdahl(0.1), 0.05), ({ saturatesAt }) => saturatesAt.reached)).toBe(0);
    const random = seededRandom(6);
    const workers = Array.from({ length: 16 }, (_, index) => index + 1);
    const found = Array.from({ length: RUNS }, () => {
      const run = simulatedRun({ speedUpOf: amdahl(0.1), workers, blocks: 20, noise: 0.02, random });
      return analyseRun(run).experiments[0]?.scaling[0]?.thresholds as Thresholds;
    });
    expect(share(found, ({ saturatesAt }) => saturatesAt.reached)).toBe(0);
  });
});
