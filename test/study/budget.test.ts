import { expect, it } from "vitest";
import { leftOutWords } from "../../src/study/budget.js";

it("says after how many blocks a cell is left out", () => {
  expect(leftOutWords(0)).toBe("left out after 0 blocks to fit 5 blocks into the budget");
  expect(leftOutWords(1)).toBe("left out after 1 block to fit 5 blocks into the budget");
  expect(leftOutWords(3)).toBe("left out after 3 blocks to fit 5 blocks into the budget");
});
