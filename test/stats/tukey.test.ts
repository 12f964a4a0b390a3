import { describe, expect, test } from "vitest";
import { tukeyFlags } from "../../src/stats/tukey.js";

describe("Tukey's fences", () => {
  test("flag beyond 1.5 interquartile ranges as mild, beyond 3 as extreme, in the order of the values", () => {
    // Quartiles 3.5 and 8.5: fences at 1.5 IQR -4 and 16, at 3 IQR -11.5 and 23.5.
    expect(tukeyFlags([17, 1, 2, 3, 4, 5, 6, 7, 8, 9, 24])).toEqual(["mild", ...Array(9).fill(null), "extreme"]);
  });

  test("flag nothing in equal figures and refuse an empty sample", () => {
    expect(tukeyFlags([5, 5, 5])).toEqual([null, null, null]);
    expect(() => tukeyFlags([])).toThrow(RangeError);
  });
});
