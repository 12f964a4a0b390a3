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
