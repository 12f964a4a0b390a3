import { cpus, totalmem } from "node:os";
import { expect, it } from "vitest";
import { gatherFacts } from "../../../src/runner/doctor/gather.js";
import { examine } from "../../../src/runner/doctor/index.js";

it("gathers the facts of this machine, and every check can judge them", async () => {
  const facts = await gatherFacts({ id: "m-000000000000", name: "here" }, 50);
  expect(facts.memory.totalBytes).toBe(totalmem());
  expect(facts.memory.availableBytes).toBeGreaterThan(0);
  expect(facts.busyCores).toBeGreaterThanOrEqual(0);
  expect(facts.busyCores).toBeLessThanOrEqual(cpus().length + 0.001);
  expect(facts.clock.stepNs).toBeGreaterThan(0);
  expect(facts.scratch.freeBytes).toBeGreaterThan(0);
  if (process.platform === "linux") expect(facts.steal?.sinceStart).toBeGreaterThanOrEqual(0);
  const checked = examine(facts);
  expect(new Set(checked.map(({ id }) => id)).size).toBe(checked.length);
  for (const { seen } of checked) expect(seen).not.toMatch(/null|NaN|undefined/);
});
