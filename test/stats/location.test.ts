import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { geometricMean } from "../../src/stats/geometric-mean.js";
import { medianAbsoluteDeviation } from "../../src/stats/mad.js";
import { mean } from "../../src/stats/mean.js";
import { median } from "../../src/stats/median.js";
import { standardDeviation } from "../../src/stats/standard-deviation.js";

describe("median", () => {
  test("is the middle figure, or the mean of two", () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 2, 3])).toBe(2.5);
    expect(median([7])).toBe(7);
  });
});

describe("mean and standard deviation", () => {
  test("keep the digits of NIST NumAcc1: 10000001, 10000003, 10000002", () => {
    expect(mean([10_000_001, 10_000_003, 10_000_002])).toBe(10_000_002);
    expect(standardDeviation([10_000_001, 10_000_003, 10_000_002])).toBe(1);
  });

  test("a shift moves the mean and not the spread", () => {
    const sample = fc.array(fc.double({ min: -1000, max: 1000, noNaN: true }), { minLength: 2, maxLength: 30 });
    fc.assert(
      fc.property(sample, fc.integer({ min: -1000, max: 1000 }), (values, shift) => {
        const shifted = values.map((value) => value + shift);
        expect(mean(shifted)).toBeCloseTo(mean(values) + shift, 8);
        expect(standardDeviation(shifted)).toBeCloseTo(standardDeviation(values), 6);
      }),
    );
  });

  test("one figure has no spread to speak of: refused", () => {
    expect(() => standardDeviation([1])).toThrow("needs at least 2 values, got 1");
    expect(() => mean([])).toThrow(RangeError);
  });
});

describe("geometric mean", () => {
  // Null and Lobur, table 10.5: times of systems A, B and C on five programs.
  const A = [50, 200, 250, 400, 5000];
  const B = [100, 400, 500, 800, 4100];
  const ratios = (own: number[], other: number[]) => own.map((time, index) => time / (other[index] as number));

  test("of the published ratios is the published 1.6733", () => {
    expect(geometricMean(ratios(B, A))).toBeCloseTo(1.6733, 4);
  });

  test("does not depend on the reference; the arithmetic mean of the same ratios does", () => {
    expect(geometricMean(ratios(A, B)) * geometricMean(ratios(B, A))).toBeCloseTo(1, 12);
    expect(mean(ratios(A, B)) * mean(ratios(B, A))).toBeGreaterThan(1.1);
  });

  test("refuses a zero: it has no logarithm", () => {
    expect(() => geometricMean([1, 0])).toThrow("0 has no logarithm");
  });
});

describe("median absolute deviation", () => {
  test("ignores one wild figure", () => {
    expect(medianAbsoluteDeviation([1, 2, 3, 4, 5])).toBe(1);
    expect(medianAbsoluteDeviation([1, 2, 3, 4, 5000])).toBe(1);
  });
});
