import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import {
  fixed,
  level,
  multiple,
  multipleInterval,
  plural,
  probability,
  significant,
  trimmed,
  whole,
  withInterval,
} from "../../src/words/number.js";
import { shareWords, signedPercent } from "../../src/words/percent.js";

describe("numbers", () => {
  it("group thousands, keep decimals, and carry a true minus sign", () => {
    expect(whole(1234567)).toBe("1,234,567");
    expect(whole(600_000_000_001)).toBe("600,000,000,001");
    expect(fixed(-1234.5, 1)).toBe("−1,234.5");
    expect(fixed(0.1234, 2)).toBe("0.12");
    expect(fixed(-0.04, 1)).toBe("0.0");
    expect(whole(999999)).toBe("999,999");
  });

  it("round halves as on paper", () => {
    expect([1.45, 8.35, 2.675].map((figure) => fixed(figure, figure === 2.675 ? 2 : 1))).toEqual([
      "1.5",
      "8.4",
      "2.68",
    ]);
    expect([1.045, 1.005].map((figure) => significant(figure))).toEqual(["1.05", "1.01"]);
    expect(fixed(-8.35, 1)).toBe("−8.4");
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000_000 }), fc.integer({ min: 1, max: 4 }), (digits, decimals) => {
        const up = (BigInt(digits) + 1n).toString().padStart(decimals + 1, "0");
        const expected = `${up.slice(0, -decimals)}.${up.slice(-decimals)}`;
        const figure = Number(`${digits}e-${decimals}`) + Number(`5e-${decimals + 1}`);
        expect(fixed(figure, decimals).replaceAll(",", "")).toBe(expected);
      }),
    );
  });

  it("show significant digits without exponents a reader would not expect", () => {
    expect(significant(5.4562)).toBe("5.46");
    expect(significant(0.01234)).toBe("0.0123");
    expect(significant(9.999)).toBe("10.0");
    expect(significant(123456)).toBe("123,000");
    expect(significant(0)).toBe("0");
    expect(significant(1.2e308)).toBe("1.20 × 10^308");
    expect(significant(-3e-9)).toBe("−3.00 × 10^−9");
    expect([2, 3.4, 3.456, 1e-7].map((figure) => trimmed(figure))).toEqual(["2", "3.4", "3.46", "1 × 10^−7"]);
  });

  it("never throw, never say NaN and never use a hyphen for minus", () => {
    fc.assert(
      fc.property(fc.double(), (value) => {
        for (const text of [fixed(value, 1), significant(value), multiple(value), level(value), signedPercent(value)]) {
          expect(text).not.toMatch(/NaN|Infinity|-/);
        }
      }),
    );
  });

  test.each([
    [1_000_000, "1,000,000"],
    [0.25, "0.25"],
    [1234.5678901, "1,234.56789"],
    [1e-120, "0"],
    [-1234, "−1,234"],
    [1e20, "1 × 10^20"],
  ])("the level %f is written %s", (figure, text) => {
    expect(level(figure)).toBe(text);
  });

  it("agree with their nouns", () => {
    expect(plural(1, "trial")).toBe("1 trial");
    expect(plural(1200, "trial")).toBe("1,200 trials");
    expect(plural(2, "study", "studies")).toBe("2 studies");
  });

  it("stand beside their intervals", () => {
    expect(multiple(12_345)).toBe("12,300×");
    expect(multipleInterval([3.4, 3.9])).toBe("3.40 to 3.90×");
    expect(withInterval({ value: 1.79, interval: [1.76, 1.81] }, multiple)).toBe("1.79× (1.76 to 1.81)");
    expect(withInterval({ value: 0.98, interval: null }, shareWords)).toBe("98.0 %");
    expect(withInterval(null, multiple)).toBe("–");
    expect(withInterval({ value: 0.917, interval: [6.5e-8, 1.29e7] }, multiple)).toBe("0.917× (wider than 10×)");
  });

  it("of chance follow their name", () => {
    expect([0.00001, 0.0032, 0.5].map(probability)).toEqual(["under 0.0001", "= 0.0032", "= 0.50"]);
  });
});
