import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { quantile } from "../../src/stats/quantile.js";

describe("quantile, Hyndman-Fan 7", () => {
  // R: quantile(c(1, 2, 3, 4, 10), c(.1, .25, .5, .9)).
  test.each([
    [0, 1],
    [0.1, 1.4],
    [0.25, 2],
    [0.5, 3],
    [0.9, 7.6],
    [1, 10],
  ])("at %f is %f, as in R", (p, expected) => {
    expect(quantile([10, 3, 1, 4, 2], p)).toBeCloseTo(expected, 12);
  });

  test("lies within the sample and grows with p", () => {
    const sample = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1 });
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(sample, share, share, (values, p, q) => {
        const [low, high] = [quantile(values, Math.min(p, q)), quantile(values, Math.max(p, q))];
        expect(low).toBeLessThanOrEqual(high + 1e-9);
        expect(low).toBeGreaterThanOrEqual(Math.min(...values));
        expect(high).toBeLessThanOrEqual(Math.max(...values) + 1e-9);
      }),
    );
  });

  test("refuses an empty sample, NaN, and a share above 1", () => {
    expect(() => quantile([], 0.5)).toThrow(RangeError);
    expect(() => quantile([1, Number.NaN], 0.5)).toThrow("value 1 is NaN");
    expect(() => quantile([1], 1.5)).toThrow("p is 1.5");
  });
});
