import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseCounts, parseDuration, parseSizes } from "../../src/study/levels.js";
import { UserError } from "../../src/user-error.js";

describe("parseCounts", () => {
  it.each([
    ["1,2,4", [1, 2, 4]],
    ["1..4", [1, 2, 3, 4]],
    ["1..3,8, 8", [1, 2, 3, 8]],
  ])("reads %s", (text, levels) => expect(parseCounts(text, "--workers")).toEqual(levels));

  it.each(["", "0", "1,,2", "2..1", "a", "1.5", "1..2..3", "1..99999999", "-1", "0..3", "Infinity"])(
    "refuses %s by name",
    (text) => expect(() => parseCounts(text, "--workers")).toThrow(/--workers/),
  );

  it("gives levels or a UserError for any text", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        try {
          expect(parseCounts(text, "--workers").every((level) => Number.isInteger(level) && level > 0)).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(UserError);
        }
      }),
    );
  });
});

describe("parseSizes", () => {
  it("reads a range as one size a power of ten", () => {
    expect(parseSizes("1e3..1e6", "--sizes")).toEqual([1e3, 1e4, 1e5, 1e6]);
  });

  it("reads a list", () => expect(parseSizes("1000,2e6", "--sizes")).toEqual([1_000, 2_000_000]));

  it("refuses what is no size", () => expect(() => parseSizes("1e3,x", "--sizes")).toThrow(/--sizes is "1e3,x"/));
});

describe("parseDuration", () => {
  it.each([
    ["90s", 90_000],
    ["5m", 300_000],
    ["250ms", 250],
    ["1.5h", 5_400_000],
  ])("reads %s", (text, ms) => expect(parseDuration(text, "--budget")).toBe(ms));

  it.each(["90", "5 minutes", "0s", "-1s", ""])("refuses %s", (text) =>
    expect(() => parseDuration(text, "--budget")).toThrow(/--budget is .*90s/),
  );
});
