import { describe, expect, test } from "vitest";
import { idealMakespan } from "../../../src/analysis/cells/schedules.js";
import type { Cell } from "../../../src/record/schema/run-schema.js";
import { median } from "../../../src/stats/median.js";
import { tInterval } from "../../../src/stats/t-interval.js";
import { courseRun, only } from "../course-run.js";
import { again, cellWith, found, texts, wallTimes } from "./find.js";

const whole = courseRun(12);
const geometric = (ratios: number[]) =>
  Math.exp(ratios.reduce((sum, ratio) => sum + Math.log(ratio), 0) / ratios.length);
const three = (figure: number) => figure.toPrecision(3);

describe("a growing batch", () => {
  const run = only(whole, "growing-batch");
  const at = (workers: number, tasks: number) => cellWith(run, { workers, tasks });

  test("is said to grow where a round begins, and how little where one has room", () => {
    const means = { fresh: [] as number[], within: [] as number[], beyond: [] as number[] };
    for (const workers of [1, 2, 4]) {
      for (const tasks of [1, 2, 3, 4, 5, 6, 7]) {
        const [before, after] = [wallTimes(at(workers, tasks)), wallTimes(at(workers, tasks + 1))];
        const logs = after.map((ms, block) => Math.log(ms / (before[block] as number)));
        const { times } = again(at(workers, tasks), at(workers, tasks + 1));
        expect(logs).toHaveLength(12);
        const ratio = Number(times.slice(0, -1));
        if (Math.ceil(tasks / workers) < Math.ceil((tasks + 1) / workers)) means.fresh.push(ratio);
        else if (Math.min(workers, tasks + 1) > 2) means.beyond.push(ratio);
        else means.within.push(ratio);
      }
    }
    const [finding] = found(run, "batch-steps");
    const figures = finding?.evidence.figures as Record<string, number>;
    expect(figures.newRound).toBeCloseTo(geometric(means.fresh), 2);
    expect(figures.sameRound).toBeCloseTo(geometric(means.within), 1);
    expect(figures.beyondCores).toBeCloseTo(geometric(means.beyond), 2);
    const percent = (ratio: number) => `${((ratio - 1) * 100).toFixed(1)} %`;
    expect(finding?.text).toContain(
      `Process pool with 1, 2 and 4 workers: a batch of one task more takes ${percent(figures.newRound as number)} more time ` +
        `(${means.fresh.length} steps, ${means.fresh.length} clearly longer) where it needs another round, `,
    );
    expect(finding?.text).toContain(
      `${percent(figures.beyondCores as number)} more time (${means.beyond.length} steps, ${means.beyond.length} clearly longer) ` +
        "where it fits, but on more workers than cores.",
    );
  });

  test("is quiet about batches that do not grow task by task", () => {
    expect(texts(only(whole, "reuse"), "batch-steps")).toEqual([]);
  });
});

describe("more workers than it saturates at", () => {
  const run = only(whole, "strong-scaling");

  test("are said to gain nothing, with the time that they take", () => {
    const [best, last] = [cellWith(run, { strategy: "process-pool", workers: 2 }), cellWith(run, { workers: 20 })];
    const figures = again(best, last);
    expect(texts(run, "thresholds")[0]).toContain(
      "Process pool: more than 2 workers gain nothing. From 2 to 20 workers process pool takes " +
        `${figures.percent} more time (${figures.times} as long; 95 % interval ${figures.interval} more). `,
    );
  });
});

