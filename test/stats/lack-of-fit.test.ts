import { describe, expect, test } from "vitest";
import { lackOfFit } from "../../src/stats/lack-of-fit.js";
import { seededRandom } from "../../src/stats/random.js";
import { gaussian } from "../bench/noise.js";

describe("lack of fit", () => {
  test("is the F of misfit over spread, by hand", () => {
    // Means 2, 4, 9 beside 2, 5, 8: misfit 2 (0 + 1 + 1) = 4 on 1; within 2 + 2 + 2 = 6 on 3. F = 4 / 2 = 2.
    const places = [
      { observed: [1, 3], fitted: 2 },
      { observed: [3, 5], fitted: 5 },
      { observed: [8, 10], fitted: 8 },
    ];
    const test = lackOfFit(places, 2);
    expect(test?.f).toBeCloseTo(2, 12);
    expect(test?.df).toEqual([1, 3]);
    // F on 1 and 3 degrees of freedom is t squared on 3: two-sided p of t = sqrt 2.
    expect(test?.p).toBeCloseTo(0.2522, 4);
  });

  test("there is none without repeats, or without more places than parameters", () => {
    const one = { observed: [1], fitted: 1 };
    const two = { observed: [1, 2], fitted: 1 };
    expect(lackOfFit([one, one, one], 2)).toBeNull();
    expect(lackOfFit([two, two], 2)).toBeNull();
    expect(lackOfFit([two, one, one], 2)?.df).toEqual([1, 1]);
  });

  test("repeats that are all alike reject any misfit, and nothing without one", () => {
    const place = (fitted: number) => ({ observed: [4, 4], fitted });
    expect(lackOfFit([place(4), place(5)], 1)).toMatchObject({ f: null, p: 0 });
    expect(lackOfFit([place(4), place(4)], 1)?.p).toBe(1);
  });

  test("rejects 1 of 100 true models at p < 0.01", () => {
    const random = seededRandom(4);
    const rejected = Array.from({ length: 4000 }, () => {
      const groups = Array.from({ length: 6 }, () => Array.from({ length: 5 }, () => gaussian(random)));
      const centre = groups.flat().reduce((sum, value) => sum + value, 0) / 30;
      return lackOfFit(
        groups.map((observed) => ({ observed, fitted: centre })),
        1,
      );
    }).filter((found) => (found?.p ?? 1) < 0.01);
    // Monte Carlo: 40 of 4000, standard deviation 6.3.
    expect(rejected.length).toBeGreaterThan(20);
    expect(rejected.length).toBeLessThan(60);
  });
});
