import { expect, test } from "vitest";
import { aicc } from "../../src/stats/aicc.js";

test("is n ln(rss / n) + 2k with the correction for few observations", () => {
  // 10 ln 0.5 + 6 + 24 / 6, by hand.
  expect(aicc(5, 10, 3)).toBeCloseTo(-6.931471805599453 + 6 + 4, 12);
  // Far more observations than parameters: plain AIC.
  expect(aicc(1e6, 1e6, 3)).toBeCloseTo(6, 4);
});

test("punishes a parameter that explains nothing, the more the fewer the observations", () => {
  const price = (n: number) => (aicc(1, n, 4) as number) - (aicc(1, n, 3) as number);
  expect(price(8)).toBeGreaterThan(price(20));
  expect(price(1e6)).toBeCloseTo(2, 4);
});

test("has no figure for too few observations, and refuses a sum without logarithm", () => {
  expect(aicc(1, 5, 4)).toBeNull();
  expect(aicc(1, 6, 4)).not.toBeNull();
  expect(() => aicc(0, 10, 3)).toThrow(RangeError);
});
