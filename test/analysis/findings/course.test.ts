import { describe, expect, test } from "vitest";
import { idealMakespan } from "../../../src/analysis/cells/schedules.js";
import type { Cell } from "../../../src/record/schema/run-schema.js";
import { median } from "../../../src/stats/median.js";
import { tInterval } from "../../../src/stats/t-interval.js";
import { sentenceCase } from "../../../src/words/sentence.js";
import { courseRun, only } from "../course-run.js";
import { again, againOf, cellWith, found, texts, wallTimes } from "./find.js";

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
    expect(finding?.headline).toBe(
      `A task that needs another round clearly adds time in all ${means.fresh.length} steps`,
    );
    expect(finding?.detail).toContain(
      `One more task takes ${percent(figures.newRound as number)} more time where it needs another round ` +
        `(${means.fresh.length} steps, ${means.fresh.length} clearly longer). `,
    );
    expect(finding?.text).toContain(
      `It takes ${percent(figures.beyondCores as number)} more time where it fits, but on more workers than cores ` +
        `(${means.beyond.length} steps, ${means.beyond.length} clearly longer). These are geometric means of all steps, clear ` +
        "or not, for process pool with 1, 2 and 4 workers.",
    );
  });

  test("says what decisions carry: some steps, none, or nothing from single trials", () => {
    const flat = structuredClone(run);
    for (const { factors, trials } of flat.experiments[0]?.cells ?? []) {
      for (const trial of trials) trial.wallMs = (factors.tasks === 8 ? 200 : 100) + ((trial.block * 7) % 5);
    }
    const fresh = 7 + 3 + 1;
    // The eighth task needs another round for one worker, and fits for two and four.
    expect(found(flat, "batch-steps")[0]?.headline).toBe(
      `A task that needs another round clearly adds time in 1 of ${fresh} steps`,
    );
    for (const { trials } of flat.experiments[0]?.cells ?? []) {
      for (const trial of trials) trial.wallMs = 100 + ((trial.block * 7) % 5);
    }
    expect(found(flat, "batch-steps")[0]?.headline).toBe(
      "A task that needs another round was not shown to take longer",
    );
    expect(found(only(courseRun(1), "growing-batch"), "batch-steps")[0]?.headline).toMatch(
      /^Single measurements cannot tell/,
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
    const pool = found(run, "smallest-task").find(({ headline }) => headline.startsWith("Thread pool"));
    expect(pool?.headline).toBe("Thread pool pays for tasks of 10.0 ms, but not of 1.00 ms");
    expect(pool?.detail).toBe(
      `Thread pool: with tasks of 1.00 ms it takes ${lost.percent} more time than sequential (${lost.times} as long; 95 % interval ${lost.interval} more) ` +
        `and with tasks of 10.0 ms it takes ${won.percent} less time than sequential (${won.times} as fast; 95 % interval ${won.interval} less). ` +
        "Tested: 8 tasks of 100 µs to 100 ms on 2 workers.",
    );
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
        /^Thread pool with 2 workers is not shown to pay for any task length tested\. Thread pool: with tasks of 100 ms it takes/,
      ),
    ]);
    expect(texts(only(courseRun(1), "task-length"), "smallest-task")).toEqual([]);
  });

  test("says that nothing pays before what its parts cost", () => {
    const slow = structuredClone(run);
    for (const cell of slow.experiments[0]?.cells ?? []) {
      if (cell.factors.strategy !== "sequential") for (const trial of cell.trials) trial.wallMs = 5_000 + trial.block;
    }
    const [paying] = found(slow, "smallest-task");
    const [costs] = found(slow, "cost-parts");
    expect(paying?.headline).toMatch(/not shown to pay for any task length tested$/);
    expect(paying?.weight).toBeGreaterThan(costs?.weight ?? 100);
  });

  test("names start-up, dispatch and work apart", () => {
    // Process per task at N = 1,000: two places for 120.4 ms, less eight tasks of 0.1 ms, over six new workers.
    const renewed = (2 * 120.4 - 0.8) / 6;
    const work = "work 100 ms against 100 ms in medians, the same within 3 % (90 % interval 0.0 to 0.0 %)";
    expect(texts(run, "cost-parts")).toEqual([
      `Starting 2 workers takes 30.0 ms to 40.0 ms, by strategy. Thread pool, 2 workers: start-up 30.0 ms, dispatch 250 µs a task in repeat 0 and ${work}. ` +
        `Process per task, 2 workers: start-up 40.0 ms, dispatch ${three(renewed)} ms a task in the median repeat with a new worker each time and ${work}. ` +
        "Dispatch is the time from a task's end to the next one's start in its place, at the smallest size. " +
        "Work is the time of one task of the largest size, against the same task run sequentially.",
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
      `Starting a thread pool of 4 workers costs ${three(mean)} ms a run. That is how much longer a run takes with a fresh pool than ` +
        `with a kept one over 3 batch sizes, 95 % interval ${three(low)} ms to ${three(high)} ms, or ${three(mean / 4)} ms a worker. ` +
        "A fresh pool starts to beat sequential between 8 and 64 tasks. A kept pool starts to beat sequential between 1 and 8 tasks.",
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
      /^A kept thread pool of 4 workers is not shown to save time\. A run with a fresh one takes /,
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
      rounds: "working in rounds",
      "static-chunks": "sharing out beforehand",
    };
    const [text = ""] = texts(run, "uneven-tasks");
    for (const scheduling of ["next-free", "rounds", "static-chunks"] as const) {
      const { makespan, over, idle } = figures(at(scheduling));
      expect(text.toLowerCase()).toContain(`${names[scheduling]} needs ${three(makespan)} ms (${over.toFixed(2)}×`);
      expect(text).toContain(`idle ${(100 * idle).toFixed(1)} %`);
    }
    const order = [at("rounds"), at("static-chunks")].sort((a, b) => figures(a).over - figures(b).over);
    const worst = again(at("next-free"), order[1] as Cell);
    expect(text).toContain(
      `take ${worst.percent} more time than taking the next when free. That is ${worst.times} as long (95 % interval ${worst.interval} more; 12 repeats). `,
    );
    expect(text).toContain(" In medians of 12 tasks, on 2 workers (process pool): taking the next when free needs ");
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
    const costs = (strategy: string) =>
      cellWith(run, { strategy }).trials.map(({ workMs, taskMs = [] }) => {
        const tasks = taskMs.reduce((sum, ms) => sum + ms, 0);
        return (2 * (workMs ?? 0) - tasks) / 398 / 2;
      });
    const micro = (strategy: string) => `${three(1000 * median(costs(strategy)))} µs`;
    const figures = againOf(costs("process-pool"), costs("piscina"));
    expect(texts(run, "dispatch-cost")).toEqual([
      `Piscina: handing out small tasks is fastest, ${micro("piscina")} each. It takes ${figures.percent} less time than process pool, ` +
        `95 % interval ${figures.interval} less. Of 400 tasks of 2.00 µs, handing out one takes ${micro("piscina")} with piscina, ` +
        `${micro("thread-pool")} with thread pool and ${micro("process-pool")} with process pool, in medians.`,
    ]);
  });

  test("are called the fastest only where trials show it against every other", () => {
    const near = structuredClone(run);
    const cells = near.experiments[0]?.cells ?? [];
    const trialsOf = (strategy: string) => cells.find(({ factors }) => factors.strategy === strategy)?.trials ?? [];
    for (const [block, trial] of trialsOf("thread-pool").entries()) {
      trial.workMs = (trialsOf("piscina")[block]?.workMs ?? 0) * (block % 2 ? 1.08 : 0.93);
      trial.taskMs = trialsOf("piscina")[block]?.taskMs;
    }
    const costs = (strategy: string) =>
      trialsOf(strategy).map(
        ({ workMs, taskMs = [] }) => (2 * (workMs ?? 0) - taskMs.reduce((a, b) => a + b, 0)) / 796,
      );
    const [least = ""] = ["piscina", "thread-pool"].sort((a, b) => median(costs(a)) - median(costs(b)));
    const { percent, interval } = againOf(costs("process-pool"), costs(least));
    expect(texts(near, "dispatch-cost")[0]).toContain(
      `${sentenceCase(least.replace("-", " "))}: handing out a small task takes ${percent} less time than process pool. 95 % interval ${interval} less.`,
    );
    for (const trial of trialsOf("process-pool")) {
      trial.workMs = (trialsOf("piscina")[trial.block]?.workMs ?? 0) * (trial.block % 2 ? 1.09 : 0.94);
      trial.taskMs = trialsOf("piscina")[trial.block]?.taskMs;
    }
    expect(found(near, "dispatch-cost")[0]?.headline).toBe(
      "No pool is shown to hand out small tasks faster than another",
    );
  });

  test("are not ranked by a single trial", () => {
    const [single] = found(only(courseRun(1), "pool-libraries"), "dispatch-cost");
    expect(single?.headline).toBe("No pool is shown to hand out small tasks faster than another");
  });
});

