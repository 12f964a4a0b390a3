import { describe, expect, test } from "vitest";
import { cellViews } from "../../../../src/analysis/cells/cell-view.js";
import { gainEstimator } from "../../../../src/analysis/scaling/thresholds/gain.js";
import { seededRandom } from "../../../../src/stats/random.js";
import { drift, gaussian } from "../../../bench/noise.js";
import { cell, experiment } from "../../make-run.js";

const RUNS = 600;
/** Speed-ups 1.8 and 2.5: a true gain of 0.7. */
const TRUE_MS = [900, 500, 360];

function simulate({ blocks, interleaved, noise = 0.03 }: { blocks: number; interleaved: boolean; noise?: number }) {
  const random = seededRandom(31);
  return Array.from({ length: RUNS }, () => {
    const cells = TRUE_MS.map((ms, index) =>
      cell(
        { strategy: "a", workers: index + 1 },
        Array.from(
          { length: blocks },
          (_, block) => ms * Math.exp((interleaved ? drift(block, blocks) : 0) + noise * gaussian(random)),
        ),
      ),
    );
    const [whole, from, to] = cellViews(experiment(cells));
    if (!whole || !from || !to) throw new Error("three cells");
    const gain = gainEstimator(whole, interleaved)({ view: from, work: 1 }, { view: to, work: 1 });
    if (gain === null) throw new Error("a gain");
    return gain;
  });
}

describe("gain in speed-up", () => {
  for (const [name, setting] of Object.entries({
    "20 repeats": { blocks: 20, interleaved: true },
    "5 repeats": { blocks: 5, interleaved: true },
    "5 trials that were not interleaved": { blocks: 5, interleaved: false },
    "20 trials that were not interleaved": { blocks: 20, interleaved: false },
  })) {
    test(`of ${name} is at most its limit in about 95 % of runs`, () => {
      const gains = simulate(setting);
      const covered = gains.filter(({ atMost }) => (atMost as number) >= 0.7).length / RUNS;
      // Two standard errors of 600 runs are 1.8 points.
      expect(covered).toBeGreaterThan(0.93);
      expect(covered).toBeLessThan(0.985);
      const above = gains.filter(({ atLeast }) => (atLeast as number) <= 0.7).length / RUNS;
      expect(above).toBeGreaterThan(0.93);
      expect(above).toBeLessThan(0.985);
      expect(gains.reduce((sum, { value }) => sum + value, 0) / RUNS).toBeCloseTo(0.7, 1);
    });
  }

  test("counts only blocks in which all three cells are usable, and has no limit from one", () => {
    const cells = [
      cell({ strategy: "a", workers: 1 }, [100, 100, null]),
      cell({ strategy: "a", workers: 2 }, [50, null, 50]),
      cell({ strategy: "a", workers: 4 }, [25, 25, 25]),
    ];
    const [whole, from, to] = cellViews(experiment(cells));
    if (!whole || !from || !to) throw new Error("three cells");
    expect(gainEstimator(whole, true)({ view: from, work: 1 }, { view: to, work: 1 })).toEqual({
      value: 2,
      atLeast: null,
      atMost: null,
    });
  });

  test("of growing work counts the work: 4 times of it in twice the time is a speed-up of 2", () => {
    const cells = [1, 2, 4].map((workers) => cell({ strategy: "a", workers }, workers === 4 ? [20, 20] : [10, 10]));
    const [whole, two, four] = cellViews(experiment(cells));
    if (!whole || !two || !four) throw new Error("three cells");
    expect(gainEstimator(whole, true)({ view: two, work: 2 }, { view: four, work: 4 })).toEqual({
      value: 0,
      atLeast: 0,
      atMost: 0,
    });
  });
});
