import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { loadCatalogue } from "../../src/app/catalogue.js";
import { allExperiments, defaultStudy } from "../../src/experiments/index.js";
import { FEWEST_BLOCKS, MANY_BLOCKS, planBlocks } from "../../src/study/budget.js";
import { expectedTrialMs } from "../../src/study/cost.js";
import { expandExperiment } from "../../src/study/expand.js";
import { blockOrder, seededRandom } from "../../src/study/schedule.js";
import { type Exclusion, type Matrix, matrix, type Overrides } from "../../src/study/study.js";
import { roughTaskMs } from "./rough-cost.js";

const catalogue = await loadCatalogue();
const about = { id: "e", title: "t", question: "q" };

describe("expandExperiment", () => {
  it("makes one cell of strategies that ignore workers", () => {
    const cells = expandExperiment(
      {
        ...about,
        matrix: [
          matrix({
            workload: ["sleep"],
            strategy: ["sequential", "event-loop", "thread-pool"],
            workers: [1, 2],
            tasks: [4],
            n: [1],
          }),
        ],
      },
      catalogue,
    );
    expect(cells.map(({ strategy, workers }) => `${strategy} ${workers}`)).toEqual([
      "sequential 1",
      "event-loop 1",
      "thread-pool 1",
      "thread-pool 2",
    ]);
  });

  it("gives launch to per-task strategies and pool to pools only", () => {
    const cells = expandExperiment(
      {
        ...about,
        matrix: [
          matrix({
            workload: ["sleep"],
            strategy: ["sequential", "process-per-task", "thread-pool"],
            workers: [2],
            tasks: [6],
            n: [1],
            launch: ["bounded", "all-at-once"],
            pool: ["fresh", "warm"],
          }),
        ],
      },
      catalogue,
    );
    expect(cells.map(({ strategy, workers, launch, pool }) => [strategy, workers, launch, pool])).toEqual([
      ["sequential", 1, undefined, undefined],
      ["process-per-task", 2, "bounded", undefined],
      ["process-per-task", 6, "all-at-once", undefined],
      ["thread-pool", 2, undefined, "fresh"],
      ["thread-pool", 2, undefined, "warm"],
    ]);
  });

  it("varies scheduling where strategies know it, and only where it is asked for", () => {
    const levels = {
      workload: ["sleep"],
      strategy: ["sequential", "process-per-task", "thread-pool"],
      tasks: [6],
      n: [1],
    };
    const of = (more: Partial<Matrix>) =>
      expandExperiment({ ...about, matrix: [matrix({ ...levels, workers: [2], ...more })] }, catalogue).map(
        ({ strategy, launch, scheduling, workers }) => [strategy, launch, scheduling, workers],
      );
    expect(of({}).every(([, , scheduling]) => scheduling === undefined)).toBe(true);
    expect(of({ scheduling: ["rounds", "static-chunks"], launch: ["bounded", "all-at-once"] })).toEqual([
      ["sequential", undefined, undefined, 1],
      ["process-per-task", "bounded", "rounds", 2],
      ["process-per-task", "bounded", "static-chunks", 2],
      ["process-per-task", "all-at-once", undefined, 6],
      ["thread-pool", undefined, "rounds", 2],
      ["thread-pool", undefined, "static-chunks", 2],
    ]);
  });

  it("gives as many tasks as workers where asked to", () => {
    const cells = expandExperiment(
      {
        ...about,
        matrix: [
          matrix({
            workload: ["sleep"],
            strategy: ["sequential", "thread-pool"],
            workers: [1, 3],
            tasks: ["per-worker"],
            n: [1],
          }),
        ],
      },
      catalogue,
    );
    expect(cells.map(({ strategy, workers, tasks }) => [strategy, workers, tasks])).toEqual([
      ["sequential", 1, 1],
      ["thread-pool", 1, 1],
      ["thread-pool", 3, 3],
    ]);
  });

  it("has no cell twice, whatever the overrides", () => {
    const overrides = { workers: [2, 2, 1], tasks: [3], sizes: [10], strategies: ["sequential", "thread-pool"] };
    for (const experiment of allExperiments) {
      const cells = expandExperiment(experiment, catalogue, overrides).map((cell) => JSON.stringify(cell));
      expect(new Set(cells).size).toBe(cells.length);
      expect(cells.length).toBeGreaterThan(0);
    }
  });

  it("counts a shared job as one task", () => {
    const cells = expandExperiment(
      { ...about, matrix: [matrix({ workload: ["random-sum"], strategy: ["thread-pool"], tasks: [8], n: [10] })] },
      catalogue,
    );
    expect(cells.map(({ tasks }) => tasks)).toEqual([1]);
  });
});

