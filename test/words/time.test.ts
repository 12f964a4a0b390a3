import { describe, expect, it, test } from "vitest";
import { clock, formatTime, timeColumn, unitOf } from "../../src/words/time.js";

describe("times", () => {
  test.each([
    [306_400, "306 s"],
    [56_070, "56.1 s"],
    [1045, "1.05 s"],
    [999.6, "1.00 s"],
    [540, "540 ms"],
    [41.28, "41.3 ms"],
    [0.9, "900 µs"],
    [0.039, "39.0 µs"],
    [0.0000004, "0.400 ns"],
    [0, "0 ms"],
    [7_200_000, "7,200 s"],
    [1e308, "1.00 × 10^305 s"],
  ])("%f ms is %s", (ms, text) => {
    expect(formatTime(ms)).toBe(text);
  });

  it("share one unit in a column, and fall back to a unit each where they span too much", () => {
    expect(unitOf(0.5).unit).toBe("µs");
    const seconds = timeColumn([306400, 56070]);
    expect(seconds.unit).toBe("s");
    expect([306400, 56070].map(seconds.format)).toEqual(["306.4", "56.1"]);
    expect(timeColumn([0.001, 1e6]).unit).toBeNull();
    expect(timeColumn([]).format(0)).toBe("0");
    expect(timeColumn([0]).unit).toBe("ms");
  });

  it("that a person waits are minutes and seconds", () => {
    expect([0, 9_400, 75_000, 3_600_000].map(clock)).toEqual(["0 s", "9 s", "1:15 min", "60:00 min"]);
  });
});