describe("task length", () => {
  const run = only(whole, "task-length");
  const at = (strategy: string, n: number) => cellWith(run, { strategy, n });

  test("brackets the smallest task that pays by two tested lengths", () => {
    const lost = again(at("sequential", 1e4), at("thread-pool", 1e4));
    const won = again(at("sequential", 1e5), at("thread-pool", 1e5));
    expect(texts(run, "smallest-task")).toContain(
      "Thread pool, 2 workers, starts to pay between tasks of 1.00 ms and tasks of 10.0 ms (8 tasks; tested: 100 µs to 100 ms): " +
        `at the first it takes ${lost.percent} more time than sequential (${lost.times} as long; 95 % interval ${lost.interval} more), ` +
        `at the second it takes ${won.percent} less time than sequential (${won.times} as fast; 95 % interval ${won.interval} less).`,
    );
    const [pool] = found(run, "smallest-task");
    expect(pool?.evidence.figures).toEqual({ losesToMs: 1, paysFromMs: 10 });
  });

  test("leaves the same bracket in N unsaid", () => {
    expect(texts(run, "crossover")).toEqual([]);
  });

  test("has no bracket of a contender that never pays, or of single trials", () => {
    const slow = structuredClone(run);
    for (const cell of slow.experiments[0]?.cells ?? []) {
      if (cell.factors.strategy === "thread-pool") for (const trial of cell.trials) trial.wallMs = 5_000 + trial.block;
    }
    expect(texts(slow, "smallest-task").filter((text) => text.startsWith("Thread pool"))).toEqual([
      expect.stringMatching(
        /^Thread pool, 2 workers, clearly pays at no tested length \(8 tasks; .*\): with tasks of 100 ms it takes/,
      ),
    ]);
    expect(texts(only(courseRun(1), "task-length"), "smallest-task")).toEqual([]);
  });

  test("names start-up, dispatch and work apart", () => {
    // Process per task at N = 1,000: two places for 120.4 ms, less eight tasks of 0.1 ms, over six new workers.
    const renewed = (2 * 120.4 - 0.8) / 6;
    expect(texts(run, "cost-parts")).toEqual([
      "Costs apart: thread pool, 2 workers: start-up 30.0 ms, dispatch 250 µs a task, work 1.00×; process per task, 2 workers: " +
        `start-up 40.0 ms, dispatch ${three(renewed)} ms a task, a new worker each time, work 1.00×. Dispatch is the time from a ` +
        "task's end to the next one's start in its place, at the smallest size; work is a task's time over the sequential one's " +
        "at N = 1,000,000.",
    ]);
  });
});

describe("a pool that is kept", () => {
  const run = only(whole, "reuse");
  const at = (pool: "fresh" | "warm", tasks: number) => wallTimes(cellWith(run, { pool, tasks }));

  test("saves the start, said a run and a worker, and with the batches that pay it back", () => {
    const saved = Array.from({ length: 12 }, (_, block) => {
      const sizes = [1, 8, 64].map((tasks) => (at("fresh", tasks)[block] ?? 0) - (at("warm", tasks)[block] ?? 0));
      return sizes.reduce((sum, ms) => sum + ms, 0) / 3;
    });
    const mean = saved.reduce((sum, ms) => sum + ms, 0) / 12;
    const [low, high] = tInterval(saved, 0.95);
    expect(texts(run, "pool-reuse")).toEqual([
      `Starting a thread pool of 4 workers costs ${three(mean)} ms a run (95 % interval ${three(low)} ms to ${three(high)} ms), ` +
        `${three(mean / 4)} ms a worker: a run with a fresh pool takes that much longer than with one that is kept, over 3 batch sizes. ` +
        "A fresh one is paid back between 8 and 64 tasks, against running them one after the other. " +
        "A kept one is paid back between 1 and 8 tasks, against running them one after the other.",
    ]);
    expect(mean).toBeCloseTo(39.5, 0);
  });

  test("is not said to save what is not clear, nor from one block", () => {
    const same = structuredClone(run);
    for (const cell of same.experiments[0]?.cells ?? []) {
      for (const trial of cell.trials)
        trial.wallMs = 100 + ((trial.block * 5 + (cell.factors.pool === "warm" ? 3 : 0)) % 7);
    }
    expect(texts(same, "pool-reuse")[0]).toMatch(
      /^A fresh thread pool of 4 workers is not clearly slower than one that is kept/,
    );
    expect(texts(only(courseRun(1), "reuse"), "pool-reuse")).toEqual([]);
  });
});

