import { describe, expect, test } from "vitest";
import { fittedAt, piecesOf } from "../../../src/analysis/history/pieces.js";
import { seededRandom } from "../../../src/stats/random.js";
import { gaussian } from "../../bench/noise.js";

describe("piecesOf", () => {
  const random = seededRandom(2);
  const noisy = (figures: number[]) => figures.map((figure) => figure + 0.01 * gaussian(random));

  test("keeps levels apart, and joins a staircase into a line", () => {
    const levels = noisy(Array.from({ length: 60 }, (_, place) => (place < 20 ? 0 : place < 40 ? 0.1 : 0.2)));
    expect(piecesOf(levels, [20, 40]).map(({ from, end, isDrift }) => [from, end, isDrift])).toEqual([
      [0, 20, false],
      [20, 40, false],
      [40, 60, false],
    ]);
    const line = noisy(Array.from({ length: 60 }, (_, place) => 0.003 * place));
    const [drift, ...more] = piecesOf(line, [20, 40]);
    expect(more).toEqual([]);
    expect(drift).toMatchObject({ from: 0, end: 60, isDrift: true, middle: 29.5 });
    expect(drift?.slope).toBeCloseTo(0.003, 3);
  });

  test("knows a line between two levels", () => {
    const figures = noisy(Array.from({ length: 90 }, (_, place) => 0.005 * Math.min(Math.max(place - 30, 0), 30)));
    expect(piecesOf(figures, [30, 45, 60]).map(({ from, end, isDrift }) => [from, end, isDrift])).toEqual([
      [0, 30, false],
      [30, 60, true],
      [60, 90, false],
    ]);
  });

  test("fits by least squares: means of levels, and the line of exact figures", () => {
    const [first, second] = piecesOf([1, 3, 2, 8, 9, 7], [3]);
    expect([first?.mean, second?.mean, first?.slope]).toEqual([2, 8, 0]);
    const exact = Array.from({ length: 12 }, (_, place) => 5 + 2 * place);
    const [drift] = piecesOf(exact, [6]);
    expect(exact.map((_, place) => fittedAt(drift as NonNullable<typeof drift>, place))).toEqual(exact);
  });
});
