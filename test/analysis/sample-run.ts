import type { Experiment, Factors, Machine, Run } from "../../src/record/schema/run-schema.js";
import { seededRandom } from "../../src/stats/random.js";
import { gaussian } from "../bench/noise.js";
import { cell, experiment, makeRun } from "./make-run.js";

export const TWO_CORES: Machine = { id: "m-2", name: "two cores", availableParallelism: 2 };
export const CPU_BOUND = { "random-loop": { title: "Random loop", bound: "cpu" as const } };

/** Times about `ms` with 1 % of log-normal noise, one for each block; the same on every machine. */
export function noisyTimes(seed: number, blocks: number): (ms: number) => number[] {
  const random = seededRandom(seed);
  return (ms) => Array.from({ length: blocks }, () => ms * Math.exp(0.01 * gaussian(random)));
}

/** The default study's four experiments in miniature, as a machine of two cores might record them. */
export function sampleRun(blocks: number, seed = 3): Run {
  const times = noisyTimes(seed, blocks);
  return makeRun([workers(times), processVsPool(times), threadVsProcess(times), smallVsLarge(times)], {
    machine: TWO_CORES,
  });
}

type Times = (ms: number) => number[];

function workers(times: Times): Experiment {
  const work = (count: number) => Math.max(Math.ceil(8 / count), 8 / 2) * 300;
  const user = (ms: number) => Array(100).fill({ userMs: ms, sysMs: 10 });
  return experiment(
    [
      cell({ strategy: "sequential", workers: 1, tasks: 8 }, times(2400), user(2400)),
      ...[1, 2, 4, 6, 8].map((count) => pool("thread-pool", count, times(work(count) + 30), user(2420))),
      ...[1, 2, 4, 6, 8].map((count) =>
        pool("process-pool", count, times(work(count) + 60 + 20 * count), user(2440 + 60 * count)),
      ),
    ],
    { workloads: CPU_BOUND },
  );
}

function pool(strategy: string, count: number, ms: number[], more: object[]) {
  return cell({ strategy, workers: count, tasks: 8, pool: "fresh" }, ms, more);
}

function processVsPool(times: Times): Experiment {
  const workloads = { ...CPU_BOUND, "file-write": { title: "File write", bound: "io" as const } };
  const cells = ["random-loop", "file-write"].flatMap((workload) =>
    [4, 32].flatMap((tasks) => {
      const one = workload === "random-loop" ? 300 : 0.2;
      const perTask: Factors = { strategy: "process-per-task", workers: 2, tasks, workload };
      return [
        cell({ strategy: "sequential", workers: 1, tasks, workload }, times(tasks * one)),
        cell({ ...perTask, launch: "bounded" }, times((tasks * (one + 50)) / 2)),
        cell({ ...perTask, workers: tasks, launch: "all-at-once" }, times((tasks * (one + 55)) / 2)),
        cell({ strategy: "process-pool", workers: 2, tasks, workload, pool: "fresh" }, times((tasks * one) / 2 + 60)),
      ];
    }),
  );
  return experiment(cells, { id: "process-vs-pool", title: "Process or pool", workloads });
}

function threadVsProcess(times: Times): Experiment {
  const cells = [
    cell({ strategy: "sequential", workers: 1, tasks: 4 }, times(1200)),
    cell({ strategy: "event-loop", workers: 1, tasks: 4 }, times(1201)),
    ...["thread-per-task", "process-per-task"].flatMap((strategy, index) =>
      [1, 2, 4].map((count) =>
        cell(
          { strategy, workers: count, tasks: 4, launch: "bounded" },
          times(1200 / Math.min(count, 2) + 40 + 60 * index),
        ),
      ),
    ),
  ];
  return experiment(cells, { id: "thread-vs-process", title: "Threads or processes", workloads: CPU_BOUND });
}

function smallVsLarge(times: Times): Experiment {
  const cells = [1e3, 1e4, 1e5, 1e6, 1e7].flatMap((n) => [
    cell({ strategy: "sequential", workers: 1, n, tasks: 1 }, times(0.00003 * n + 0.2)),
    cell({ strategy: "thread-pool", workers: 4, n, tasks: 1, pool: "fresh" }, times(0.000016 * n + 40)),
    cell(
      { strategy: "process-pool", workers: 4, n, tasks: 1, pool: "fresh" },
      n === 1e7 ? times(1).map(() => null) : times(0.000016 * n + 90),
    ),
  ]);
  const workloads = { "random-sum": { title: "Random sum", bound: "cpu" as const } };
  return experiment(cells, { id: "small-vs-large-n", title: "Small N", division: "shares", workloads });
}
