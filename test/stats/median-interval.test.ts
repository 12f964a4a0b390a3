import { describe, expect, it } from "vitest";
import { medianInterval } from "../../src/stats/median-interval.js";

const upTo = (n: number) => Array.from({ length: n }, (_, index) => n - index);

describe("medianInterval", () => {
  // Binomial table, p = 1/2: P(B <= 5) = 0.0207 and P(B <= 6) = 0.0577 of 20; P(B <= 1) = 0.0107, P(B <= 2) = 0.0547 of 10.
  it.each([
    [6, [1, 6]],
    [10, [2, 9]],
    [20, [6, 15]],
    [25, [8, 18]],
  ])("of %i values lies between the order statistics of the sign test", (n, interval) => {
    expect(medianInterval(upTo(n), 0.95)).toEqual(interval);
  });

  it("is not there where even the extremes cover less", () => {
    expect(medianInterval(upTo(5), 0.95)).toBeNull();
  });

  it("goes on smoothly where the binomial is summed no longer", () => {
    const [low, high] = medianInterval(upTo(1_001), 0.95) as [number, number];
    const [lowExact, highExact] = medianInterval(upTo(1_000), 0.95) as [number, number];
    expect(Math.abs(low - lowExact)).toBeLessThanOrEqual(1);
    expect(Math.abs(high - highExact)).toBeLessThanOrEqual(2);
    expect(medianInterval(upTo(100_000), 0.95)?.[0]).toBeGreaterThan(49_000);
  });

  it("refuses what is no sample", () => {
    expect(() => medianInterval([], 0.95)).toThrow(RangeError);
    expect(() => medianInterval([1, Number.NaN], 0.95)).toThrow(RangeError);
    expect(() => medianInterval([1], 1)).toThrow(RangeError);
  });
});
