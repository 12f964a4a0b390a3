import type { Cell, Experiment, Factors, Run, Timeline, Trial } from "../../src/record/schema/run-schema.js";
import { seededRandom } from "../../src/stats/random.js";
import { gaussian } from "../bench/noise.js";
import { cell, experiment, makeRun } from "./make-run.js";
import { CPU_BOUND, noisyTimes, TWO_CORES } from "./sample-run.js";

/** The experiments of the lab's further questions in miniature, as a machine of two cores might record them. */
export function courseRun(blocks: number, seed = 5): Run {
  const times = noisyTimes(seed, blocks);
  const experiments = [
    weakScaling(blocks, seed),
    growingBatch(times),
    strongScaling(times),
    taskLength(times),
    reuse(times),
    unevenTasks(blocks, seed),
    poolLibraries(blocks, seed),
    realWork(times),
    helloWorkers(times),
  ];
  return makeRun(experiments, { machine: TWO_CORES });
}

/** The run with one of its experiments. */
export function only(run: Run, id: string): Run {
  const experiments = run.experiments.filter((candidate) => candidate.id === id);
  if (experiments.length !== 1) throw new Error(`${experiments.length} experiments called ${id}`);
  return { ...run, experiments };
}

type Times = (ms: number) => number[];

/** A cell whose trials have the times of their tasks; the total is the longest of them, or as given. */
export function taskedCell(
  factors: Factors,
  taskMs: readonly number[][],
  more: (taskMs: number[], block: number) => Partial<Trial> & { wallMs?: number } = () => ({}),
): Cell {
  return {
    factors,
    trials: taskMs.map((ms, block) => ({
      block,
      status: "ok" as const,
      wallMs: Math.max(...ms),
      taskMs: ms,
      ...more(ms, block),
    })),
  };
}

/** A task more for every worker: flat to 2 workers, then slower, and three times as wide apart. */
export function weakScaling(blocks: number, seed: number, wider = 3): Experiment {
  const random = seededRandom(seed);
  const cells = [1, 2, 3, 4, 6, 8].map((workers) => {
    const middle = 100 * Math.max(1, workers / 2);
    const width = 0.01 * (workers > 2 ? wider : 1);
    const tasks = Array.from({ length: blocks }, () =>
      Array.from({ length: workers }, () => middle * Math.exp(width * gaussian(random))),
    );
    const waiting = (ms: number[]) => ({ queueWaitMs: ms.reduce((sum, task) => sum + task - 100, 0) / 1 });
    return taskedCell({ strategy: "process-pool", workers, tasks: workers, pool: "warm" }, tasks, (ms) => ({
      queueWaitMs: Math.max(0, waiting(ms).queueWaitMs),
    }));
  });
  return experiment(cells, { id: "weak-scaling", workloads: CPU_BOUND });
}

function growingBatch(times: Times): Experiment {
  const cells = [1, 2, 4].flatMap((workers) =>
    [1, 2, 3, 4, 5, 6, 7, 8].map((tasks) =>
      cell(
        { strategy: "process-pool", workers, tasks, pool: "fresh" },
        times(40 + 50 * Math.max(Math.ceil(tasks / workers), tasks / 2)),
      ),
    ),
  );
  return experiment(cells, { id: "growing-batch", workloads: CPU_BOUND });
}

function strongScaling(times: Times): Experiment {
  const used = (workers: number) =>
    Array(100).fill({ userMs: 600 + 20 * workers, sysMs: 20, peakPssBytes: 9e6 * (workers + 3) });
  const cells = [1, 2, 3, 7, 20].map((workers) =>
    cell(
      { strategy: "process-pool", workers, tasks: 20, scheduling: "rounds" },
      times(30 * Math.max(Math.ceil(20 / workers), 10) + 30 + 20 * workers),
      used(workers),
    ),
  );
  return experiment([cell({ strategy: "sequential", workers: 1, tasks: 20 }, times(600)), ...cells], {
    id: "strong-scaling",
    workloads: CPU_BOUND,
  });
}

function taskLength(times: Times): Experiment {
  const cells = [1e3, 1e4, 1e5, 1e6].flatMap((n) => {
    const taskMs = n / 1e4;
    const sized = (factors: Factors, ms: number, more: Partial<Trial>) =>
      cell({ ...factors, n, tasks: 8 }, times(ms), Array(100).fill({ ...more, taskMs: Array(8).fill(taskMs) }));
    return [
      sized({ strategy: "sequential", workers: 1 }, 8 * taskMs + 0.1, {}),
      sized({ strategy: "thread-pool", workers: 2 }, 4 * taskMs + 30, {
        startUpMs: 30,
        timeline: inTurns(8, { taskMs, startMs: 30, gapMs: 0.25 }),
      }),
      sized({ strategy: "process-per-task", workers: 2 }, 4 * taskMs + 160, {
        startUpMs: 40,
        workMs: 4 * taskMs + 120,
      }),
    ];
  });
  return experiment(cells, { id: "task-length", workloads: CPU_BOUND });
}

