import { expect, test } from "vitest";
import { remember } from "../../src/stats/remember.js";

test("makes what follows from a key once, and anew when it was asked for least lately", () => {
  const asked: number[] = [];
  const square = remember(2, String, (number: number) => {
    asked.push(number);
    return number * number;
  });
  expect([2, 3, 2, 4, 2, 3].map(square)).toEqual([4, 9, 4, 16, 4, 9]);
  expect(asked).toEqual([2, 3, 4, 3]);
});
