import { describe, expect, it } from "vitest";
import { leastBudgetMs, leftOutWords, planBlocks } from "../../src/study/budget.js";

it("says after how many repeats a cell is left out", () => {
  expect(leftOutWords(0)).toBe("left out to fit the budget");
  expect(leftOutWords(1)).toBe("left out after 1 repeat to fit the budget");
  expect(leftOutWords(3)).toBe("left out after 3 repeats to fit the budget");
});

describe("the least budget", () => {
  const cells = [
    { expectedMs: 4_000, isKept: true },
    { expectedMs: 9_000, isKept: false },
    { expectedMs: 1_000, isKept: true },
  ];

  it("is not asked for where three blocks of what is kept fit", () => {
    expect(leastBudgetMs(cells, 17_000, 2_000)).toBeNull();
    expect(leastBudgetMs(cells, 16_999, 2_000)).not.toBeNull();
  });

  it("holds three blocks of what is kept when it is given, with some to spare", () => {
    const least = leastBudgetMs(cells, 1_000, 2_000) as number;
    expect(least).toBe(20_000);
    expect(leastBudgetMs(cells, least, 2_000)).toBeNull();
    expect(planBlocks(cells, least - 2_000)).toEqual({ blocks: 3, dropped: [1] });
  });
});

it("cells of one group are left out together, when the costliest of them is", () => {
  const cell = (expectedMs: number, group?: string) => ({ expectedMs, isKept: false, group });
  const cells = [
    cell(5_000, "b"),
    cell(9_000, "a"),
    cell(1_000),
    cell(4_000, "a"),
    { expectedMs: 1_000, isKept: true },
  ];
  expect(planBlocks(cells, 60_000)).toEqual({ blocks: 3, dropped: [] });
  expect(planBlocks(cells, 59_000)).toEqual({ blocks: 8, dropped: [1, 3] });
  expect(planBlocks(cells, 20_000)).toEqual({ blocks: 10, dropped: [1, 3, 0] });
});
