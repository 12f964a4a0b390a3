import { describe, expect, test } from "vitest";
import { fallAtTheEnd } from "../../src/stats/isotonic.js";
import { seededRandom } from "../../src/stats/random.js";
import { gaussian } from "../bench/noise.js";
import { growthOf } from "../work.js";

describe("a fall at the end", () => {
  test("begins at the highest mean, and is none where the last mean is the highest", () => {
    expect(fallAtTheEnd([[1], [3], [2], [2.5]], { variance: 1, df: 5 })?.from).toBe(1);
    expect(fallAtTheEnd([[1], [3], [2], [3.5]], { variance: 1, df: 5 })).toBeNull();
    expect(fallAtTheEnd([[1], [2], [2]], { variance: 1, df: 5 })).toBeNull();
  });

  test("is not judged where nothing was repeated and no spread is given", () => {
    expect(fallAtTheEnd([[1], [3], [2]])).toBeNull();
  });

  test("counts its own places only, not a dip before them", () => {
    const dip = fallAtTheEnd([[5], [1], [9], [8]], { variance: 1, df: 9 });
    const none = fallAtTheEnd([[1], [1], [9], [8]], { variance: 1, df: 9 });
    expect(dip?.p).toBe(none?.p);
  });

  test("of two places has half the chance of a t of two sides", () => {
    // Two levels or one, each by a half: P(F(1, 4) >= 4.6 ^ 2) is that of |t| >= 4.6 with 4 degrees of freedom, 0.01.
    expect(fallAtTheEnd([[10], [10 - 4.6041 * Math.SQRT2]], { variance: 1, df: 4 })?.p).toBeCloseTo(0.005, 6);
  });

  test("is as rare as its p says where the truth is level", () => {
    const random = seededRandom(3);
    const RUNS = 4000;
    const falls = Array.from({ length: RUNS }, () => {
      const places = Array.from({ length: 4 }, () => [gaussian(random), gaussian(random), gaussian(random)]);
      return fallAtTheEnd(places)?.p ?? 1;
    });
    const share = (most: number) => falls.filter((p) => p < most).length / RUNS;
    // At most the level and not far under it, with three Monte Carlo standard errors.
    expect(share(0.05)).toBeLessThan(0.05 + 3 * Math.sqrt((0.05 * 0.95) / RUNS));
    expect(share(0.05)).toBeGreaterThan(0.02);
    expect(share(0.01)).toBeLessThan(0.01 + 3 * Math.sqrt((0.01 * 0.99) / RUNS));
  });

  test("of many places is judged in work that grows with their number", async () => {
    const growth = await growthOf((places) => {
      const means = Array.from({ length: places }, (_, index) => [index < places / 2 ? index : places - index]);
      return () => fallAtTheEnd(means, { variance: 1e6, df: 9 });
    }, 1_000);
    expect(growth).toBeLessThan(2.7);
  });
});
