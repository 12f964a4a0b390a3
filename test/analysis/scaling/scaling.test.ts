import { describe, expect, test } from "vitest";
import { analyseRun } from "../../../src/analysis/analyse.js";
import type { Cell, Experiment, Machine, Run } from "../../../src/record/schema/run-schema.js";
import { hodgesLehmann } from "../../../src/stats/hodges-lehmann.js";
import { cell, experiment, importedRun, makeRun } from "../make-run.js";
import { noisyTimes } from "../sample-run.js";

const times = noisyTimes(6, 20);
const sequential = (ms: number, more = {}) => cell({ strategy: "sequential", workers: 1, ...more }, times(ms));
const pool = (workers: number, ms: number, more = {}) => cell({ strategy: "thread-pool", workers, ...more }, times(ms));
const linesOf = (run: Run) => analyseRun(run).experiments[0]?.scaling ?? [];
const runOf = (cells: Cell[], more: Partial<Experiment> = {}, machine?: Machine) =>
  makeRun([experiment(cells, more)], machine && { machine });

describe("scaling lines", () => {
  test("are one a strategy and size, against the sequential cell of the size", () => {
    const cells = [10, 20].flatMap((n) => [sequential(10 * n, { n }), pool(4, 3 * n, { n }), pool(1, 11 * n, { n })]);
    const lines = linesOf(runOf(cells));
    expect(lines.map(({ strategy, label, kind, factors }) => [strategy, label, kind, factors.n])).toEqual([
      ["thread-pool", "thread pool, N = 10", "strong", 10],
      ["thread-pool", "thread pool, N = 20", "strong", 20],
    ]);
    expect(lines[0]?.points.map(({ workers }) => workers)).toEqual([1, 4]);
    expect(lines[0]?.reference).toMatchObject({ kind: "sequential", label: "sequential, N = 10" });
  });

  test("have speed-ups with intervals, and both efficiencies of them", () => {
    const cells = [sequential(800, { tasks: 8 }), pool(3, 310, { tasks: 8 }), pool(6, 205, { tasks: 8 })];
    const [line] = linesOf(runOf(cells));
    const [alone, three] = cells.map(({ trials }) => trials.map(({ wallMs }) => wallMs as number));
    const logs = (alone as number[]).map((ms, block) => Math.log(ms / (three?.[block] as number)));
    const { estimate, intervals } = hodgesLehmann(logs, [0.95]);
    const [low, high] = (intervals[0] as [number, number]).map(Math.exp) as [number, number];
    const [point] = line?.points ?? [];
    expect(point?.speedUp?.value).toBeCloseTo(Math.exp(estimate), 10);
    expect(point?.speedUp?.interval).toEqual([expect.closeTo(low, 10), expect.closeTo(high, 10)]);
    expect(point?.efficiency?.interval?.[0]).toBeCloseTo(low / 3, 10);
    // 8 tasks on 3 workers: 3 rounds.
    expect(point?.ideal).toBeCloseTo(8 / 3, 12);
    expect(point?.idealEfficiency?.value).toBeCloseTo(Math.exp(estimate) / (8 / 3), 10);
    expect(line?.ideal).toEqual([
      { workers: 3, speedUp: expect.closeTo(8 / 3, 12) },
      { workers: 6, speedUp: 4 },
    ]);
  });

  test("are against their own single worker without a sequential cell, and against nothing without either", () => {
    expect(linesOf(runOf([pool(1, 100), pool(2, 50)]))[0]?.reference).toMatchObject({ kind: "own" });
    const [line] = linesOf(runOf([pool(2, 50), pool(4, 30), pool(8, 20)]));
    expect(line?.reference).toBeNull();
    expect(line?.points.every(({ speedUp }) => speedUp === null)).toBe(true);
    expect(line?.thresholds?.efficientTo).toMatchObject({ workers: null, reason: "no-reference" });
    // What the most workers do needs no reference.
    expect(line?.thresholds?.saturatesAt).toMatchObject({ workers: 8, beyond: "rising" });
  });

  test("carry a law no further than the cores where it is not known whether the work needs them", () => {
    const cells = [1, 2, 4, 8].map((workers) => pool(workers, 100 + 700 / workers));
    const modelsOf = (bound: "cpu" | "wait" | null, cores: number) => {
      const workloads = bound === null ? {} : { workloads: { work: { title: "work", bound } } };
      const machine = { ...makeRun([]).machine, availableParallelism: cores, quotaCores: null };
      return linesOf(runOf(cells, workloads, machine))[0]?.models;
    };
    expect(modelsOf(null, 8)?.chosen).toBe("amdahl");
    expect(modelsOf("wait", 2)?.chosen).toBe("amdahl");
    expect(modelsOf(null, 2)?.chosen).toBeNull();
    expect(modelsOf(null, 2)?.karpFlatt.every(({ workers }) => workers <= 2)).toBe(true);
    expect(modelsOf("cpu", 2)?.chosen).toBeNull();
  });

  test("of growing work have weak-scaling efficiency with its interval: time of one over time of all", () => {
    const ms = { 1: 100, 2: 101, 4: 125, 8: 250 };
    const cells = Object.entries(ms).map(([count, each]) => pool(Number(count), each, { tasks: Number(count) }));
    const [line] = linesOf(runOf(cells));
    expect(line).toMatchObject({ kind: "weak", label: "thread pool", reference: { kind: "own" } });
    expect(line?.points.map(({ efficiency }) => efficiency?.value)).toEqual(
      Object.values(ms).map((each) => expect.closeTo(100 / each, 1)),
    );
    const [low = 0, high = 0] = line?.points[2]?.efficiency?.interval ?? [];
    expect([low < 0.8, high > 0.8, high - low < 0.05]).toEqual([true, true, true]);
    expect(line?.points[3]?.speedUp?.value).toBeCloseTo((8 * 100) / 250, 1);
    expect(line?.thresholds).toMatchObject({
      efficientTo: { workers: 2, next: 4 },
      worthItTo: { workers: 4, next: 8 },
    });
  });

  test("leave out what runs on one thread, has no time, or less than a clock can show", () => {
    const cells = [
      cell({ strategy: "event-loop", workers: 1 }, times(100)),
      pool(1, 100),
      cell({ strategy: "thread-pool", workers: 2 }, [null, null]),
      cell({ strategy: "thread-pool", workers: 4 }, [0, 0]),
    ];
    const lines = linesOf(runOf(cells));
    expect(lines.map(({ points }) => points.map(({ workers }) => workers))).toEqual([[1]]);
    expect(lines[0]?.thresholds).toBeNull();
  });

  test("beyond so many trials of pairs have no thresholds: a journal of 20 MB took half a minute", () => {
    const line = (strategy: string, counts: number) =>
      Array.from({ length: counts }, (_, place) =>
        cell({ strategy, workers: place + 1 }, Array(100).fill(100 + place)),
      );
    const lines = linesOf(runOf([...line("thread-pool", 4), ...line("process-pool", 90)]));
    expect(lines.map(({ thresholds }) => thresholds !== null)).toEqual([true, false]);
  });

  test("count a launch of all at once as so many workers", () => {
    const cells = [8, 32].map((tasks) =>
      cell({ strategy: "process-per-task", workers: 4, tasks, launch: "all-at-once" }, times(tasks)),
    );
    expect(linesOf(runOf(cells)).map(({ points }) => points.map(({ workers }) => workers))).toEqual([[8], [32]]);
  });
});

