import { expect, it } from "vitest";
import { isElsewhere, isOneThread } from "../../../src/record/timing/effective-workers.js";
import { loadStrategy, strategyIds } from "../../../src/strategies/index.js";

it.each(strategyIds)("knows whether %s uses its workers", async (id) => {
  expect(isOneThread(id)).toBe(!(await loadStrategy(id)).usesWorkers);
});

it.each(strategyIds)("knows whether the workers of %s are elsewhere", async (id) => {
  expect(isElsewhere(id)).toBe((await loadStrategy(id)).isRemote === true);
});
