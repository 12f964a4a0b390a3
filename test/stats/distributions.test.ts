import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { normalUpperQuantile, normalUpperTail } from "../../src/stats/normal.js";
import { studentTwoSided, studentTwoSidedQuantile } from "../../src/stats/student-t.js";

/** Digits that two figures share. */
function digits(ours: number, expected: number): number {
  return ours === expected ? 16 : -Math.log10(Math.abs(ours / expected - 1));
}

describe("Student's t to 9 digits and more", () => {
  // SciPy 1.17: 2 * t.sf(t, df). jstat 1.9.6 has 6.2658224852e-9 in the last row, 9 digits of these.
  test.each([
    [2, 9, 0.07655282377070101],
    [5.4349, 21.982, 1.8554734861529757e-5],
    [12, 3, 0.0012450158007893362],
    [0.01, 7, 0.9923003176436217],
    [40, 19, 8.307757199338434e-20],
    [3, 100_000, 0.0027004608840647234],
    [8, 30, 6.265822475700759e-9],
  ])("two-sided tail beyond %f with %f degrees of freedom", (t, df, expected) => {
    expect(digits(studentTwoSided(t, df), expected)).toBeGreaterThan(11);
    expect(studentTwoSided(-t, df)).toBe(studentTwoSided(t, df));
  });

  // SciPy 1.17: t.isf(share / 2, df). jstat 1.9.6 reaches 8 digits here (2.2621571582 for df 9), so it is not used.
  test.each([
    [0.05, 1, 12.706204736174705],
    [0.05, 9, 2.2621571627982053],
    [0.1, 19, 1.7291328115213687],
    [0.05, 21.982, 2.0739715324622563],
    [0.1, 120, 1.6576508993552357],
    [0.05, 5000, 1.9604385517065075],
  ])("quantile leaving %f outside with %f degrees of freedom", (share, df, expected) => {
    expect(digits(studentTwoSidedQuantile(share, df), expected)).toBeGreaterThan(11);
  });

  test("quantile and tail undo each other", () => {
    const share = fc.double({ min: 1e-6, max: 0.999, noNaN: true });
    fc.assert(
      fc.property(share, fc.double({ min: 0.5, max: 1e4, noNaN: true }), (outside, df) => {
        expect(digits(studentTwoSided(studentTwoSidedQuantile(outside, df), df), outside)).toBeGreaterThan(9);
      }),
    );
  });

  test("an infinite t leaves nothing outside; no degrees of freedom is refused", () => {
    expect(studentTwoSided(Number.POSITIVE_INFINITY, 3)).toBe(0);
    expect(() => studentTwoSided(1, 0)).toThrow(RangeError);
    expect(() => studentTwoSidedQuantile(1, 3)).toThrow(RangeError);
  });
});

describe("normal distribution to 9 digits and more", () => {
  // SciPy 1.17: norm.sf(z).
  test.each([
    [0, 0.5],
    [1.959963984540054, 0.025],
    [3, 0.0013498980316300933],
    [8, 6.22096057427174e-16],
    [-1.959963984540054, 0.975],
  ])("upper tail at %f", (z, expected) => {
    expect(digits(normalUpperTail(z), expected)).toBeGreaterThan(10);
  });

  test("series and continued fraction meet", () => {
    expect(digits(normalUpperTail(3 - 1e-12), normalUpperTail(3 + 1e-12))).toBeGreaterThan(10);
  });

  test("quantile undoes the tail", () => {
    expect(normalUpperQuantile(0.025)).toBeCloseTo(1.959963984540054, 11);
    expect(normalUpperQuantile(0.95)).toBeCloseTo(-1.6448536269514722, 11);
    expect(() => normalUpperQuantile(0)).toThrow(RangeError);
  });
});
