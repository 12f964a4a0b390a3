import { describe, expect, it } from "vitest";
import { firstEstimates } from "../../../src/cli/progress/terminal-progress.js";

describe("firstEstimates", () => {
  const cell = (strategy: string, workers: number, times: number[]) => ({
    factors: { strategy, workers, tasks: 8, n: 10, workload: "sleep" },
    trials: times.map((wallMs, block) => ({ block, status: "ok" as const, wallMs })),
  });
  const experiment = { id: "e", title: "", division: "tasks" as const };

  it("sets the quickest cell against sequential", () => {
    const cells = [
      cell("sequential", 1, [100, 104]),
      cell("thread-pool", 2, [50, 51]),
      cell("thread-pool", 4, [40, 60]),
    ];
    expect(firstEstimates([{ ...experiment, cells }])).toEqual([
      "e: so far thread pool with 4 workers is 2.50× as fast as sequential (2 repeats)",
    ]);
  });

  it("says nothing without a baseline", () => {
    expect(firstEstimates([{ ...experiment, cells: [cell("thread-pool", 2, [5])] }])).toEqual([]);
  });
});
