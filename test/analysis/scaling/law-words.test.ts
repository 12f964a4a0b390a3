import { expect, test } from "vitest";
import { briefSerialWords, isTooWide, serialWords } from "../../../src/analysis/scaling/law-words.js";
import type { Interval } from "../../../src/stats/interval.js";

const share = (estimate: number, interval: Interval) => ({ estimate, interval, standardError: 0.01, atBound: false });

test("a serial share is told with its interval", () => {
  expect(serialWords(share(0.101, [0.0952, 0.107]))).toBe("10.1 % (95 % interval 9.52 to 10.7 %)");
  expect(briefSerialWords(share(0.101, [0.0952, 0.107]))).toBe("10.1 %");
});

test("no interval of more than a factor of 10 is put in words: then it is at most so much", () => {
  expect(serialWords(share(0.05, [0.006, 0.09]))).toBe("at most 9 %");
  expect(serialWords(share(0.05, [-0.01, 0.11]))).toBe("at most 11 %");
  expect(briefSerialWords(share(0.9, [0.05, 1.4]))).toBe("at most 100 %");
  expect(serialWords(share(0.05, [0.01, 0.1]))).toContain("95 % interval 1 to 10 %");
});

test("an interval that reaches nothing, or spans more than a factor of 10, is no answer", () => {
  expect([isTooWide([0, 1]), isTooWide([1, 10.1]), isTooWide([1, 10]), isTooWide([-1, 2])]).toEqual([
    true,
    true,
    false,
    true,
  ]);
});