describe("exclusions", () => {
  const levels = matrix({
    workload: ["sleep"],
    strategy: ["sequential", "thread-pool", "process-pool"],
    workers: [1, 2],
    n: [1, { taskMs: 5 }],
    more: { mode: ["a", "b"] },
  });
  const left = (exclude: Exclusion[]) =>
    expandExperiment({ ...about, matrix: [levels], exclude }, catalogue).map(
      ({ strategy, workers, n, more }) => `${strategy} ${workers} ${typeof n === "number" ? n : "?"} ${more?.mode}`,
    );

  it("leave out cells that have one of the levels of every factor named", () => {
    const cells = left([{ strategy: ["process-pool"], workers: [2] }]);
    expect(cells).toHaveLength(16);
    expect(cells.filter((cell) => cell.startsWith("process-pool 2"))).toEqual([]);
    expect(left([{ n: [{ taskMs: 5 }] }])).toHaveLength(10);
    expect(left([{ more: { mode: ["b"] } }, { strategy: ["thread-pool"] }])).toHaveLength(6);
  });

  it("spare strategies to which the factor means nothing", () => {
    expect(left([{ workers: [1] }]).filter((cell) => cell.startsWith("sequential"))).toHaveLength(4);
    expect(left([{ pool: ["warm"] }])).toHaveLength(20);
  });
});

describe("overrides", () => {
  const levels = matrix({ workload: ["sleep"], strategy: ["process-per-task"], n: [7, { taskMs: 5 }] });
  const expand = (overrides: Overrides) => expandExperiment({ ...about, matrix: [levels] }, catalogue, overrides);

  it("change the time of sizes to be found, and leave given sizes alone", () => {
    expect(expand({ taskMs: 1_000 }).map(({ n }) => n)).toEqual([7, { taskMs: 1_000 }]);
  });

  it("add further factors to every cell", () => {
    const cells = expand({ launch: ["all-at-once"], more: { node: ["20.1.0", "22.1.0"] }, sizes: [1] });
    expect(cells.map(({ launch, more }) => [launch, more])).toEqual([
      ["all-at-once", { node: "20.1.0" }],
      ["all-at-once", { node: "22.1.0" }],
    ]);
  });
});

it("a module that makes its own inputs says how many tasks there are", () => {
  const module = { url: "file:///x.mjs", tasks: { 10: 4, 20: 8 } };
  const entry = { title: "", bound: "cpu", division: "tasks", unit: "", defaultN: 1, msPerUnit: 1, module } as const;
  const own = { ...catalogue, workloads: { ...catalogue.workloads, own: entry } };
  const levels = matrix({ workload: ["own"], strategy: ["sequential"], tasks: [99], n: [10, 20] });
  expect(expandExperiment({ ...about, matrix: [levels] }, own).map(({ tasks }) => tasks)).toEqual([4, 8]);
});

describe("the default study", () => {
  it("asks first how many workers pay, from 1 to 8", () => {
    const cells = Object.fromEntries(
      defaultStudy.experiments.map((experiment) => [experiment.id, expandExperiment(experiment, catalogue)]),
    );
    expect(Object.keys(cells)).toEqual(["workers", "process-vs-pool", "small-vs-large-n"]);
    expect(new Set(cells.workers?.map(({ workers }) => workers))).toEqual(new Set([1, 2, 4, 8]));
    expect(cells["small-vs-large-n"]?.map(({ n }) => n)).toContain(1e7);
    expect(new Set(cells["process-vs-pool"]?.map(({ workload }) => workload)).size).toBe(2);
  });
});

