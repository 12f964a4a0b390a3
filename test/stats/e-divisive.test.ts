import { describe, expect, test } from "vitest";
import { eDivisive, type SplitRule } from "../../src/stats/e-divisive.js";
import { mannWhitneyTest } from "../../src/stats/mann-whitney.js";
import { seededRandom } from "../../src/stats/random.js";
import { gaussian, NOISES } from "../bench/noise.js";

/** As the history tests a split: a rank test, four figures a side, and the search itself. */
const RULE: SplitRule = {
  minimum: 4,
  test: (before, after) => mannWhitneyTest(before, after).p,
  atMost: 0.01,
  search: { shuffles: 199, seed: 1 },
};

const indices = (series: readonly number[], rule: SplitRule = RULE) =>
  eDivisive(series, rule).map(({ index }) => index);

/** Runs of levels with a little noise. */
function steps(levels: readonly [level: number, length: number][], seed: number): number[] {
  const random = seededRandom(seed);
  return levels.flatMap(([level, length]) => Array.from({ length }, () => level + gaussian(random)));
}

describe("eDivisive", () => {
  test("finds one change where it is, with the p of the test", () => {
    const series = steps(
      [
        [100, 12],
        [110, 12],
      ],
      1,
    );
    const [change, ...more] = eDivisive(series, RULE);
    expect(change?.index).toBe(12);
    expect(change?.p).toBe(mannWhitneyTest(series.slice(0, 12), series.slice(12)).p);
    expect(more).toEqual([]);
  });

  test("finds several, and a change and its way back", () => {
    expect(
      indices(
        steps(
          [
            [0, 10],
            [20, 9],
            [50, 11],
          ],
          2,
        ),
      ),
    ).toEqual([10, 19]);
    expect(
      indices(
        steps(
          [
            [0, 10],
            [9, 8],
            [0, 10],
          ],
          3,
        ),
      ),
    ).toEqual([10, 18]);
  });

  test("finds nothing in what is too short, level, or empty", () => {
    expect(indices([1, 1, 1, 9, 9, 9])).toEqual([]);
    expect(indices(new Array(20).fill(5))).toEqual([]);
    expect(indices([])).toEqual([]);
    expect(() => eDivisive([1, Number.NaN], RULE)).toThrow(RangeError);
  });

  test.each(Object.entries(NOISES))(
    "calls at most 3 %% of flat series changed, on %s noise; without the test of the search many more",
    (_, noise) => {
      const rounds = 300;
      const alarms = (rule: SplitRule) => {
        const random = seededRandom(11);
        return Array.from({ length: rounds }, () => Array.from({ length: 30 }, () => noise(random))).filter(
          (series) => indices(series, rule).length > 0,
        ).length;
      };
      // Nominal 1 %: 3 of 300, standard deviation 1.7.
      expect(alarms(RULE)).toBeLessThanOrEqual(9);
      const { search: _search, ...untested } = RULE;
      expect(alarms(untested)).toBeGreaterThan(30);
    },
  );
});
