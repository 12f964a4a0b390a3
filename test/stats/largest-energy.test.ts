import { describe, expect, test } from "vitest";
import { shuffled } from "../../src/stats/e-divisive.js";
import { energyDistance, largestEnergy } from "../../src/stats/largest-energy.js";
import { seededRandom } from "../../src/stats/random.js";

const pairs = (from: readonly number[], to: readonly number[]) =>
  from.reduce((sum, one) => sum + to.reduce((part, other) => part + Math.abs(one - other), 0), 0);

/** As the definition has it: every cut, every pair. */
function byDefinition(series: readonly number[], minimum: number): number {
  let largest = 0;
  for (let cut = minimum; cut <= series.length - minimum; cut++) {
    const [left, right] = [series.slice(0, cut), series.slice(cut)];
    const sums = { across: pairs(left, right), within: pairs(left, left) / 2, behind: pairs(right, right) / 2 };
    largest = Math.max(largest, energyDistance({ before: left.length, after: right.length, ...sums }));
  }
  return largest;
}

describe("largestEnergy", () => {
  test.each([1, 4])("is what its definition gives, for every order, with %i a side or more", (minimum) => {
    const random = seededRandom(4);
    // Ties among them, and figures that differ much in size.
    const figures = Array.from({ length: 40 }, (_, index) => Math.round(random() * 20) / 4 + (index > 30 ? 1e3 : 0));
    const sorted = figures.toSorted((a, b) => a - b);
    const { places, of } = largestEnergy(figures, minimum);
    expect(places.map((place) => sorted[place - 1])).toEqual(figures);
    for (let round = 0; round < 10; round++) {
      const order = shuffled(places, random);
      const values = order.map((place) => sorted[place - 1] as number);
      expect(of(order)).toBeCloseTo(byDefinition(values, minimum), 6);
    }
    expect(of(places)).toBeGreaterThan(0);
  });

  test("is 0 where all is level, or too short to be cut", () => {
    const largest = (figures: number[], minimum: number) => {
      const { places, of } = largestEnergy(figures, minimum);
      return of(places);
    };
    expect(largest([5, 5, 5, 5], 1)).toBe(0);
    expect(largest([1, 2, 3], 2)).toBe(0);
  });
});

test("energyDistance of two pairs, by hand", () => {
  // 1, 3 against 10, 14: mean distance across 10, within 2 and 4.
  const sums = { across: 9 + 13 + 7 + 11, within: 2, behind: 4 };
  expect(energyDistance({ before: 2, after: 2, ...sums })).toBe((4 / 4) * (2 * 10 - 2 - 4));
});
