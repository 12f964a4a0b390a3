import { expect, it } from "vitest";
import { machineKind } from "../../../src/analysis/two-runs/machine-kind.js";
import { sampleRun } from "../../record/sample.js";

it("tells machines of another kind apart, and only those", () => {
  const { machine } = sampleRun();
  const kindOf = (more: Partial<typeof machine>) => machineKind({ ...machine, ...more });
  expect(kindOf({ osRelease: "9.9.9" })).toBe(kindOf({}));
  expect(kindOf({ id: "m-another", cpuModel: "another", availableParallelism: 63 })).not.toBe(kindOf({}));
});
