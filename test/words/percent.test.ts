import { describe, expect, it } from "vitest";
import {
  exactPercent,
  intervalWords,
  lessOrMore,
  memoryChange,
  percentInterval,
  percentLevel,
  plainInterval,
  plainPercent,
  printAlike,
  shareIntervalWords,
  shareWords,
  signedPercent,
  timeChange,
} from "../../src/words/percent.js";

describe("percentages", () => {
  it("have one decimal, a sign, and a space before the unit", () => {
    expect(signedPercent(-41.278)).toBe("−41.3 %");
    expect(signedPercent(4)).toBe("+4.0 %");
    expect(signedPercent(-0.02)).toBe("0.0 %");
    expect(signedPercent(0.02)).toBe("0.0 %");
    expect(plainPercent(41.278, 2)).toBe("41.28 %");
    expect(percentInterval([-80.61, -78])).toBe("−80.6 to −78.0 %");
    expect(plainInterval([13.6, 135.6])).toBe("13.6 to 136 %");
  });

  it("have three figures at most, but for the steps of a calculation", () => {
    expect(signedPercent(1188.61)).toBe("+1,190 %");
    expect(signedPercent(-99.94)).toBe("−99.9 %");
    expect(signedPercent(99.95)).toBe("+100 %");
    expect(signedPercent(139.23)).toBe("+139 %");
    expect([199.75, -41.283, 1188.61].map(exactPercent)).toEqual(["+199.75 %", "−41.28 %", "+1,189 %"]);
    expect(signedPercent(6.2e7)).toBe("+62,000,000 %");
  });

  it("that somebody set have no needless decimals", () => {
    expect([2, 3.68, 0.25, 12.34, 100].map(percentLevel)).toEqual(["2 %", "3.7 %", "0.25 %", "12.3 %", "100 %"]);
  });

  it("of shares say the same", () => {
    expect([0.9812, 1.031, 10.312].map(shareWords)).toEqual(["98.1 %", "103 %", "1,030 %"]);
    expect(shareIntervalWords([0.97, 1.031])).toBe("97.0 to 103 %");
  });

  it("say the direction in words", () => {
    expect(timeChange(-81.7)).toBe("81.7 % less time");
    expect(timeChange(4, "1 worker")).toBe("4.0 % more time than 1 worker");
    expect(memoryChange(310.4)).toBe("310 % more memory");
    expect([23_914.7, 999.9, 139.2, -99.94, 1234].map((change) => lessOrMore(change))).toEqual([
      "23,900 % more",
      "1,000 % more",
      "139 % more",
      "99.9 % less",
      "1,230 % more",
    ]);
  });

  it("of 0.0 % are the same time, in whatever words", () => {
    expect(timeChange(0.04)).toBe("the same time");
    expect(timeChange(-0.04, "1 worker")).toBe("the same time as 1 worker");
    expect(lessOrMore(-0.04)).toBe("the same time");
    expect(memoryChange(0.01)).toBe("the same memory");
    expect(signedPercent(0.04)).toBe("0.0 %");
    expect(timeChange(0.05)).toBe("0.1 % more time");
  });

  it("of an interval go from the nearer end, or across no change", () => {
    expect(intervalWords([-42.4, -40.1])).toBe("40.1 to 42.4 % less");
    expect(intervalWords([190, 210])).toBe("190 to 210 % more");
    expect(intervalWords([-2.1, 3])).toBe("2.1 % less to 3.0 % more");
    expect(intervalWords([-0.04, 3])).toBe("0.0 to 3.0 % more");
    expect(intervalWords([-2.1, 0.04])).toBe("0.0 to 2.1 % less");
    expect(intervalWords([-0.03, 0.04])).toBe("0.0 to 0.0 %");
  });

  it("are told apart with more figures only where three would not", () => {
    expect([lessOrMore(-0.03, true), timeChange(0.02, "host", true), lessOrMore(0.004, true)]).toEqual([
      "0.03 % less",
      "0.02 % more time than host",
      "the same time",
    ]);
    expect([printAlike(33.3, 30.91), printAlike(190.15, 190.2505), printAlike(50, 50)]).toEqual([false, true, false]);
    expect(timeChange(190.15, "a", true)).toBe("190.15 % more time than a");
    expect(lessOrMore(190.2505, true)).toBe("190.25 % more");
  });
});
