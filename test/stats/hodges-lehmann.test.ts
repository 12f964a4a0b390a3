import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hodgesLehmann } from "../../src/stats/hodges-lehmann.js";
import { median } from "../../src/stats/median.js";
import { seededRandom } from "../../src/stats/random.js";
import { signedRankTest } from "../../src/stats/signed-rank.js";

function walsh(values: number[]): number[] {
  return values.flatMap((a, i) => values.slice(i).map((b) => (a + b) / 2)).sort((a, b) => a - b);
}

const figures = (minLength: number) =>
  fc.array(fc.double({ min: -100, max: 100, noNaN: true }), { minLength, maxLength: 25 });

describe("Hodges-Lehmann", () => {
  test("is the median of all pairwise means, found without listing them", () => {
    fc.assert(
      fc.property(figures(6), (values) => {
        expect(hodgesLehmann(values, []).estimate).toBeCloseTo(median(walsh(values)), 9);
      }),
    );
  });

  test("its bounds are pairwise means to the last digit, tied and 0 as well", () => {
    const tied = fc.array(fc.integer({ min: -3, max: 5 }), { minLength: 20, maxLength: 20 });
    fc.assert(
      fc.property(
        fc.oneof(
          tied,
          figures(20).map((values) => values.slice(0, 20)),
        ),
        (values) => {
          const averages = walsh(values).map((average) => average + 0);
          const { estimate, intervals } = hodgesLehmann(values, [0.95]);
          expect(intervals).toEqual([[averages[52], averages[157]]]);
          expect(estimate + 0).toBe(((averages[104] as number) + (averages[105] as number)) / 2 + 0);
        },
      ),
    );
  });

  // Critical rank sums of the signed-rank test, two-sided 5 %: Hollander and Wolfe 1973, table A.4 (n = 10: 8, n = 20: 52).
  test.each([
    [6, 1],
    [10, 9],
    [20, 53],
  ])("with %i differences the 95 %% interval ends at the %i-th pairwise mean from either end", (n, rank) => {
    const values = Array.from({ length: n }, (_, index) => Math.sin(index * 7) * 10 + index);
    const [interval] = hodgesLehmann(values, [0.95]).intervals;
    const averages = walsh(values);
    expect(interval?.[0]).toBeCloseTo(averages[rank - 1] as number, 12);
    expect(interval?.[1]).toBeCloseTo(averages[averages.length - rank] as number, 12);
  });

  test("the interval leaves out 0 exactly where the signed-rank p is at most 0.05", () => {
    // Distinct sizes: ties change the test's distribution and not the interval's.
    const distinct = fc.uniqueArray(
      fc.integer({ min: -1e6, max: 1e6 }).filter((value) => value !== 0),
      { selector: Math.abs, minLength: 6, maxLength: 25 },
    );
    fc.assert(
      fc.property(distinct, (values) => {
        const [[low, high]] = hodgesLehmann(values, [0.95]).intervals as [[number, number]];
        expect(signedRankTest(values).p <= 0.05).toBe(low > 0 || high < 0);
      }),
    );
  });

  test("shifts with its data", () => {
    fc.assert(
      fc.property(figures(6), fc.integer({ min: -50, max: 50 }), (values, shift) => {
        const moved = hodgesLehmann(
          values.map((value) => value + shift),
          [],
        );
        expect(moved.estimate).toBeCloseTo(hodgesLehmann(values, []).estimate + shift, 9);
      }),
    );
  });

  test("copes with a hundred thousand blocks", () => {
    const random = seededRandom(1);
    const values = Array.from({ length: 100_000 }, () => random() - 0.4);
    expect(hodgesLehmann(values, [0.95]).estimate).toBeCloseTo(0.1, 2);
  });

  test("refuses a level that so few differences cannot give", () => {
    expect(() => hodgesLehmann([1, 2, 3, 4, 5], [0.95])).toThrow("5 differences cannot give an interval of 95 %");
    expect(() => hodgesLehmann([], [0.95])).toThrow(RangeError);
  });
});
