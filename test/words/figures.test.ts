import { describe, expect, test } from "vitest";
import * as sentences from "../../src/analysis/comparing/change-words.js";
import type { Change } from "../../src/analysis/results/run-analysis.js";
import * as words from "../../src/words/figures.js";

const change = (changePercent: number, interval: [number, number] | null, verdict: Change["verdict"]) =>
  ({ ratio: 1 + changePercent / 100, changePercent, interval, verdict }) as Change;

describe("words", () => {
  test.each([
    [306_400, "306 s"],
    [56_070, "56.1 s"],
    [1045, "1.05 s"],
    [999.6, "1.00 s"],
    [540, "540 ms"],
    [41.28, "41.3 ms"],
    [0.9, "900 µs"],
    [0.012, "12.0 µs"],
    [0.0000004, "0.400 ns"],
    [0, "0 ms"],
    [7_200_000, "7,200 s"],
  ])("%f ms is %s", (ms, text) => {
    expect(words.duration(ms)).toBe(text);
  });

  test("a change names its direction, factor and interval", () => {
    expect(sentences.changeWords(change(-41.28, [-42.4, -40.1], "faster"), "1 worker")).toBe(
      "takes 41.3 % less time than 1 worker (1.70× as fast; 95 % interval 40.1 to 42.4 % less)",
    );
    expect(sentences.changeWords(change(199.75, [190, 210], "slower"))).toBe(
      "takes 200 % more time (3.00× as long; 95 % interval 190 to 210 % more)",
    );
  });

  test("an interval across no change names both directions", () => {
    expect(words.intervalWords([-2.1, 3])).toBe("2.1 % less to 3.0 % more");
  });

  test("without an interval the sentence says why", () => {
    expect(sentences.changeWords(change(-81.7, null, "inconclusive"))).toBe(
      "takes 81.7 % less time (5.46× as fast; one trial, so no interval)",
    );
  });

  test("equal is said as equal, and a factor of 1.00 is not said at all", () => {
    expect(sentences.changeWords(change(0.2, [-1, 1.4], "same"), "sequential")).toBe(
      "takes the same time as sequential within 3 % (0.2 % more; 95 % interval 1.0 % less to 1.4 % more)",
    );
    expect(sentences.timesWords(1.001)).toBe("");
  });

  test("a change without a ratio has no words", () => {
    expect(() => sentences.changeWords({ ...change(1, null, "inconclusive"), ratio: null })).toThrow(TypeError);
  });

  test("large percentages keep three figures", () => {
    expect(words.lessOrMore(23_914.7)).toBe("23,900 % more");
    expect(words.lessOrMore(999.9)).toBe("1,000 % more");
    expect(words.lessOrMore(139.2)).toBe("139 % more");
    expect(words.lessOrMore(-99.94)).toBe("99.9 % less");
    expect(words.lessOrMore(1234)).toBe("1,230 % more");
  });

  test.each([
    [1_000_000, "1,000,000"],
    [0.25, "0.25"],
    [1234.5678901, "1,234.56789"],
    [1e-120, "0"],
    [-1234, "-1,234"],
  ])("the level %f is written %s", (figure, text) => {
    expect(words.level(figure)).toBe(text);
  });

  test("two means are told apart, with more figures only where three would not", () => {
    expect([33.3, 30.91].map(words.meansApart(33.3, 30.91))).toEqual(["33.3 % more", "30.9 % more"]);
    expect([190.15, 190.2505].map(words.meansApart(190.15, 190.2505))).toEqual(["190.15 % more", "190.25 % more"]);
    expect(words.meansApart(50, 50)(50)).toBe("50.0 % more");
  });

  test("small helpers", () => {
    expect(words.list(["a", "b", "c"])).toBe("a, b and c");
    expect(words.listStart(["a", "b", "c", "d"], 2)).toBe("a, b and 2 more");
    expect(words.counted(1, "trial")).toBe("1 trial");
    expect(words.counted(1200, "trial")).toBe("1,200 trials");
    expect(words.factor(12_345)).toBe("12,345×");
    expect(words.megabytes(812_400_000)).toBe("812 MB");
    expect(words.sentenceCase("thread pool")).toBe("Thread pool");
  });
});