/** Tasks on two workers in turns, a gap after each. */
export function inTurns(
  tasks: number,
  { taskMs, startMs, gapMs }: { taskMs: number; startMs: number; gapMs: number },
): Timeline {
  const starts = Array.from({ length: tasks }, (_, task) => startMs + Math.floor(task / 2) * (taskMs + gapMs));
  return {
    worker: starts.map((_, task) => task % 2),
    startMs: starts,
    endMs: starts.map((start) => start + taskMs),
    cpuMs: starts.map(() => null),
    queueMs: starts.map(() => null),
  };
}

function reuse(times: Times): Experiment {
  const cells = [1, 8, 64].flatMap((tasks) => [
    cell({ strategy: "sequential", workers: 1, tasks }, times(8 * tasks)),
    cell({ strategy: "thread-pool", workers: 4, tasks, pool: "fresh" }, times(4 * tasks + 44)),
    cell({ strategy: "thread-pool", workers: 4, tasks, pool: "warm" }, times(4 * tasks + 4.5)),
  ]);
  return experiment(cells, { id: "reuse", workloads: CPU_BOUND });
}

/** One task of 300 ms and eleven of 25 ms on two workers. */
function unevenTasks(blocks: number, seed: number): Experiment {
  const random = seededRandom(seed);
  const lengths = [300, ...Array<number>(11).fill(25)];
  const noisy = () => lengths.map((ms) => ms * Math.exp(0.01 * gaussian(random)));
  const makespan = { "next-free": 302, rounds: 426, "static-chunks": 428 };
  const cells = Object.entries(makespan).map(([scheduling, ms]) => {
    const factors = { strategy: "process-pool", workers: 2, tasks: 12, more: { skew: "one-long" } };
    const workMs = () => ms * Math.exp(0.01 * gaussian(random));
    return taskedCell({ ...factors, scheduling: scheduling as "rounds" }, Array.from({ length: blocks }, noisy), () => {
      const work = workMs();
      return { workMs: work, wallMs: work + 3 };
    });
  });
  return experiment(cells, { id: "uneven-tasks", workloads: CPU_BOUND });
}

function poolLibraries(blocks: number, seed: number): Experiment {
  const random = seededRandom(seed);
  const costs = { "thread-pool": 0.03, piscina: 0.02, "process-pool": 0.05 };
  const cells = Object.entries(costs).map(([strategy, costMs]) =>
    taskedCell(
      { strategy, workers: 2, tasks: 400, n: 1_000, pool: "warm" },
      Array.from({ length: blocks }, () => Array<number>(400).fill(0.002)),
      () => {
        const workMs = ((400 * 0.002 + 398 * costMs) / 2) * Math.exp(0.01 * gaussian(random));
        return { workMs, wallMs: workMs + 0.1 };
      },
    ),
  );
  return experiment(cells, { id: "pool-libraries", workloads: CPU_BOUND });
}

function realWork(times: Times): Experiment {
  const workloads = { shapefile: { title: "Shapefile", bound: "cpu" as const } };
  const cells = [5, 10, 80].flatMap((tasks) => [
    cell({ strategy: "sequential", workers: 1, tasks, workload: "shapefile" }, times(10 * tasks)),
    cell({ strategy: "thread-pool", workers: 4, tasks, workload: "shapefile" }, times(5 * tasks + 60)),
  ]);
  return experiment(cells, { id: "real-work", workloads });
}

function helloWorkers(times: Times): Experiment {
  const told = (processes: readonly number[], threads: readonly number[]) =>
    Array(100).fill({
      figures: {
        processes: new Set(processes).size,
        threads: new Set(processes.map((id, i) => `${id}/${threads[i]}`)).size,
      },
      notes: Object.fromEntries(
        processes.map((id, i) => [`task-${i + 1}`, `I am number ${i + 1}, in process ${id}, thread ${threads[i]}`]),
      ),
    });
  const cells = [
    cell({ strategy: "sequential", workers: 1, tasks: 4 }, times(0.2), told([70, 70, 70, 70], [0, 0, 0, 0])),
    cell({ strategy: "thread-per-task", workers: 4, tasks: 4 }, times(40), told([71, 71, 71, 71], [1, 2, 3, 4])),
    cell({ strategy: "process-per-task", workers: 4, tasks: 4 }, times(60), told([81, 82, 83, 84], [0, 0, 0, 0])),
  ];
  return experiment(cells, { id: "hello-workers", workloads: CPU_BOUND });
}
