import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { trialInputs } from "../../src/trial/inputs.js";
import type { TrialSpec } from "../../src/trial/messages.js";
import { skewedSizes } from "../../src/trial/skew.js";
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

const seeds = [1, 2, 3, 4, 5];

describe("skewedSizes", () => {
  it("keeps the work of all tasks together, whatever the skew", () => {
    for (const skew of ["none", "one-long", "mixed"]) {
      const sizes = skewedSizes(skew, { tasks: 12, n: 1e6, seed: 3 });
      expect(sizes).toHaveLength(12);
      expect(sizes.reduce((sum, size) => sum + size, 0) / 12e6).toBeCloseTo(1, 5);
    }
  });

  it("makes one task 12 times as long as the others", () => {
    const [first = 0, ...rest] = skewedSizes("one-long", { tasks: 12, n: 1e6, seed: 3 });
    for (const size of rest) expect(first / size).toBeCloseTo(12, 4);
  });

  it("mixes lengths of 1 to 16 in an order of the seed", () => {
    const orders = seeds.map((seed) => skewedSizes("mixed", { tasks: 12, n: 1e6, seed }));
    expect(new Set(orders.map(String)).size).toBe(seeds.length);
    expect(new Set(orders.map((sizes) => String(sizes.toSorted((a, b) => a - b)))).size).toBe(1);
    const [sizes = []] = orders;
    expect(Math.max(...sizes) / Math.min(...sizes)).toBeCloseTo(16, 3);
    expect(skewedSizes("mixed", { tasks: 12, n: 1e6, seed: 1 })).toEqual(sizes);
  });

  it("gives every task n where nothing is skewed, and at least 1 where it is", () => {
    expect(skewedSizes(undefined, { tasks: 3, n: 7.5, seed: 1 })).toEqual([7.5, 7.5, 7.5]);
    expect(Math.min(...skewedSizes("mixed", { tasks: 5, n: 1, seed: 1 }))).toBe(1);
    expect(skewedSizes("mixed", { tasks: 1, n: 9, seed: 1 })).toEqual([9]);
  });

  it("refuses a skew that it does not know", () => {
    expect(() => skewedSizes("tall", { tasks: 3, n: 7, seed: 1 })).toThrow(
      /no skew "tall": give one of none, one-long/,
    );
  });
});

describe("trialInputs", () => {
  it("hands the factors on, and skews by them", async () => {
    const workload = await loadWorkload("random-loop");
    const inputs = trialInputs(workload, { ...spec, tasks: 4, n: 1_000, more: { skew: "one-long" } });
    expect(inputs.map(({ n }) => n)).toEqual(skewedSizes("one-long", { tasks: 4, n: 1_000, seed: 1 }));
    expect(inputs.every(({ more }) => more.skew === "one-long")).toBe(true);
  });

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
