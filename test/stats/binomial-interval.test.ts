import { describe, expect, it } from "vitest";
import { binomialInterval } from "../../src/stats/binomial-interval.js";

/** Chance of so many successes or fewer, added up. */
function atMost(successes: number, trials: number, chance: number): number {
  let term = (1 - chance) ** trials;
  let sum = term;
  for (let k = 1; k <= successes; k++) {
    term *= ((trials - k + 1) / k) * (chance / (1 - chance));
    sum += term;
  }
  return sum;
}

describe("binomialInterval", () => {
  it.each([
    // Closed forms: 0 successes give 1 - (alpha / 2)^(1 / n), n of n give (alpha / 2)^(1 / n).
    [0, 10, 0, 1 - 0.025 ** (1 / 10)],
    [10, 10, 0.025 ** (1 / 10), 1],
    [0, 500, 0, 1 - 0.025 ** (1 / 500)],
    [1, 1, 0.025, 1],
  ])("%d of %d, where there is a closed form", (successes, trials, low, high) => {
    const interval = binomialInterval(successes, trials, 0.95);
    expect(interval[0]).toBeCloseTo(low, 9);
    expect(interval[1]).toBeCloseTo(high, 9);
  });

  it.each([
    [10, 500],
    [3, 20],
    [250, 500],
    [45, 50],
  ])("%d of %d: at either end, as extreme a count has a chance of 2.5 %", (successes, trials) => {
    const [low, high] = binomialInterval(successes, trials, 0.95);
    expect(1 - atMost(successes - 1, trials, low)).toBeCloseTo(0.025, 8);
    expect(atMost(successes, trials, high)).toBeCloseTo(0.025, 8);
  });

  it("mirrors successes and failures", () => {
    const [low, high] = binomialInterval(7, 40, 0.9);
    const [mirroredLow, mirroredHigh] = binomialInterval(33, 40, 0.9);
    expect(mirroredLow).toBeCloseTo(1 - high, 10);
    expect(mirroredHigh).toBeCloseTo(1 - low, 10);
  });

  it.each([
    [-1, 5],
    [6, 5],
    [1.5, 5],
    [0, 0],
  ])("refuses %d of %d", (successes, trials) => {
    expect(() => binomialInterval(successes, trials, 0.95)).toThrow(RangeError);
  });
});