describe("uneven tasks", () => {
  const run = only(whole, "uneven-tasks");
  const at = (scheduling: "next-free" | "rounds" | "static-chunks") => cellWith(run, { scheduling });

  test("are set against the least that their lengths allow, with the time that workers stood idle", () => {
    const figures = (cell: Cell) => {
      const trials = cell.trials.map(({ taskMs = [], workMs }) => ({ taskMs, workMs: workMs ?? 0 }));
      const sum = (ms: readonly number[]) => ms.reduce((total, one) => total + one, 0);
      return {
        makespan: median(trials.map(({ workMs }) => workMs)),
        over: median(trials.map(({ taskMs, workMs }) => workMs / Math.max(...taskMs, sum(taskMs) / 2))),
        idle: median(trials.map(({ taskMs, workMs }) => 1 - sum(taskMs) / (2 * workMs))),
      };
    };
    const names = {
      "next-free": "taking the next when free",
      rounds: "going in rounds",
      "static-chunks": "sharing out beforehand",
    };
    const [text = ""] = texts(run, "uneven-tasks");
    for (const scheduling of ["next-free", "rounds", "static-chunks"] as const) {
      const { makespan, over, idle } = figures(at(scheduling));
      const needs = scheduling === "next-free" ? " needs" : "";
      expect(text).toContain(`${names[scheduling]}${needs} ${three(makespan)} ms (${over.toFixed(2)}×`);
      expect(text).toContain(`idle ${(100 * idle).toFixed(1)} %`);
    }
    const order = [at("rounds"), at("static-chunks")].sort((a, b) => figures(a).over - figures(b).over);
    const worst = again(at("next-free"), order[1] as Cell);
    expect(text).toContain(
      `takes ${worst.percent} more time than taking the next when free. That is ${worst.times} as long (95 % interval ${worst.interval} more; 12 blocks). `,
    );
    expect(text).toContain(" 12 tasks, on 2 workers (process pool), in medians: taking the next when free needs ");
  });

  test("make no rounds: nothing is said of equal tasks", () => {
    const analysed = found(run, "rounds");
    expect(analysed).toEqual([]);
    expect(idealMakespan([300, ...Array<number>(11).fill(25)], 2)).toBe(300);
    expect(idealMakespan(Array<number>(8).fill(10), 3)).toBeCloseTo(80 / 3, 9);
  });
});

describe("pool libraries", () => {
  const run = only(whole, "pool-libraries");

  test("are ranked by what handing out a task costs", () => {
    const cost = (strategy: string) =>
      median(
        cellWith(run, { strategy }).trials.map(({ workMs, taskMs = [] }) => {
          const tasks = taskMs.reduce((sum, ms) => sum + ms, 0);
          return (2 * (workMs ?? 0) - tasks) / 398 / 2;
        }),
      );
    const micro = (strategy: string) => `${three(1000 * cost(strategy))} µs`;
    const figures = again(cellWith(run, { strategy: "process-pool" }), cellWith(run, { strategy: "piscina" }));
    expect(texts(run, "dispatch-cost")).toEqual([
      `Handing out 400 tasks of 2.00 µs takes, a task, ${micro("piscina")} with piscina, ${micro("thread-pool")} with thread pool ` +
        `and ${micro("process-pool")} with process pool. Piscina takes ${figures.percent} less time than process pool ` +
        `(${figures.times} as fast; 95 % interval ${figures.interval} less).`,
    ]);
  });
});

describe("real work", () => {
  const run = only(whole, "real-work");
  const at = (strategy: string, tasks: number) => cellWith(run, { strategy, tasks });

  test("is counted in files a second, with the number of files from which on it pays", () => {
    const rate = (strategy: string, tasks: number) => three((1000 * tasks) / median(wallTimes(at(strategy, tasks))));
    const [few, many] = [5, 80].map(
      (tasks) => `with ${tasks} files ${rate("thread-pool", tasks)} a second (sequential ${rate("sequential", tasks)})`,
    );
    const last = again(at("sequential", 80), at("thread-pool", 80));
    expect(texts(run, "files-per-second")).toEqual([
      `Thread pool, 4 workers: ${few} and ${many}. On 80 files it takes ${last.percent} less time than sequential ` +
        `(${last.times} as fast; 95 % interval ${last.interval} less). The gain is clear from 80 files on, not yet with 10.`,
    ]);
  });

  test("says of single trials that they rest on one, and names no gain", () => {
    const [text = ""] = texts(only(courseRun(1), "real-work"), "files-per-second");
    expect(text).toContain("one trial, so no interval");
    expect(text).not.toContain("gain is clear");
  });
});

test("who did the work: processes and threads as the tasks told", () => {
  expect(texts(only(whole, "hello-workers"), "who-ran")).toEqual([
    "4 tasks ran in 1 to 4 processes, depending on the strategy. Sequential: 1 process, in block 0 that numbered 70. " +
      "Thread per task: 4 threads of 1 process, in block 0 that numbered 71. " +
      "Process per task: 4 processes, in block 0 those numbered 81, 82, 83 and 84.",
  ]);
  expect(texts(only(whole, "reuse"), "who-ran")).toEqual([]);
});
