import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { pairedT } from "../../src/stats/paired-t.js";
import { tInterval } from "../../src/stats/t-interval.js";
import { intervalOfT, pOfT } from "../../src/stats/t-statistic.js";
import { tost } from "../../src/stats/tost.js";
import { welchT } from "../../src/stats/welch-t.js";

// R's sleep data (Student 1908) and the example of t.test: R 4, tests/Examples/stats-Ex.Rout.save.
const SLEEP = [-1.2, -2.4, -1.3, -1.3, 0, -1, -1.8, -0.8, -4.6, -1.4];
const X = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
const Y = [7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20];

describe("paired t", () => {
  test("gives R's interval and p for the sleep data", () => {
    const t = pairedT(SLEEP);
    expect(t.df).toBe(9);
    expect(pOfT(t)).toBeCloseTo(0.002833, 6);
    const [low, high] = tInterval(SLEEP, 0.95);
    expect(low).toBeCloseTo(-2.4598858, 7);
    expect(high).toBeCloseTo(-0.7001142, 7);
  });

  test("without spread p is 1 at no difference and 0 elsewhere", () => {
    expect(pOfT(pairedT([0, 0, 0]))).toBe(1);
    expect(pOfT(pairedT([1, 1, 1]))).toBe(0);
    expect(intervalOfT(pairedT([1, 1, 1]), 0.95)).toEqual([1, 1]);
  });

  test("refuses a single pair and a level of 1", () => {
    expect(() => pairedT([1])).toThrow(RangeError);
    expect(() => tInterval([1, 2], 1)).toThrow("level 1 is not between 0 and 1");
  });
});

describe("Welch's t", () => {
  test("gives R's t, degrees of freedom, p and interval", () => {
    const t = welchT(Y, X);
    expect(t.estimate / t.standardError).toBeCloseTo(-5.4349, 4);
    expect(t.df).toBeCloseTo(21.982, 3);
    expect(pOfT(t)).toBeCloseTo(1.855e-5, 8);
    expect(intervalOfT(t, 0.95)[0]).toBeCloseTo(-11.052802, 6);
  });

  test("p is under 0.05 exactly where the 95 % interval leaves out 0", () => {
    const sample = fc.array(fc.double({ min: 0, max: 3, noNaN: true }), { minLength: 2, maxLength: 9 });
    fc.assert(
      fc.property(sample, sample, (from, to) => {
        const t = welchT(from, to);
        const [low, high] = intervalOfT(t, 0.95);
        fc.pre(Math.min(Math.abs(low), Math.abs(high)) > 1e-9);
        expect(pOfT(t) < 0.05).toBe(low > 0 || high < 0);
      }),
    );
  });
});

describe("two one-sided tests", () => {
  const bounds: [number, number] = [-0.03, 0.03];

  test("reject exactly where the 90 % interval lies inside the bounds", () => {
    const values = fc.array(fc.double({ min: -0.06, max: 0.06, noNaN: true }), { minLength: 3, maxLength: 12 });
    fc.assert(
      fc.property(values, (differences) => {
        const t = pairedT(differences);
        const [low, high] = intervalOfT(t, 0.9);
        fc.pre(Math.min(Math.abs(low - bounds[0]), Math.abs(high - bounds[1])) > 1e-9);
        expect(tost(t, bounds) <= 0.05).toBe(low > bounds[0] && high < bounds[1]);
      }),
    );
  });

  test("a difference without spread is inside or it is not", () => {
    expect(tost(pairedT([0.01, 0.01]), bounds)).toBe(0);
    expect(tost(pairedT([0.04, 0.04]), bounds)).toBe(1);
    expect(() => tost(pairedT([0, 1]), [1, -1])).toThrow("not ascending");
  });
});
