import { expect, it } from "vitest";
import { fisherExact } from "../../src/stats/fisher-exact.js";

it("gives the chances of Fisher's tea tasting (The Design of Experiments, 1935): 1 and 17 of 70", () => {
  expect(fisherExact([4, 4], [0, 4])).toBeCloseTo(1 / 70, 12);
  expect(fisherExact([3, 4], [1, 4])).toBeCloseTo(17 / 70, 12);
  expect(fisherExact([0, 4], [4, 4])).toBeCloseTo(1, 12);
});

it("gives what counting all ways gives, for groups of unlike size", () => {
  // 5 of 7 failed, of them 4 or more among the first 4: 4 with 1 of 3, of C(7,5) = 21 ways.
  expect(fisherExact([4, 4], [1, 3])).toBeCloseTo(3 / 21, 12);
  expect(fisherExact([0, 12], [0, 12])).toBe(1);
});
