import { expect, it } from "vitest";
import { keepingOf } from "../../../src/runner/recording/record-blocks.js";
import type { RunCell } from "../../../src/runner/request/run-cells.js";

const cell = (workers: number, version: string, versions?: object) => {
  const factors = { strategy: "thread-pool", workers, more: { version, skew: "mixed" } };
  return { factors, definition: { versions }, experiment: 0, isKept: false } as unknown as RunCell;
};

it("a budget leaves two versions of a combination out together, and nothing else with them", () => {
  const names = { before: "a", after: "b" };
  const groups = [cell(1, "a", names), cell(1, "b", names), cell(2, "a", names)].map((one) => keepingOf(one).group);
  expect(groups[0]).toBe(groups[1]);
  expect(groups[0]).not.toBe(groups[2]);
  // A factor of that name without versions is like any other.
  expect(keepingOf(cell(1, "a")).group).toBeUndefined();
});
