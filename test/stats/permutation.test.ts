import { describe, expect, test } from "vitest";
import { mannWhitneyTest } from "../../src/stats/mann-whitney.js";
import { midranks } from "../../src/stats/midranks.js";
import { permutationTest } from "../../src/stats/permutation.js";
import { seededRandom } from "../../src/stats/random.js";
import { shuffled } from "../../src/stats/shuffled.js";
import { gaussian } from "./noise.js";

const OPTIONS = { shuffles: 999, seed: 1 };

describe("permutationTest", () => {
  test("counts all deals of small samples", () => {
    // 2 of the C(6, 3) = 20 ways to deal 1..6 out separate them as far.
    expect(permutationTest([1, 2, 3], [4, 5, 6], OPTIONS)).toEqual({ p: 0.1, exact: true });
    expect(permutationTest([1, 2], [1, 2], OPTIONS).p).toBe(1);
  });

  test("of ranks is Mann-Whitney's exact test, on Hollander and Wolfe's figures (1973, p. 69f)", () => {
    const x = [0.8, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46];
    const y = [1.15, 0.88, 0.9, 0.74, 1.21];
    const { ranks } = midranks([...y, ...x]);
    const { p } = permutationTest(ranks.slice(0, 5), ranks.slice(5), OPTIONS);
    expect(p).toBeCloseTo(mannWhitneyTest(y, x).p, 12);
    // Published one-sided: 0.1272.
    expect(p / 2).toBeCloseTo(0.1272, 4);
  });

  test("takes any statistic", () => {
    const larger = (from: readonly number[], to: readonly number[]) => Math.max(...to) - Math.max(...from);
    // One-sided: the largest of four lies on the second side in half of the deals.
    expect(permutationTest([1, 2], [3, 9], { ...OPTIONS, statistic: larger }).p).toBeLessThanOrEqual(0.5);
  });

  test("draws deals where there are too many, the same ones for the same seed, and p is never 0", () => {
    const [low, high] = [Array.from({ length: 20 }, (_, i) => i), Array.from({ length: 20 }, (_, i) => 100 + i)];
    expect(permutationTest(low, high, OPTIONS)).toEqual({ p: 0.001, exact: false });
    const random = seededRandom(5);
    const [a, b] = [low.map(() => gaussian(random)), low.map(() => gaussian(random))];
    expect(permutationTest(a, b, OPTIONS)).toEqual(permutationTest(a, b, OPTIONS));
  });

  test("keeps its level", () => {
    const random = seededRandom(6);
    const draw = () => Array.from({ length: 6 }, () => gaussian(random));
    const alarms = Array.from({ length: 400 }, () => permutationTest(draw(), draw(), OPTIONS)).filter(
      ({ p }) => p <= 0.05,
    );
    // 20 of 400, standard deviation 4.4.
    expect(alarms.length).toBeLessThan(34);
    expect(alarms.length).toBeGreaterThan(6);
  });

  test("refuses an empty side", () => expect(() => permutationTest([], [1], OPTIONS)).toThrow(RangeError));
});

test("shuffled keeps every figure, changes nothing in place, and puts each anywhere", () => {
  const random = seededRandom(7);
  const values = [1, 2, 3, 4];
  const firsts = [0, 0, 0, 0];
  for (let round = 0; round < 4000; round++) {
    const copy = shuffled(values, random);
    expect([...copy].sort()).toEqual(values);
    const first = (copy[0] as number) - 1;
    firsts[first] = (firsts[first] as number) + 1;
  }
  expect(values).toEqual([1, 2, 3, 4]);
  // Chi-squared with 3 degrees of freedom: 16.3 at 0.1 %.
  expect(firsts.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0)).toBeLessThan(16.3);
});