describe("blockOrder", () => {
  const items = Array.from({ length: 20 }, (_, index) => index);

  it("holds every item once", () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat({ max: 1000 }), (seed, block) => {
        expect([...blockOrder(items, seed, block)].sort((a, b) => a - b)).toEqual(items);
      }),
    );
  });

  it("can be had again from the seed, and differs from block to block", () => {
    expect(blockOrder(items, 5, 3)).toEqual(blockOrder(items, 5, 3));
    expect(blockOrder(items, 5, 3)).not.toEqual(blockOrder(items, 5, 4));
  });

  it("puts every item in every place about equally often", () => {
    const firsts = new Array<number>(4).fill(0);
    for (let block = 0; block < 4_000; block++) {
      const first = blockOrder([0, 1, 2, 3], 1, block)[0] as number;
      firsts[first] = (firsts[first] ?? 0) + 1;
    }
    for (const count of firsts) expect(Math.abs(count - 1_000)).toBeLessThan(150);
  });
});

it("seededRandom stays in [0, 1) with the mean of a uniform", () => {
  const random = seededRandom(1);
  let sum = 0;
  for (let i = 0; i < 10_000; i++) {
    const value = random();
    expect(value >= 0 && value < 1).toBe(true);
    sum += value;
  }
  expect(Math.abs(sum / 10_000 - 0.5)).toBeLessThan(0.015);
});

describe("planBlocks", () => {
  const cells = [
    { expectedMs: 100, isKept: true },
    { expectedMs: 500, isKept: false },
    { expectedMs: 50, isKept: false },
  ];

  it("fits as many blocks as the budget holds", () => {
    expect(planBlocks(cells, 6_500)).toEqual({ blocks: 10, dropped: [] });
  });

  it("drops the costliest cell that may go so that three blocks fit", () => {
    expect(planBlocks(cells, 1_000, { done: 1 })).toEqual({ blocks: 7, dropped: [1] });
  });

  it("has fewer blocks before it drops a cell, but not fewer than three", () => {
    expect(planBlocks(cells, 1_950)).toEqual({ blocks: 3, dropped: [] });
    expect(planBlocks(cells, 1_949).dropped).toEqual([1]);
    expect(planBlocks(cells, 1_300, { done: 1 })).toEqual({ blocks: 3, dropped: [] });
  });

  it("drops from the first question last", () => {
    const first = cells.map((cell) => ({ ...cell, isFirst: true }));
    expect(planBlocks([...first, ...cells], 2_400).dropped).toEqual([4]);
    expect(planBlocks([...first, ...cells], 1_000).dropped).toEqual([4, 5, 1]);
  });

  it("never drops what is kept, and always plans a block", () => {
    expect(planBlocks(cells, 1)).toEqual({ blocks: 1, dropped: [1, 2] });
  });

  it("fits as many blocks as it takes where a precision is wanted", () => {
    expect(planBlocks(cells, 650_000).blocks).toBe(100);
    expect(planBlocks(cells, 650_000, { most: MANY_BLOCKS }).blocks).toBe(1_000);
  });

  it("keeps what is done", () => {
    expect(planBlocks(cells, 0, { done: FEWEST_BLOCKS + 2 }).blocks).toBe(FEWEST_BLOCKS + 2);
  });
});

describe("expectedTrialMs", () => {
  const cell = { workload: "random-loop", strategy: "process-pool", workers: 2, tasks: 8, n: 1 };

  it("falls with workers as far as cores go, for computing", () => {
    const at = (workers: number) => expectedTrialMs({ ...cell, workers }, 1_000, 2, catalogue);
    expect(at(2)).toBeLessThan(at(1));
    expect(at(4)).toBeGreaterThanOrEqual(at(2));
  });

  it("counts a start for every task of a per-task strategy", () => {
    const of = (strategy: string) => expectedTrialMs({ ...cell, strategy, tasks: 40 }, 1, 2, catalogue);
    expect(of("process-per-task")).toBeGreaterThan(of("process-pool") + 200);
  });

  it("guesses a task's time from its size", () => {
    expect(roughTaskMs({ ...cell, workload: "sleep", n: 50 }, catalogue)).toBe(50);
    expect(roughTaskMs({ ...cell, n: { taskMs: 60 } }, catalogue)).toBe(60);
    const matrices = [250, 500].map((n) => roughTaskMs({ ...cell, workload: "matrix", n }, catalogue));
    expect((matrices[1] as number) / (matrices[0] as number)).toBeCloseTo(8, 9);
  });
});
