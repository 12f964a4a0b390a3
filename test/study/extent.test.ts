import { describe, expect, it } from "vitest";
import { chooseExtent, parseExtent } from "../../src/study/extent.js";
import { parsePercent, parseShare } from "../../src/study/levels.js";
import { UserError } from "../../src/user-error.js";

describe("chooseExtent", () => {
  it.each([
    ["the usual budget where nobody says", {}, {}, { budgetMs: 90_000 }],
    ["what the study says", {}, { blocks: 7 }, { blocks: 7 }],
    ["what is given before what the study says", { budgetMs: 5 }, { blocks: 7 }, { budgetMs: 5 }],
    ["blocks alone", { blocks: 3 }, { budgetMs: 5, precisionPercent: 2 }, { blocks: 3 }],
    ["a precision with a budget of its own", { precisionPercent: 2 }, {}, { budgetMs: 600_000, precisionPercent: 2 }],
    ["it with the study's", { precisionPercent: 2 }, { budgetMs: 5 }, { budgetMs: 5, precisionPercent: 2 }],
    ["the study's with a budget", { budgetMs: 5 }, { precisionPercent: 2 }, { budgetMs: 5, precisionPercent: 2 }],
    [
      "it without the study's blocks",
      { precisionPercent: 2, budgetMs: 5 },
      { blocks: 7 },
      { precisionPercent: 2, budgetMs: 5 },
    ],
  ])("is %s", (_what, given, ofStudy, extent) => {
    expect(chooseExtent(given, ofStudy, 90_000)).toEqual(extent);
  });

  it("leaves a precision the longer of two usual budgets", () => {
    expect(chooseExtent({ precisionPercent: 1 }, undefined, 3_600_000)).toMatchObject({ budgetMs: 3_600_000 });
  });
});

it("parseExtent refuses blocks beside another extent, and calls them as the user does", () => {
  const option = (name: string) => `--${name}`;
  expect(() => parseExtent({ blocks: 2, budget: "5ms" }, option)).toThrow(
    new UserError("--blocks and --budget were both given: one of them sets the extent"),
  );
  expect(() => parseExtent({ blocks: 2, precision: "5%" }, (name) => name)).toThrow(
    new UserError("blocks and precision are both given: one of them sets the extent"),
  );
  expect(parseExtent({ budget: "5ms", precision: "2%" }, option)).toEqual({ budgetMs: 5, precisionPercent: 2 });
  expect(parseExtent({ blocks: 5 }, option)).toEqual({ blocks: 5 });
});

it("parsePercent reads percentages and refuses the rest by name", () => {
  expect(["2%", "0.5 %", " 50%"].map((text) => parsePercent(text, "--precision"))).toEqual([2, 0.5, 50]);
  for (const text of ["2", "0%", "51%", "-1%", "2%%", "", "%", "NaN%"]) {
    expect(() => parsePercent(text, "--precision")).toThrow(/--precision is ".*": give a percentage/);
  }
});

it("parseShare reads shares of the whole, none and all of it included", () => {
  expect(["0", "0%", "5 %", "12.5%", "100%"].map((text) => parseShare(text, "--control"))).toEqual([
    0, 0, 0.05, 0.125, 1,
  ]);
  for (const text of ["5", "-1%", "101%", "", "half"]) {
    expect(() => parseShare(text, "--control")).toThrow(/--control is ".*": give a percentage/);
  }
});
