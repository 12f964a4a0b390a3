import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { benjaminiHochberg } from "../../src/stats/benjamini-hochberg.js";

// Benjamini and Hochberg 1995, section 4.1.
const NEUHAUS = [
  0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528, 0.759, 1,
];

describe("Benjamini-Hochberg", () => {
  test("rejects the four that the paper rejects", () => {
    const q = benjaminiHochberg(NEUHAUS);
    expect(q.filter((value) => value <= 0.05)).toHaveLength(4);
    expect(q.slice(0, 4).map((value) => Number(value.toFixed(6)))).toEqual([0.0015, 0.003, 0.0095, 0.035625]);
  });

  test("gives q in the order of p, never under p, never out of p's order", () => {
    const family = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 40 });
    fc.assert(
      fc.property(family, (pValues) => {
        const q = benjaminiHochberg(pValues);
        pValues.forEach((p, i) => {
          expect(q[i]).toBeGreaterThanOrEqual(p - 1e-15);
          expect(q[i]).toBeLessThanOrEqual(1);
          pValues.forEach((other, j) => {
            if (p < other) expect(q[i]).toBeLessThanOrEqual(q[j] as number);
          });
        });
      }),
    );
  });

  test("leaves a family of one as it is, and an empty one empty", () => {
    expect(benjaminiHochberg([0.03])).toEqual([0.03]);
    expect(benjaminiHochberg([])).toEqual([]);
    expect(() => benjaminiHochberg([1.2])).toThrow("1.2 is not a p value");
  });
});
