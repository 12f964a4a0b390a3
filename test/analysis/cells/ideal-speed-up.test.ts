import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { idealOf, usableCores, workloadBound } from "../../../src/analysis/cells/ideal-speed-up.js";
import { experiment } from "../make-run.js";
import { CPU_BOUND, TWO_CORES } from "../sample-run.js";

const unknown = { id: "m", name: "m" };
const anyWork = experiment([]);
const cpuWork = experiment([], { workloads: CPU_BOUND });

describe("ideal by rounds", () => {
  // 8 equal tasks: the staircase of lab question Q2.
  test.each([
    [1, 8, 1],
    [2, 4, 2],
    [3, 3, 8 / 3],
    [4, 2, 4],
    [6, 2, 4],
    [8, 1, 8],
    [20, 1, 8],
  ])("8 tasks on %i workers take %i rounds: %f", (workers, rounds, speedUp) => {
    const ideal = idealOf(anyWork, { strategy: "thread-pool", workers, tasks: 8 }, unknown);
    expect(ideal).toEqual({ tasks: 8, rounds, cores: null, speedUp });
  });

  test("never exceeds workers or tasks, and more workers never lower it", () => {
    const count = fc.integer({ min: 1, max: 500 });
    fc.assert(
      fc.property(count, count, (workers, tasks) => {
        const at = (w: number) => idealOf(anyWork, { strategy: "p", workers: w, tasks }, unknown).speedUp;
        expect(at(workers)).toBeLessThanOrEqual(Math.min(workers, tasks));
        expect(at(workers + 1)).toBeGreaterThanOrEqual(at(workers));
      }),
    );
  });

  test("is 1 for one thread, the workers where tasks are unknown, all tasks at once where all are launched", () => {
    expect(idealOf(anyWork, { strategy: "event-loop", workers: 4, tasks: 8 }, unknown).speedUp).toBe(1);
    expect(idealOf(anyWork, { strategy: "thread-pool", workers: 3 }, unknown)).toEqual({
      tasks: null,
      rounds: null,
      cores: null,
      speedUp: 3,
    });
    const launched = { strategy: "process-per-task", workers: 2, tasks: 32, launch: "all-at-once" as const };
    expect(idealOf(anyWork, launched, unknown)).toMatchObject({ rounds: 1, speedUp: 32 });
  });

  test("of a shared job is one round of as many shares as workers", () => {
    const shared = experiment([], { division: "shares" });
    expect(idealOf(shared, { strategy: "process-pool", workers: 4, tasks: 1 }, unknown)).toMatchObject({
      tasks: 4,
      rounds: 1,
      speedUp: 4,
    });
  });
});

describe("ideal by cores", () => {
  test.each([
    [{ cores: 1 }, 1],
    [{ cores: 2 }, 2],
    [{ cores: 8 }, 2],
    [{ "cpu-quota": 1.5 }, 1.5],
    [{ "cpu-quota": 0.5 }, 1],
    [{ cores: 2, "cpu-quota": 1 }, 1],
  ])("is that of the cores that a cell had: %j on 2 cores allow %f", (more, speedUp) => {
    const factors = { strategy: "thread-pool", workers: 2, tasks: 8, workload: "random-loop", more };
    expect(idealOf(cpuWork, factors, TWO_CORES).speedUp).toBe(speedUp);
  });

  test("is T / max(ceil(T / w), T / c) for CPU-bound work: 8 tasks on 2 cores stop at 2", () => {
    const speedUps = [1, 2, 4, 8].map(
      (workers) => idealOf(cpuWork, { strategy: "thread-pool", workers, tasks: 8 }, TWO_CORES).speedUp,
    );
    expect(speedUps).toEqual([1, 2, 2, 2]);
    expect(idealOf(cpuWork, { strategy: "thread-pool", workers: 8, tasks: 8 }, TWO_CORES).cores).toBe(2);
  });

  test("leaves work that waits alone", () => {
    const waiting = experiment([], { workloads: { sleep: { title: "Sleep", bound: "wait" } } });
    expect(idealOf(waiting, { strategy: "thread-pool", workers: 8, tasks: 8 }, TWO_CORES)).toMatchObject({
      cores: null,
      speedUp: 8,
    });
  });

  test("usable cores are the smaller of affinity and quota, and never under one", () => {
    expect(usableCores({ ...unknown, availableParallelism: 8, quotaCores: 2.5 })).toBe(2.5);
    expect(usableCores({ ...unknown, availableParallelism: 4, quotaCores: null })).toBe(4);
    expect(usableCores({ ...unknown, quotaCores: 0.5 })).toBe(1);
    expect(usableCores(unknown)).toBeNull();
  });

  test("the workload is the one that the cell names, or the only one", () => {
    const two = experiment([], { workloads: { ...CPU_BOUND, sleep: { title: "Sleep", bound: "wait" } } });
    expect(workloadBound(two, { strategy: "a", workers: 1, workload: "sleep" })).toBe("wait");
    expect(workloadBound(two, { strategy: "a", workers: 1 })).toBeNull();
    expect(workloadBound(cpuWork, { strategy: "a", workers: 1 })).toBe("cpu");
    expect(workloadBound(cpuWork, { strategy: "a", workers: 1, workload: "constructor" })).toBeNull();
  });
});
