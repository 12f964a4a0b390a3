import { describe, expect, test } from "vitest";
import { mean } from "../../src/stats/mean.js";
import { seededRandom } from "../../src/stats/random.js";
import { serialCorrelation, whitened, widening } from "../../src/stats/serial-correlation.js";
import { correlated } from "../bench/simulated-series.js";

function aboutMean(figures: readonly number[]): number[] {
  const level = mean(figures);
  return figures.map((figure) => figure - level);
}

describe("serialCorrelation", () => {
  test.each([0.3, 0.5, 0.7])("is %f on average for series of 30 that have it, though their mean was taken out", (r) => {
    const random = seededRandom(3);
    const estimates = Array.from({ length: 2_000 }, () =>
      serialCorrelation([aboutMean(correlated(r).logs(30, random))], 1),
    );
    expect(Math.abs(mean(estimates) - r)).toBeLessThan(0.03);
  });

  test("takes no pair of figures from two stretches", () => {
    // 1 and 3 are the only pairs within a stretch: (1 x 1 + 1 x 1) / 2 over a mean square of 1.
    expect(
      serialCorrelation(
        [
          [1, 1],
          [-1, -1],
        ],
        1,
      ),
    ).toBe(0.95);
    expect(
      serialCorrelation(
        [
          [1, -1],
          [-1, 1],
        ],
        1,
      ),
    ).toBe(0);
  });

  test("is 0 of nothing, of single figures and without any spread", () => {
    expect(serialCorrelation([], 1)).toBe(0);
    expect(serialCorrelation([[1], [-1]], 2)).toBe(0);
    expect(serialCorrelation([[0, 0, 0]], 1)).toBe(0);
  });
});

describe("whitened", () => {
  test("leaves what the figure before does not foretell", () => {
    expect(whitened([8, 4, 2, 5], 0.5)).toEqual([0, 0, 4]);
  });

  test("leaves figures without serial correlation", () => {
    const left = whitened(correlated(0.6).logs(20_000, seededRandom(4)), 0.6);
    expect(serialCorrelation([aboutMean(left)], 1)).toBeLessThan(0.02);
  });
});

describe("widening", () => {
  test("is by how much the spread of means grows", () => {
    const random = seededRandom(5);
    const means = Array.from({ length: 4_000 }, () => mean(correlated(0.5).logs(100, random)));
    const spread = Math.sqrt(mean(means.map((one) => one * one)));
    expect(spread / (0.02 / Math.sqrt(100))).toBeGreaterThan(widening(0.5) * 0.96);
    expect(spread / (0.02 / Math.sqrt(100))).toBeLessThan(widening(0.5) * 1.04);
  });
});
