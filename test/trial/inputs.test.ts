import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { trialInputs } from "../../src/trial/inputs.js";
import type { TrialSpec } from "../../src/trial/messages.js";
import { loadWorkload } from "../../src/workloads/index.js";

const spec: TrialSpec = {
  strategy: "thread-pool",
  workload: "random-sum",
  workers: 4,
  tasks: 1,
  n: 10,
  launch: "bounded",
  pool: "fresh",
  seed: 1,
  scratch: "",
  env: {},
};

describe("trialInputs", () => {
  it("gives every task the whole size", async () => {
    const inputs = trialInputs(await loadWorkload("random-loop"), { ...spec, tasks: 3 });
    expect(inputs.map(({ index, n, offset }) => [index, n, offset])).toEqual([
      [0, 10, 0],
      [1, 10, 0],
      [2, 10, 0],
    ]);
  });

  it("shares one job equally, without a gap, one share a worker", async () => {
    const workload = await loadWorkload("random-sum");
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 1e6 }), (workers, n) => {
        const inputs = trialInputs(workload, { ...spec, workers, n });
        expect(inputs).toHaveLength(workers);
        let next = 0;
        for (const share of inputs) {
          expect(share.offset).toBe(next);
          next += share.n;
        }
        expect(next).toBe(n);
        const sizes = inputs.map((share) => share.n);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      }),
    );
  });
});