describe("real work", () => {
  const run = only(whole, "real-work");
  const at = (strategy: string, tasks: number) => cellWith(run, { strategy, tasks });

  test("is counted in files a second, with the number of files from which on it pays", () => {
    const rate = (strategy: string, tasks: number) => three((1000 * tasks) / median(wallTimes(at(strategy, tasks))));
    const last = again(at("sequential", 80), at("thread-pool", 80));
    expect(texts(run, "files-per-second")).toEqual([
      `Thread pool with 4 workers on 80 files takes ${last.percent} less time than sequential. That is ${last.times} as fast ` +
        `(95 % interval ${last.interval} less; 12 repeats). The gain is clear from 80 files on, not yet with 10. Files per second, in medians: ` +
        `sequential ${rate("sequential", 5)} with 5 files and ${rate("sequential", 80)} with 80; ` +
        `thread pool ${rate("thread-pool", 5)} and ${rate("thread-pool", 80)}.`,
    ]);
  });

  test("says once of strategies that nothing is decided, and names the sizes of which nothing can be told", () => {
    const open = structuredClone(run);
    const [{ cells = [] } = {}] = open.experiments;
    for (const { factors, trials } of cells) {
      for (const trial of trials) {
        trial.wallMs = 100 + 5 * ((trial.block * (factors.strategy === "sequential" ? 5 : 7)) % 11);
        if (factors.strategy === "sequential" && factors.tasks === 5) trial.wallMs = 0;
      }
    }
    const pools = cells.filter(({ factors }) => factors.strategy === "thread-pool");
    cells.push(...pools.map((cell) => ({ ...cell, factors: { ...cell.factors, strategy: "process-pool" } })));
    const [text = "", ...others] = texts(open, "files-per-second");
    expect(others).toEqual([]);
    expect(text).toMatch(
      /^Thread pool and process pool are not shown to differ from sequential on 80 files\. Thread pool: there is not enough evidence/,
    );
    expect(text).toMatch(
      /Nothing can be told of thread pool on 5 files and process pool on 5 files: a time is below the step of the clock it was read from\.$/,
    );
  });

  test("says of single trials that they rest on one, and names no gain", () => {
    const [text = ""] = texts(only(courseRun(1), "real-work"), "files-per-second");
    expect(text).toContain("sequential, measured once. That is 1.73× as fast; there is no interval.");
    expect(text).not.toContain("gain is clear");
  });
});

test("who did the work: processes and threads as the tasks told", () => {
  expect(texts(only(whole, "hello-workers"), "who-ran")).toEqual([
    "4 tasks ran in 1 to 4 processes, depending on the strategy. Sequential: 1 process, with process id 70 in repeat 0. " +
      "Thread per task: 4 threads of 1 process, with process id 71 in repeat 0. " +
      "Process per task: 4 processes, with process ids 81, 82, 83 and 84 in repeat 0.",
  ]);
  expect(texts(only(whole, "reuse"), "who-ran")).toEqual([]);
});
