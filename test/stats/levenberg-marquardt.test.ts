import { describe, expect, test } from "vitest";
import { levenbergMarquardt } from "../../src/stats/levenberg-marquardt.js";
import { regressions } from "./published/nist-regression.js";
import { hasReference } from "./reference.js";

/** Correct digits of the worst figure. */
function digits(ours: readonly number[], published: readonly number[]): number {
  return -Math.log10(Math.max(...ours.map((value, index) => Math.abs(value / (published[index] as number) - 1))));
}

describe.skipIf(!hasReference)("NIST's nonlinear regressions, to 6 digits and more", () => {
  const starts = regressions().flatMap((set) => [
    { ...set, which: 1, start: set.start1 },
    { ...set, which: 2, start: set.start2 },
  ]);

  test("the file holds both starts of 16 sets", () => expect(starts).toHaveLength(32));

  test.each(starts)("$name, start $which", ({ start, residuals, certified, certifiedSd, rss }) => {
    const fit = levenbergMarquardt({ start, residuals });
    expect(fit.converged).toBe(true);
    expect(digits(fit.parameters, certified)).toBeGreaterThan(6);
    expect(digits(fit.standardErrors ?? [], certifiedSd)).toBeGreaterThan(6);
    expect(digits([fit.rss], [rss])).toBeGreaterThan(9);
  });
});

describe("two of NIST's hard sets, typed in", () => {
  // StRD, BoxBOD (Box, Hunter and Hunter 1978): from the first start the way down is easily missed.
  const BOX = { x: [1, 2, 3, 5, 7, 10], y: [109, 149, 149, 191, 213, 224] };
  // StRD, MGH10 (Meyer 1970): a narrow bent valley.
  const MEYER = [34780, 28610, 23650, 19630, 16370, 13720, 11540, 9744, 8261, 7030, 6005, 5147, 4427, 3820, 3307, 2872];

  test.each([
    [1, 1],
    [100, 0.75],
  ])("BoxBOD from %d, %d", (...start) => {
    const fit = levenbergMarquardt({
      start,
      residuals: ([b1 = 0, b2 = 0]) => BOX.x.map((x, index) => b1 * (1 - Math.exp(-b2 * x)) - (BOX.y[index] as number)),
    });
    expect(digits(fit.parameters, [213.80940889, 0.54723748542])).toBeGreaterThan(6);
    expect(digits(fit.standardErrors ?? [], [12.354515176, 0.10455993237])).toBeGreaterThan(6);
    expect(fit.df).toBe(4);
  });

  test.each([
    [2, 400_000, 25_000],
    [0.02, 4000, 250],
  ])("MGH10 from %d, %d, %d", (...start) => {
    const fit = levenbergMarquardt({
      start,
      residuals: ([b1 = 0, b2 = 0, b3 = 0]) => MEYER.map((y, index) => b1 * Math.exp(b2 / (50 + 5 * index + b3)) - y),
    });
    expect(digits(fit.parameters, [5.609636471e-3, 6181.3463463, 345.22363462])).toBeGreaterThan(6);
    expect(fit.converged).toBe(true);
  });
});

describe("bounds", () => {
  /** A straight line through (1, 1), (2, 3), (3, 4) and (4, 8): least squares gives -1.5 + 2.2 x. */
  const line = { residuals: ([a = 0, b = 0]: readonly number[]) => [1, 3, 4, 8].map((y, i) => a + b * (i + 1) - y) };

  test("are not felt where they lie elsewhere", () => {
    const { parameters, atBound } = levenbergMarquardt({ ...line, start: [0, 0], lower: [-2, 0], upper: [9, 9] });
    expect(parameters[0]).toBeCloseTo(-1.5, 9);
    expect(parameters[1]).toBeCloseTo(2.2, 9);
    expect(atBound).toEqual([false, false]);
  });

  test("hold a parameter, and the others are the best beside it", () => {
    // With a = 0 the best slope is sum xy / sum xx = 51 / 30.
    const fit = levenbergMarquardt({ ...line, start: [5, 5], lower: [0, Number.NEGATIVE_INFINITY] });
    expect(fit.parameters[0]).toBe(0);
    expect(fit.parameters[1]).toBeCloseTo(1.7, 9);
    expect(fit.atBound).toEqual([true, false]);
    expect(fit.converged).toBe(true);
  });

  test("let go again of a parameter that starts on one", () => {
    const { parameters } = levenbergMarquardt({ ...line, start: [9, 9], lower: [-9, -9], upper: [9, 9] });
    expect(parameters[0]).toBeCloseTo(-1.5, 9);
  });

  test("leave the standard errors those of all parameters", () => {
    const bounded = levenbergMarquardt({ ...line, start: [5, 5], lower: [0, Number.NEGATIVE_INFINITY] });
    // (X'X)^-1 of the full design is [[1.5, -0.5], [-0.5, 0.2]], whichever parameter is held.
    const variance = bounded.rss / 2;
    expect(bounded.standardErrors?.[0]).toBeCloseTo(Math.sqrt(1.5 * variance), 9);
    expect(bounded.standardErrors?.[1]).toBeCloseTo(Math.sqrt(0.2 * variance), 9);
  });
});

describe("what cannot be fitted", () => {
  test("a start outside the bounds, or without finite residuals, is refused", () => {
    const residuals = ([a = 0]: readonly number[]) => [Math.log(a), 1];
    expect(() => levenbergMarquardt({ residuals, start: [-1] })).toThrow(RangeError);
    expect(() => levenbergMarquardt({ residuals, start: [2], upper: [1] })).toThrow(/outside the bounds/);
    expect(() => levenbergMarquardt({ residuals: () => [1], start: [1, 2] })).toThrow(/1 observations/);
  });

  test("what the observations do not determine has no standard errors", () => {
    const residuals = ([a = 0, b = 0]: readonly number[]) => [1, 2, 4].map((y) => a + b - y);
    expect(levenbergMarquardt({ residuals, start: [0, 0] }).standardErrors).toBeNull();
    expect(levenbergMarquardt({ residuals: ([a = 0]) => [a - 3], start: [0] }).standardErrors).toBeNull();
  });

  test("a slope without end is called not converged", () => {
    // 1 / a falls for ever.
    const fit = levenbergMarquardt({ residuals: ([a = 0]) => [1 / a, 2 / a], start: [1], upper: [1e300] });
    expect(fit.converged).toBe(false);
  });

  test("steps to where nothing is defined are rejected", () => {
    const fit = levenbergMarquardt({ residuals: ([a = 0]) => [Math.log(a) - 3, Math.log(a) - 3.2], start: [1e-6] });
    expect(fit.parameters[0]).toBeCloseTo(Math.exp(3.1), 6);
  });

  test("figures without any noise converge", () => {
    const fit = levenbergMarquardt({
      residuals: ([a = 0, b = 0]) => [1, 2, 3, 4].map((x) => a * x ** b - 2 * x),
      start: [1, 0.5],
    });
    expect(fit.converged).toBe(true);
    expect(digits(fit.parameters, [2, 1])).toBeGreaterThan(9);
  });
});
