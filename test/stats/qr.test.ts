import { expect, test } from "vitest";
import { inverseNormalDiagonal, leastSquares } from "../../src/stats/qr.js";

const DESIGN = [1, 2, 3, 4].map((x) => [1, x]);

test("leastSquares finds the line through points on it, and the nearest beside others", () => {
  expect(leastSquares(DESIGN, [3, 5, 7, 9])?.map((value) => Math.round(value * 1e12) / 1e12)).toEqual([1, 2]);
  const [a, b] = leastSquares(DESIGN, [1, 3, 4, 8]) as [number, number];
  expect(a).toBeCloseTo(-1.5, 12);
  expect(b).toBeCloseTo(2.2, 12);
});

test("leastSquares keeps digits that A'A would lose", () => {
  // Läuchli's matrix: at 1e-9 the squares vanish beside 1, and A'A is singular.
  const small = 1e-9;
  const matrix = [
    [1, 1],
    [small, 0],
    [0, small],
  ];
  const [x, y] = leastSquares(matrix, [2, small, small]) as [number, number];
  expect(x).toBeCloseTo(1, 6);
  expect(y).toBeCloseTo(1, 6);
});

test("inverseNormalDiagonal is that of (A'A)^-1, whatever the units of the columns", () => {
  const [a, b] = inverseNormalDiagonal(DESIGN) as [number, number];
  expect(a).toBeCloseTo(1.5, 12);
  expect(b).toBeCloseTo(0.2, 12);
  const [, tiny] = inverseNormalDiagonal(DESIGN.map(([one = 0, x = 0]) => [one, x * 1e-12])) as [number, number];
  expect(tiny * 1e-24).toBeCloseTo(0.2, 10);
});

test("columns that say the same have no inverse", () => {
  expect(inverseNormalDiagonal(DESIGN.map(([, x = 0]) => [x, 2 * x]))).toBeNull();
  expect(inverseNormalDiagonal([[1, 2]])).toBeNull();
  expect(leastSquares([[0], [0]], [1, 1])).toBeNull();
});
