import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { mannWhitneyTest } from "../../src/stats/mann-whitney.js";
import { midranks, tieTerm } from "../../src/stats/midranks.js";
import { signedRankTest } from "../../src/stats/signed-rank.js";

// Hollander and Wolfe 1973, p. 29f (Hamilton depression scale) and p. 69f (permeability), as in R's wilcox.test.
const DEPRESSION = [
  [1.83, 0.878],
  [0.5, 0.647],
  [1.62, 0.598],
  [2.48, 2.05],
  [1.68, 1.06],
  [1.88, 1.29],
  [1.55, 1.06],
  [3.06, 3.14],
  [1.3, 1.29],
].map(([x, y]) => (x as number) - (y as number));
const AT_TERM = [0.8, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46];
const EARLY = [1.15, 0.88, 0.9, 0.74, 1.21];

describe("midranks", () => {
  test("share the mean of the ranks of equal figures", () => {
    expect(midranks([3, 1, 3, 2, 3])).toEqual({ ranks: [4, 1, 4, 2, 4], ties: [1, 1, 3] });
    expect(tieTerm([1, 1, 3])).toBe(24);
  });
});

describe("signed-rank test", () => {
  test("gives the published V = 40 and p = 0.03906", () => {
    expect(signedRankTest(DEPRESSION)).toMatchObject({ v: 40, exact: true });
    expect(signedRankTest(DEPRESSION).p).toBeCloseTo(0.03906, 5);
  });

  test("cannot go under 2 / 2^n: 0.00195 at n = 10", () => {
    expect(signedRankTest([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]).p).toBe(2 / 1024);
  });

  test("equals counting every choice of signs, ties included", () => {
    const differences = fc.array(fc.integer({ min: -4, max: 4 }), { minLength: 1, maxLength: 9 });
    fc.assert(
      fc.property(differences, (values) => {
        expect(signedRankTest(values).p).toBeCloseTo(bruteSignedRank(values), 12);
      }),
    );
  });

  test("leaves zeros out, and says 1 where there is nothing else", () => {
    expect(signedRankTest([0, 0, ...DEPRESSION]).p).toBe(signedRankTest(DEPRESSION).p);
    expect(signedRankTest([0, 0])).toEqual({ v: 0, p: 1, exact: true });
  });

  test("goes over to the normal approximation without a jump", () => {
    const values = Array.from({ length: 60 }, (_, index) => ((index * 37) % 61) - 24);
    expect(signedRankTest(values).exact).toBe(true);
    expect(signedRankTest(values, "normal").p / signedRankTest(values).p).toBeCloseTo(1, 1);
    expect(signedRankTest([...values, 3.5, 4.5]).exact).toBe(false);
  });
});

describe("Mann-Whitney test", () => {
  test("gives the published W = 35 and p", () => {
    expect(mannWhitneyTest(EARLY, AT_TERM)).toMatchObject({ u: 35, exact: true });
    expect(mannWhitneyTest(EARLY, AT_TERM).p / 2).toBeCloseTo(0.1272, 4);
    expect(mannWhitneyTest(EARLY, AT_TERM, "normal").p / 2).toBeCloseTo(0.1103, 4);
  });

  test("equals counting every way to deal the figures, ties included", () => {
    const sample = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(sample, sample, (from, to) => {
        expect(mannWhitneyTest(from, to).p).toBeCloseTo(bruteMannWhitney(from, to), 12);
      }),
    );
  });

  test("finds nothing among equal figures", () => {
    expect(mannWhitneyTest([2, 2], [2, 2, 2]).p).toBe(1);
    expect(mannWhitneyTest(Array(40).fill(2), Array(40).fill(2)).p).toBe(1);
  });

  test("swapping the sides changes nothing", () => {
    expect(mannWhitneyTest(AT_TERM, EARLY).p).toBeCloseTo(mannWhitneyTest(EARLY, AT_TERM).p, 12);
  });
});

function bruteSignedRank(differences: number[]): number {
  const nonzero = differences.filter((value) => value !== 0);
  if (nonzero.length === 0) return 1;
  const { ranks } = midranks(nonzero.map(Math.abs));
  const sumOf = (isPositive: (index: number) => boolean) =>
    ranks.reduce((sum, rank, index) => sum + (isPositive(index) ? rank : 0), 0);
  const all = Array.from({ length: 2 ** ranks.length }, (_, signs) => sumOf((index) => ((signs >> index) & 1) === 1));
  return twiceSmallerTail(
    all,
    sumOf((index) => (nonzero[index] as number) > 0),
  );
}

function bruteMannWhitney(from: number[], to: number[]): number {
  const { ranks } = midranks([...to, ...from]);
  const all: number[] = [];
  for (let chosen = 0; chosen < 2 ** ranks.length; chosen++) {
    const taken = ranks.filter((_, index) => (chosen >> index) & 1);
    if (taken.length === to.length) all.push(taken.reduce((sum, rank) => sum + rank, 0));
  }
  return twiceSmallerTail(
    all,
    ranks.slice(0, to.length).reduce((sum, rank) => sum + rank, 0),
  );
}

function twiceSmallerTail(all: number[], observed: number): number {
  const below = all.filter((sum) => sum <= observed).length;
  const above = all.filter((sum) => sum >= observed).length;
  return Math.min(1, (2 * Math.min(below, above)) / all.length);
}
