import { expect, it } from "vitest";
import { isOneThread } from "../../../src/record/timing/effective-workers.js";
import { loadStrategy, strategyIds } from "../../../src/strategies/index.js";

it.each(strategyIds)("knows whether %s uses its workers", async (id) => {
  expect(isOneThread(id)).toBe(!(await loadStrategy(id)).usesWorkers);
});
