import { describe, expect, it } from "vitest";
import { cell } from "../make-run.js";
import { againOf } from "./find.js";
import { findingsOf, withFigures } from "./findings-of.js";

describe("out-of-memory", () => {
  const sum = (strategy: string, workers: number, n: number, times: (number | null)[]) =>
    cell({ strategy, workers, tasks: 1, n, more: { heap: 64 } }, times);

  it("sets those who ran out beside those who finished at the same size", () => {
    const found = findingsOf("out-of-memory", [
      sum("sequential", 1, 1e6, [10, 10, 10]),
      sum("sequential", 1, 1e7, [null, null, null]),
      sum("process-pool", 4, 1e6, [30, 30, 30]),
      sum("process-pool", 4, 1e7, [90, 100, 110]),
    ]);
    expect(found.map(({ text }) => text)).toEqual([
      "Sequential ran out of memory at N = 10,000,000; process pool finished. With a heap of 64 MB for every process and thread, " +
        "it happened to sequential in 3 of 3 repeats. Median times: process pool with 4 workers 100 ms.",
    ]);
    expect(Object.values(found[0]?.evidence.figures ?? {})).toEqual([3]);
  });

  it("says so where nothing else finished, and leaves faults that were asked for alone", () => {
    const [alone] = findingsOf("out-of-memory", [sum("sequential", 1, 1e7, [null])]);
    expect(alone?.text).toBe(
      "Sequential ran out of memory at N = 10,000,000. With a heap of 64 MB for every process and thread, " +
        "it happened to sequential in 1 of 1 repeat. Nothing else of that size finished.",
    );
    const asked = cell({ strategy: "x", workers: 1, tasks: 8, more: { fault: "heap" } }, [null]);
    expect(findingsOf("out-of-memory", [asked])).toEqual([]);
  });
});

const workloads = {
  sleep: { title: "wait", bound: "wait" as const },
  "random-sum": { title: "sum", bound: "cpu" as const },
};

describe("usage-over-time", () => {
  const use = (strategy: string, workload: string, cpu: number, peak: number, kept: number) =>
    cell(
      { strategy, workers: strategy === "sequential" ? 1 : 4, tasks: 1, workload, more: { watch: "usage" } },
      [800, 810, 790],
      withFigures(3, (block) => ({
        "peak-cpu-percent": cpu + block - 1,
        "peak-pss-bytes": peak,
        "kept-pss-bytes": kept,
        "kept-after-ms": 400,
      })),
    );

  it("names the three states with their peaks, and what is not given back", () => {
    const cells = [
      use("sequential", "sleep", 1, 11e6, 11e6),
      use("sequential", "random-sum", 99, 480e6, 220e6),
      use("process-pool", "random-sum", 190, 530e6, 470e6),
    ];
    const [finding] = findingsOf("usage-over-time", cells, { experiment: { workloads } });
    expect(finding?.text).toBe(
      "An idle process peaks at 11.0 MB of memory, work at 480 to 530 MB. Peaks, in medians: idle 1.0 % of a core and 11.0 MB; one process 99.0 % of a core and 480 MB; process pool of 4 workers 190 % of a " +
        "core and 530 MB. 400 ms after the last result, with the workers kept, one process still holds 220 MB of its 480 MB; " +
        "process pool of 4 workers still holds 470 MB of its 530 MB.",
    );
    expect(finding?.evidence.figures).toEqual({
      idle: 11e6,
      "one process": 480e6,
      "process pool of 4 workers": 530e6,
    });
  });

  it("is silent without an idle process to compare with", () => {
    const cells = [use("sequential", "random-sum", 99, 480e6, 220e6)];
    expect(findingsOf("usage-over-time", cells, { experiment: { workloads } })).toEqual([]);
  });
});

describe("memory-at-once", () => {
  const peak = (strategy: string, workers: number, bytes: number[], launch?: "all-at-once") =>
    cell(
      { strategy, workers, tasks: 32, ...(launch && { launch }) },
      bytes.map(() => 100),
      withFigures(bytes.length, (block) => ({ "peak-pss-bytes": bytes[block] as number })),
    );

  it("sets all processes at once against the pool with as many tasks", () => {
    const [atOnce, pooled] = [
      [600e6, 640e6, 650e6],
      [320e6, 310e6, 330e6],
    ] as const;
    const [finding] = findingsOf("memory-at-once", [
      peak("process-per-task", 32, [...atOnce], "all-at-once"),
      peak("process-pool", 4, [...pooled]),
    ]);
    const { percent, interval } = againOf(pooled, atOnce);
    const geometric = (bytes: readonly number[]) => Math.exp(bytes.reduce((sum, one) => sum + Math.log(one), 0) / 3);
    const mega = (bytes: readonly number[]) => `${(geometric(bytes) / 1e6).toPrecision(3)} MB`;
    expect(finding?.text).toBe(
      `32 processes at once take ${percent} more memory than a pool of 4 workers. At once they peak at ${mega(atOnce)}, ` +
        `the pool of 4 workers with as many tasks at ${mega(pooled)}, in geometric means: 95 % interval ${interval} more.`,
    );
    expect(finding?.evidence.figures?.allAtOncePeakPssBytes).toBeCloseTo(geometric(atOnce), -3);
  });

  it("calls nothing more that the trials do not show, nor on the strength of one", () => {
    const headline = (atOnce: number[], pooled: number[]) =>
      findingsOf("memory-at-once", [
        peak("process-per-task", 32, atOnce, "all-at-once"),
        peak("process-pool", 4, pooled),
      ])[0]?.headline;
    expect(headline([600e6, 200e6, 400e6], [320e6, 310e6, 330e6])).toBe(
      "Whether 32 processes at once need more memory than a pool is not decided",
    );
    expect(headline([640e6], [320e6])).toBe(
      "Single measurements cannot tell whether 32 processes at once need more memory than a pool",
    );
    expect(headline([320e6, 310e6, 330e6], [320.1e6, 310e6, 330e6])).toBe(
      "32 processes at once take as much memory as a pool, within 3 %",
    );
  });

  it("is silent where memory was only looked at now and then", () => {
    const cells = [
      cell({ strategy: "process-per-task", workers: 32, tasks: 32, launch: "all-at-once" }, [1], [{ peakPssBytes: 1 }]),
      cell({ strategy: "process-pool", workers: 4, tasks: 32 }, [1], [{ peakPssBytes: 2 }]),
    ];
    expect(findingsOf("memory-at-once", cells)).toEqual([]);
  });
});
