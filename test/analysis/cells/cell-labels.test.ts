import { describe, expect, test } from "vitest";
import {
  cellLabels,
  constantFactors,
  lineWords,
  stepWords,
  varyingFactors,
} from "../../../src/analysis/cells/cell-labels.js";

describe("labels", () => {
  test("of a step put the worker counts beside each other, behind what else tells its line", () => {
    const step = (more: object, varying: Parameters<typeof stepWords>[2]) =>
      stepWords({ strategy: "pool", workers: 2, ...more }, { strategy: "pool", workers: 4, ...more }, varying);
    expect(step({ more: { threads: 8 } }, ["workers", "more"])).toBe("threads 8: 2 to 4 workers");
    expect(step({ tasks: 1200 }, ["strategy", "workers", "tasks"])).toBe("pool, 1,200 tasks: 2 to 4 workers");
    expect(step({}, ["workers"])).toBe("2 to 4 workers");
  });

  test("name the levels that vary", () => {
    const cells = [
      { strategy: "sequential", workers: 1, tasks: 8 },
      { strategy: "thread-pool", workers: 1, tasks: 8 },
      { strategy: "thread-pool", workers: 4, tasks: 8 },
    ];
    expect(cellLabels(cells, "tasks")).toEqual(["sequential", "thread pool, 1 worker", "thread pool, 4 workers"]);
    expect(varyingFactors(cells)).toEqual(["strategy", "workers"]);
    expect(constantFactors(cells)).toEqual({ tasks: 8 });
  });

  test("leave out further levels that all share, and sizes that follow from the runtime", () => {
    const one = (runtime: string, n: number, method?: string) => ({
      ...{ strategy: "process-pool", workers: 2, n },
      more: { runtime, heap: 64, ...(method && { "start-method": method }) },
    });
    expect(cellLabels([one("python", 50, "fork"), one("python", 50, "spawn")], "tasks")).toEqual(["forked", "spawned"]);
    const both = [one("python", 50), one("node", 1_000)];
    expect(varyingFactors(both)).toEqual(["more"]);
    expect(cellLabels(both, "tasks")).toEqual(["Python", "Node"]);
    expect(varyingFactors([...both, one("node", 2_000)])).toEqual(["n", "more"]);
  });

  test("all at once needs no worker count, and large numbers have separators", () => {
    const cells = [
      { strategy: "process-per-task", workers: 4, tasks: 32, launch: "bounded" as const },
      { strategy: "process-per-task", workers: 32, tasks: 32, launch: "all-at-once" as const },
      { strategy: "process-per-task", workers: 1200, tasks: 1200, launch: "all-at-once" as const },
    ];
    expect(cellLabels(cells, "tasks")).toEqual([
      "bounded, 4 workers, 32 tasks",
      "all at once, 32 tasks",
      "all at once, 1,200 tasks",
    ]);
  });

  test("say N = 1,000,000, and leave the tasks of a shared job out", () => {
    const cells = [
      { strategy: "sequential", workers: 1, n: 1e6, tasks: 1 },
      { strategy: "process-pool", workers: 4, n: 1e6, tasks: 4 },
      { strategy: "sequential", workers: 1, n: 0.5, tasks: 1 },
    ];
    expect(cellLabels(cells, "shares")).toEqual([
      "sequential, N = 1,000,000",
      "process pool, 4 workers, N = 1,000,000",
      "sequential, N = 0.5",
    ]);
  });

  test("leave N out where it follows from the workload", () => {
    const cells = [
      { strategy: "sequential", workers: 1, n: 5000, workload: "random-loop" },
      { strategy: "sequential", workers: 1, n: 64, workload: "file-write" },
    ];
    expect(cellLabels(cells, "tasks")).toEqual(["random loop", "file write"]);
    expect(varyingFactors(cells)).toEqual(["workload"]);
  });

  test("say everything where what varies leaves two cells alike, or nothing varies", () => {
    expect(cellLabels([{ strategy: "thread-pool", workers: 2, tasks: 8 }], "tasks")).toEqual([
      "thread pool, 2 workers, 8 tasks",
    ]);
    const alike = [
      { strategy: "a", workers: 1 },
      { strategy: "a", workers: 2 },
      { strategy: "a", workers: 2, tasks: 3 },
    ];
    expect(cellLabels(alike, "tasks")).toEqual(["1 worker", "a, 2 workers", "a, 2 workers, 3 tasks"]);
  });

  test("of a line name what its cells share", () => {
    const factors = { strategy: "thread-pool", workers: 4, tasks: 8, pool: "warm" as const, more: { bytes: 10 } };
    expect(lineWords(factors, ["workers", "tasks"])).toBe("thread pool, 8 tasks");
    expect(lineWords(factors, ["pool", "more"])).toBe("thread pool, warm pool, 10 bytes");
  });
});
