import { describe, expect, it } from "vitest";
import { jsonPath, unitOf, withUnits } from "../../src/study/figures.js";

const better = "lower" as const;
const checked = (name: string, pattern: string) => withUnits([{ name, pattern, better }], () => "--figure x");

describe("a figure of a program", () => {
  it.each([
    ["([0-9.]+) req/s", "req/s"],
    ["took (\\d+)ms\\b", "ms"],
    ["([0-9.]+)\\s+MB/s$", "MB/s"],
    ["(?:mean|avg) (\\d+(?:\\.\\d+)?) %", "%"],
    ["[(](\\d+) ops[)]", undefined],
    ["\\((\\d+) ops", "ops"],
    ["throughput: (\\d+)", undefined],
    ["(\\d+) of [0-9]+", undefined],
    ["json:a.b", undefined],
  ])("reads the unit behind the first group of %s", (pattern, unit) => {
    expect(unitOf(pattern)).toBe(unit);
    expect(checked("x", pattern)).toEqual([{ name: "x", pattern, better, ...(unit !== undefined && { unit }) }]);
  });

  it("keeps a unit that is given", () => {
    expect(withUnits([{ name: "x", pattern: "(1) a", unit: "b", better }], () => "")[0]?.unit).toBe("b");
  });

  it.each([
    ["json:a.b[0].c", ["a", "b", "0", "c"]],
    ["json:[2].x", ["2", "x"]],
    ["a(b)", null],
  ])("knows the path of %s", (pattern, path) => expect(jsonPath(pattern)).toEqual(path));

  it.each([
    ["x", "[0-9]+", "put the number in brackets"],
    ["x", "", "put the number in brackets"],
    ["x", "(?:a)", "put the number in brackets"],
    ["x", "([0-9", "Unterminated"],
    ["x", "json:a..b", "give the fields"],
    ["x", "json:", "give the fields"],
    ["x", "json:a[b]", "give the fields"],
    ["throttled-ms", "(a)", "as the time that a quota holds a trial back"],
    ["Upper Case", "(a)", "1 to 64 of a-z"],
  ])("refuses %s=%s", (name, pattern, words) => {
    expect(() => checked(name, pattern)).toThrow(words);
    expect(() => checked(name, pattern)).toThrow("--figure x");
  });

  it("refuses two of one name, and a first one without a direction", () => {
    const figures = [{ name: "x", pattern: "(a)" }];
    expect(() => withUnits(figures, () => "figures[0]")).toThrow("figures[0].better is missing");
    expect(() => withUnits([{ name: "x", pattern: "(a)", better }, ...figures], () => "here")).toThrow(
      "as another one",
    );
  });
});
