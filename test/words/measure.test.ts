import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  comparative,
  type Measure,
  measured,
  measuredChange,
  measuredColumn,
  measuredTimes,
  measureNoun,
  measureTitle,
  measureVerb,
} from "../../src/words/measure.js";
import { timeChange } from "../../src/words/percent.js";
import { formatTime, timeColumn } from "../../src/words/time.js";

const throughput: Measure = { name: "requests-done", unit: "req/s", better: "higher" };
const bare: Measure = { name: "p99", better: "lower" };

describe("the words of what is compared", () => {
  it("are those of times where nothing else is", () => {
    for (const value of [0.5, 512.3, 98_765]) expect(measured(value, undefined)).toBe(formatTime(value));
    for (const percent of [-41.28, 0, 3])
      expect(measuredChange(percent, undefined, "x")).toBe(timeChange(percent, "x"));
    expect(measuredColumn([3, 4], undefined).format(3.21)).toBe(timeColumn([3, 4]).format(3.21));
    expect([measureNoun(undefined), measureTitle(undefined), measureVerb(undefined, "took")]).toEqual([
      "time",
      "total time",
      "took",
    ]);
    expect([measuredTimes(0.5, undefined), measuredTimes(3, undefined)]).toEqual(["2.00× as fast", "3.00× as long"]);
  });

  it("name the figure, its unit and its direction", () => {
    expect(measured(1551.4, throughput)).toBe("1,551 req/s");
    expect(measured(0.01234, bare)).toBe("0.0123");
    expect(measuredChange(52, throughput, "1 worker")).toBe("52.0 % more requests done than 1 worker");
    expect(measuredChange(0.01, bare, "1 worker")).toBe("the same p99 as 1 worker");
    expect(measuredTimes(1.52, throughput)).toBe("1.52× as much");
    expect(measuredTimes(1.001, bare)).toBe("");
    expect(measureTitle(throughput)).toBe("requests done (req/s)");
    expect([comparative("faster", bare), comparative("slower", bare)]).toEqual(["better", "worse"]);
    expect([measureVerb(bare), measureVerb(bare, "take"), measureVerb(bare, "took")]).toEqual(["has", "have", "had"]);
  });

  it("give a column one number of decimals", () => {
    const { unit, format } = measuredColumn([498.7, 1551], throughput);
    expect([unit, format(498.71), format(1551)]).toEqual(["req/s", "499", "1,551"]);
    expect(measuredColumn([0.012, 0.5], bare).format(0.5)).toBe("0.5000");
    expect(measuredColumn([0.001, 50], bare).format(50)).toBe("50.0");
    expect(measuredColumn([1e-9, 1.2e-9], bare).format(1.234e-9)).toBe("1.23 × 10^−9");
  });

  it("keep three digits of every figure, however small or large, alone and in a column", () => {
    const read = (text: string) => Number(text.replaceAll(",", "").replace(" × 10^", "e").replace("−", "-"));
    const least = fc.double({ min: -200, max: 200, noNaN: true }).map((power) => 10 ** power);
    const factors = fc.array(fc.double({ min: 1, max: 5_000, noNaN: true }), { minLength: 1 });
    fc.assert(
      fc.property(least, factors, (smallest, times) => {
        const values = [smallest, ...times.map((factor) => smallest * factor)];
        const { format } = measuredColumn(values, bare);
        for (const value of values)
          for (const text of [format(value), measured(value, bare)])
            expect(Math.abs(read(text) / value - 1), text).toBeLessThan(0.0050001);
      }),
    );
  });
});