describe("models of a line", () => {
  test("take the ideal for N: beyond the cores of CPU-bound work there is nothing to fit", () => {
    const workloads = { loop: { title: "Loop", bound: "cpu" as const } };
    const cells = [1, 2, 3, 4, 6, 8].map((workers) => pool(workers, 800 / Math.min(workers, 2)));
    const twoCores = { id: "m-1", name: "bench", availableParallelism: 2 };
    const [line] = linesOf(runOf(cells, { workloads }, twoCores));
    expect(line?.models).toMatchObject({ chosen: null, reason: "too-few-worker-counts", fits: [] });
  });

  test("need repeats that could have rejected them", () => {
    const cells = [1, 2, 4, 8, 16].map((workers) => cell({ strategy: "a", workers }, [100 * (0.1 + 0.9 / workers)]));
    const [line] = linesOf(importedRun([experiment(cells)]));
    expect(line?.models).toMatchObject({ chosen: null, reason: "no-repeats" });
    expect(line?.models.fits[0]?.parameters.alpha?.estimate).toBeCloseTo(0.1, 6);
  });

  test("do not take a machine that slows down for a curve that does not fit", () => {
    const drifting = [1, 2, 4, 8].map((workers) => {
      const ms = times(100 * (0.1 + 0.9 / workers)).map((time, block) => time * (1 + 0.3 * (block / 20)));
      return cell({ strategy: "thread-pool", workers }, ms);
    });
    const [line] = linesOf(runOf(drifting));
    expect(line?.models.chosen).toBe("amdahl");
    const [fit] = line?.models.fits ?? [];
    // Repeats lie as near to each other as their noise, not as the drift.
    expect(fit?.lackOfFit?.df).toEqual([2, 76]);
    expect(fit?.parameters.alpha?.estimate).toBeCloseTo(0.1, 2);
  });

  test("give Karp and Flatt's share with its interval, and its trend block by block", () => {
    const line = (share: (workers: number) => number) => {
      const cells = [1, 2, 4, 8, 16].map((workers) => {
        const serial = share(workers);
        return pool(workers, 1000 * (serial + (1 - serial) / workers));
      });
      return linesOf(runOf(cells))[0];
    };
    const level = line(() => 0.1);
    expect(level?.models.karpFlatt.map(({ workers }) => workers)).toEqual([4, 8, 16]);
    expect(level?.models.karpFlatt[0]?.serialShare).toBeCloseTo(0.1, 1);
    expect(level?.models.karpFlatt[0]?.interval).toHaveLength(2);
    expect(level?.models.karpFlattTrend).toBe("level");
    expect(line((workers) => 0.02 * workers)?.models.karpFlattTrend).toBe("rising");
    expect(line((workers) => 0.4 / workers)?.models.karpFlattTrend).toBe("falling");
  });
});
