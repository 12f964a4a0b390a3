import { analyseRun } from "../../../../src/analysis/analyse.js";
import type { CellStack } from "../../../../src/analysis/results/stack.js";
import { STACK_PARTS } from "../../../../src/analysis/results/stack.js";
import type { Cell, Experiment, Factors, Machine, Timeline, Trial } from "../../../../src/record/schema/run-schema.js";
import { workerTimeOf } from "../../../../src/record/timing/worker-time.js";
import { cell, experiment, makeRun } from "../../make-run.js";

/** A task that somebody planted, on its worker. Without CPU and waiting given, it is off the cores all the time. */
export interface PlantedTask {
  worker: number;
  startMs: number;
  endMs: number;
  cpuMs?: number;
  queueMs?: number;
  waitBeforeMs?: number;
}

export function timelineOf(tasks: readonly PlantedTask[]): Timeline {
  return {
    worker: tasks.map(({ worker }) => worker),
    startMs: tasks.map(({ startMs }) => startMs),
    endMs: tasks.map(({ endMs }) => endMs),
    cpuMs: tasks.map(({ cpuMs }) => cpuMs ?? 0),
    queueMs: tasks.map(({ queueMs }) => queueMs ?? 0),
    waitBeforeMs: tasks.map(({ waitBeforeMs }) => waitBeforeMs ?? 0),
  };
}

/** A trial as the runner records it: totals, and where the workers' time went. */
export function plantedTrial(factors: Factors, wallMs: number, tasks: readonly PlantedTask[]): Partial<Trial> {
  const timeline = timelineOf(tasks);
  const workerTime = workerTimeOf({ timeline, wallMs, factors });
  const total = (column: readonly (number | null)[]) => column.reduce<number>((sum, ms) => sum + (ms ?? 0), 0);
  return {
    taskMs: tasks.map(({ startMs, endMs }) => endMs - startMs),
    taskCpuMs: total(timeline.cpuMs),
    queueWaitMs: total(timeline.queueMs),
    ...(workerTime && { workerTime }),
    timeline,
  };
}

/** A cell of one trial for each planted wall clock and its tasks. */
export function plantedCell(
  levels: Partial<Factors> & { workers: number },
  trials: readonly { wallMs: number; tasks: readonly PlantedTask[] }[],
): Cell {
  const factors: Factors = { strategy: "thread-pool", tasks: trials[0]?.tasks.length ?? 1, ...levels };
  return cell(
    factors,
    trials.map(({ wallMs }) => wallMs),
    trials.map(({ wallMs, tasks }) => plantedTrial(factors, wallMs, tasks)),
  );
}

/** The sequential run of equal tasks, one after the other. */
export function sequentialCell(tasks: number, each: { cpuMs?: number; offMs?: number }, repeats = 1): Cell {
  const { cpuMs = 0, offMs = 0 } = each;
  const length = cpuMs + offMs;
  const planted = Array.from({ length: tasks }, (_, task) => ({
    worker: 0,
    startMs: task * length,
    endMs: (task + 1) * length,
    cpuMs,
  }));
  const trials = Array.from({ length: repeats }, () => ({ wallMs: tasks * length, tasks: planted }));
  return plantedCell({ strategy: "sequential", workers: 1 }, trials);
}

export const machineOf = (cores: number): Machine => ({ id: "m", name: "m", availableParallelism: cores });

/** An experiment on one workload that is held back by `bound`. */
export function boundBy(bound: "cpu" | "io" | "wait", cells: Cell[], more: Partial<Experiment> = {}): Experiment {
  return experiment(cells, { workloads: { work: { title: "Work", bound } }, ...more });
}

/** All stacks of an experiment, in the order of its lines. */
export function stacksIn(one: Experiment, machine = machineOf(2)): CellStack[] {
  const analysis = analyseRun(makeRun([one], { machine })).experiments[0];
  return analysis?.scaling.flatMap(({ stack }) => stack) ?? [];
}

/** Shares of a stack in percent of workers x wall clock, those of nothing left out. */
export function percents({ shares }: CellStack): Record<string, number> {
  return Object.fromEntries(
    STACK_PARTS.flatMap((part) => {
      const share = shares[part]?.value ?? 0;
      return share === 0 ? [] : [[part, Math.round(share * 1e6) / 1e4]];
    }),
  );
}
