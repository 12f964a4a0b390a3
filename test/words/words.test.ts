import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sizeName } from "../../src/report/format/size-name.js";
import { formatBytes } from "../../src/words/bytes.js";
import { formatDate } from "../../src/words/date.js";
import { fixed, list, plural, significant, times } from "../../src/words/number.js";
import { exactPercent, lessOrMore, percentInterval, plainPercent, signedPercent } from "../../src/words/percent.js";
import { formatTime, timeColumn, unitOf } from "../../src/words/time.js";
import { reasonWords, VERDICT_WORDS } from "../../src/words/verdict-words.js";

describe("numbers", () => {
  it("group thousands, keep decimals, and carry a true minus sign", () => {
    expect(fixed(1234567)).toBe("1,234,567");
    expect(fixed(-1234.5, 1)).toBe("−1,234.5");
    expect(fixed(0.1234, 2)).toBe("0.12");
    expect(fixed(-0.04, 1)).toBe("0.0");
    expect(fixed(999999, 0)).toBe("999,999");
  });

  it("show significant digits without exponents a reader would not expect", () => {
    expect(significant(5.4562)).toBe("5.46");
    expect(significant(0.01234)).toBe("0.0123");
    expect(significant(9.999)).toBe("10.0");
    expect(significant(123456)).toBe("123,000");
    expect(significant(0)).toBe("0");
    expect(significant(1.2e308)).toBe("1.2 × 10^308");
    expect(significant(-3e-9)).toBe("−3.0 × 10^−9");
  });

  it("never throw, never say NaN and never use a hyphen for minus", () => {
    fc.assert(
      fc.property(fc.double(), (value) => {
        for (const text of [fixed(value, 1), significant(value), times(value), signedPercent(value)]) {
          expect(text).not.toMatch(/NaN|Infinity|-/);
        }
      }),
    );
  });

  it("agree with their nouns", () => {
    expect(plural(1, "trial")).toBe("1 trial");
    expect(plural(1200, "trial")).toBe("1,200 trials");
    expect(plural(2, "study", "studies")).toBe("2 studies");
    expect(list([])).toBe("");
    expect(list(["a", "b", "c"])).toBe("a, b and c");
  });
});

describe("percentages", () => {
  it("have one decimal, a sign, and a space before the unit", () => {
    expect(signedPercent(-41.278)).toBe("−41.3 %");
    expect(signedPercent(4)).toBe("+4.0 %");
    expect(signedPercent(-0.02)).toBe("0.0 %");
    expect(signedPercent(0.02)).toBe("0.0 %");
    expect(plainPercent(41.278, 2)).toBe("41.28 %");
    expect(percentInterval([-80.61, -78])).toBe("−80.6 to −78.0 %");
  });

  it("have three figures at most, but for the steps of a calculation", () => {
    expect(signedPercent(1188.61)).toBe("+1,190 %");
    expect(signedPercent(-99.94)).toBe("−99.9 %");
    expect(signedPercent(139.23)).toBe("+139 %");
    expect([199.75, -41.283, 1188.61].map(exactPercent)).toEqual(["+199.75 %", "−41.28 %", "+1,189 %"]);
    expect(signedPercent(6.2e7)).toBe("+62,000,000 %");
  });

  it("say the direction in words", () => {
    expect(lessOrMore(-81.7)).toBe("81.7 % less time");
    expect(lessOrMore(4)).toBe("4.0 % more time");
    expect(lessOrMore(0.01)).toBe("the same time");
  });
});

describe("times", () => {
  it("get the unit that fits", () => {
    expect(formatTime(306400)).toBe("306 s");
    expect(formatTime(540)).toBe("540 ms");
    expect(formatTime(0.039)).toBe("39.0 µs");
    expect(formatTime(0)).toBe("0.00 ms".replace(".00", formatTime(0).includes(".") ? ".00" : ""));
    expect(unitOf(0.5).unit).toBe("µs");
    expect(formatTime(1e308)).toBe("1.0 × 10^305 s");
  });

  it("share one unit in a column, and fall back to a unit each where they span too much", () => {
    const seconds = timeColumn([306400, 56070]);
    expect(seconds.unit).toBe("s");
    expect([306400, 56070].map(seconds.format)).toEqual(["306.4", "56.1"]);
    expect(timeColumn([0.001, 1e6]).unit).toBeNull();
    expect(timeColumn([]).format(0)).toBe("0");
    expect(timeColumn([0]).unit).toBe("ms");
  });
});

describe("dates, bytes and words", () => {
  it("read the same on every machine", () => {
    expect(formatDate("2026-11-21T06:05:00.000Z")).toBe("21 Nov 2026, 06:05 UTC");
    expect(formatBytes(385e6)).toBe("385 MB");
    expect(formatBytes(12)).toBe("12 B");
  });

  it("have one word for each verdict and a reason for each missing one", () => {
    expect(Object.values(VERDICT_WORDS)).toEqual(["faster", "slower", "equal within 3 %", "not enough evidence"]);
    const reasons = ["single-trial", "wide-interval", "below-floor", "below-resolution", "no-usable-trial"] as const;
    expect(reasons.every((reason) => reasonWords({ reason, interval: null }).length > 10)).toBe(true);
    expect(reasonWords({ interval: null })).toBe("");
  });

  it("blame the correction only for an interval that leaves out no change", () => {
    const reason = "not-significant";
    expect(reasonWords({ reason, interval: [-5, 1.3] })).toBe("no change is within the interval; record more blocks");
    expect(reasonWords({ reason, interval: [0.5, 20.6] })).toMatch(/^too little after the correction/);
    expect(reasonWords({ reason, interval: [-20, -1] })).toMatch(/^too little after the correction/);
  });

  it("name only the factors of the size that vary", () => {
    const factors = { strategy: "sequential", workers: 1, workload: "file-write", tasks: 4, n: 65536 };
    expect(sizeName(factors, ["workload", "tasks"])).toBe("file write, 4 tasks");
    expect(sizeName(factors, ["n"])).toBe("N = 65,536");
    expect(sizeName(factors, [])).toBe("");
  });
});
