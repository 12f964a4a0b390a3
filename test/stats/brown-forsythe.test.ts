import { describe, expect, test } from "vitest";
import { brownForsythe, type Units } from "../../src/stats/brown-forsythe.js";
import { fUpperTail } from "../../src/stats/f-distribution.js";
import { seededRandom } from "../../src/stats/random.js";
import { studentTwoSided } from "../../src/stats/student-t.js";
import { gaussian } from "../bench/noise.js";

/** Units of one value each: a plain sample. */
const plain = (values: readonly number[]): Units => values.map((value) => [value]);

/** Diameters of gears in ten batches (NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.5.10, GEAR.DAT), in 1/1000. */
const GEAR = `
  1006 996 998 1000 992 993 1002 999 994 1000
  998 1006 1000 1002 997 998 996 1000 1006 988
  991 987 997 999 995 994 1000 999 996 996
  1005 1002 994 1000 995 994 998 996 1002 996
  998 998 982 990 1002 984 996 993 980 996
  1009 1013 1009 997 988 1002 995 998 981 996
  990 1004 996 1001 998 1000 1018 1010 996 1002
  998 1000 1006 1000 1002 996 998 996 1002 1006
  1002 998 996 995 996 1004 1004 998 999 991
  991 995 984 994 997 997 991 998 1004 997`
  .trim()
  .split("\n")
  .map((line) => line.trim().split(" ").map(Number));

describe("brownForsythe", () => {
  test("gives the statistic that NIST publishes for GEAR.DAT", () => {
    const { f, df } = brownForsythe(GEAR.map(plain));
    expect(f).toBeCloseTo(1.7059, 4);
    expect(df).toEqual([9, 90]);
  });

  test("gives the p value of SciPy's documented example of three groups", () => {
    const groups = [
      [8.88, 9.12, 9.04, 8.98, 9.0, 9.08, 9.01, 8.85, 9.06, 8.99],
      [8.88, 8.95, 9.29, 9.44, 9.15, 9.58, 8.36, 9.18, 8.67, 9.05],
      [8.95, 9.12, 8.95, 8.85, 9.03, 8.84, 9.07, 8.98, 8.86, 8.98],
    ];
    expect(brownForsythe(groups.map(plain)).p).toBeCloseTo(0.002431505967249681, 12);
  });

  test("finds nothing in groups without spread, and refuses too few units", () => {
    expect(brownForsythe([plain([1, 1]), plain([2, 2])]).p).toBe(1);
    expect(() => brownForsythe([plain([1, 2])])).toThrow(RangeError);
    expect(() => brownForsythe([plain([1]), plain([2])])).toThrow(RangeError);
    expect(() => brownForsythe([plain([1, 2]), [[], [1]]])).toThrow(RangeError);
  });

  test("keeps its level on values that come in units, where single values would not", () => {
    // Eight trials of four tasks each; half of the noise is the trial's own.
    const random = seededRandom(11);
    const group = () =>
      Array.from({ length: 8 }, () => {
        const shared = gaussian(random);
        return Array.from({ length: 4 }, () => shared + gaussian(random));
      });
    let inUnits = 0;
    let asSingles = 0;
    const runs = 600;
    for (let run = 0; run < runs; run++) {
      const [a, b] = [group(), group()];
      if (brownForsythe([a, b]).p <= 0.05) inUnits++;
      if (brownForsythe([plain(a.flat()), plain(b.flat())]).p <= 0.05) asSingles++;
    }
    expect(inUnits / runs).toBeLessThan(0.075);
    expect(asSingles / runs).toBeGreaterThan(inUnits / runs + 0.03);
  });

  test("sees a spread three times as wide in eight trials of each", () => {
    const random = seededRandom(12);
    const group = (width: number) =>
      Array.from({ length: 8 }, () => Array.from({ length: 3 }, () => width * gaussian(random)));
    const found = Array.from({ length: 200 }, () => brownForsythe([group(1), group(3)])).filter(({ p }) => p <= 0.05);
    expect(found.length).toBeGreaterThan(180);
  });
});

describe("fUpperTail", () => {
  test.each([
    // scipy.stats.f.sf
    [1.70591, 9, 90, 0.0990847933160235],
    [4.96, 1, 10, 0.05008765056646815],
    [0.5, 3, 7, 0.6940363875688137],
    [19.5, 2, 60, 2.9886955269209907e-7],
  ])("F = %d on %d and %d degrees of freedom", (f, between, within, p) => {
    expect(Math.abs(fUpperTail(f, between, within) / p - 1)).toBeLessThan(1e-10);
  });

  test("is Student's two-sided tail for one degree of freedom", () => {
    for (const [t, df] of [
      [0.3, 2],
      [2.5, 9],
      [7, 31],
    ] as const) {
      expect(fUpperTail(t ** 2, 1, df)).toBeCloseTo(studentTwoSided(t, df), 11);
    }
    expect(fUpperTail(0, 3, 4)).toBe(1);
    expect(() => fUpperTail(-1, 1, 1)).toThrow(RangeError);
  });
});
