import { group, sum } from "d3-array";
import { largest, smallest } from "../../record/limits/extremes.js";
import type { Cell, Factors, Trial } from "../../record/schema/run-schema.js";
import { lanesOf } from "../../record/timing/lanes.js";
import { median } from "../../stats/median.js";
import type { CellView } from "./cell-view.js";
import { effectiveWorkers } from "./ideal-speed-up.js";
import { finishOf } from "./lane-shares.js";
import { isTasked, type TaskedTrial, taskedTrials } from "./task-times.js";

/** Figures of one schedule. */
export interface ScheduleFigures {
  /** First task's start to last result, and the least that tasks of these times allow; medians over trials, in ms. */
  makespanMs: number;
  idealMs: number;
  /** Makespan over ideal, median over trials. */
  overIdeal: number;
  /** Share of the workers' time in which they had no task, median over trials. */
  idleShare: number;
  /** The trial that kept its tasks, by its block: time without a task of each worker, in ms; `null` where none did. */
  idle: { block: number; ms: number[] } | null;
}

/** Tasks can be over no sooner than the longest of them, and no sooner than if all workers shared the work equally. */
export function idealMakespan(taskMs: readonly number[], workers: number): number {
  return Math.max(largest(taskMs), sum(taskMs) / workers);
}

/** Figures of one cell's schedule; `null` where no trial has both the tasks' times and the time of the work. */
export function scheduleOf(cell: Cell): ScheduleFigures | null {
  const workers = effectiveWorkers(cell.factors);
  const trials = taskedTrials(cell).flatMap(({ taskMs, workMs }) =>
    typeof workMs === "number" && workMs > 0
      ? [{ workMs, idealMs: idealMakespan(taskMs, workers), busyMs: sum(taskMs) }]
      : [],
  );
  if (trials.length === 0) return null;
  return {
    makespanMs: median(trials.map(({ workMs }) => workMs)),
    idealMs: median(trials.map(({ idealMs }) => idealMs)),
    overIdeal: median(trials.map(({ workMs, idealMs }) => workMs / idealMs)),
    idleShare: Math.max(0, median(trials.map(({ workMs, busyMs }) => 1 - busyMs / (workers * workMs)))),
    idle: idlePerWorker(cell),
  };
}

/** For each worker of the kept trial, the time between the first task's start and the last one's end without a task. */
function idlePerWorker({ factors, trials }: Cell): ScheduleFigures["idle"] {
  const trial = trials.find(({ status, timeline }) => status === "ok" && timeline);
  if (!trial?.timeline || trial.timeline.worker.length === 0) return null;
  const lanes = lanesOf(trial.timeline, effectiveWorkers(factors));
  const start = smallest(trial.timeline.startMs);
  const ms = lanes.map((lane) => finishOf(lanes) - start - sum(lane, ({ startMs, endMs }) => endMs - startMs));
  return { block: trial.block, ms };
}

/** The time from a task's end to the next one's start in its place. */
export interface DispatchGap {
  /** Median, in ms. */
  ms: number;
  /** Whether every task has a worker of its own, so that the end of one worker and the start of the next are in it. */
  isRenewed: boolean;
  /** Block of the trial. */
  block: number;
}

/**
 * Gap between a task and the next one in its place, in the trial that kept its tasks. Only gaps from when all workers had
 * started count, where there are any: before, those that still start keep the caller and the cores busy. `null` without
 * such a trial or without a second task in any place.
 */
export function dispatchGap({ factors, trials }: Cell): DispatchGap | null {
  const workers = effectiveWorkers(factors);
  const trial = trials.find(({ status, timeline }) => status === "ok" && timeline);
  const kept = trial?.timeline;
  if (!trial || !kept) return null;
  const lanes = lanesOf(kept, workers);
  const allStartedMs = Math.max(0, largest(lanes.map((lane) => lane[0]?.startMs ?? 0)));
  const gaps = lanes.flatMap((lane) =>
    lane.slice(1).map(({ startMs }, index) => {
      const fromMs = lane[index]?.endMs ?? startMs;
      return { fromMs, ms: startMs - fromMs };
    }),
  );
  if (gaps.length === 0) return null;
  const undisturbed = gaps.filter(({ fromMs }) => fromMs >= allStartedMs);
  const counted = undisturbed.length > 0 ? undisturbed : gaps;
  const ms = Math.max(0, median(counted.map((gap) => gap.ms)));
  return { ms, isRenewed: new Set(kept.worker).size > workers, block: trial.block };
}

/**
 * What a worker's time between two tasks comes to on average, from all trials, over the tasks that had another one before
 * them; in ms. For small tasks that is the price of handing one out. `null` where no worker has a second task.
 */
export function overheadPerTaskMs(cell: Cell): number | null {
  const costs = taskedTrials(cell).flatMap((trial) => overheadOf(trial, cell.factors) ?? []);
  return costs.length === 0 ? null : Math.max(0, median(costs));
}

/**
 * As {@link overheadPerTaskMs}, of one trial. Where it does not tell the start of workers from the time between tasks, it is
 * the workers' time from the first start to the last result, less the tasks.
 */
function overheadOf({ taskMs, workMs, workerTime, workersUsed }: TaskedTrial, factors: Factors): number | null {
  const workers = effectiveWorkers(factors);
  const followers = taskMs.length - (workersUsed ?? workers);
  if (workerTime !== undefined && followers > 0) return workerTime.dispatchMs / followers;
  if (typeof workMs !== "number" || workMs <= 0 || taskMs.length <= workers) return null;
  return (workers * workMs - sum(taskMs)) / (taskMs.length - workers);
}

/** Time to hand out one of many small tasks in one trial, in ms: overhead per task divided by the workers served at once. */
export function handOutMs(trial: Trial, factors: Factors): number | null {
  const between = isTasked(trial) ? overheadOf(trial, factors) : null;
  return between === null ? null : Math.max(0, between / effectiveWorkers(factors));
}

/** Cells that differ in their scheduling alone, each such group once. */
export function schedulingGroups(views: readonly CellView[]): CellView[][] {
  const scheduled = views.filter(({ factors, times }) => factors.scheduling !== undefined && times.length > 0);
  const others = ({ scheduling: _, ...factors }: Factors) => JSON.stringify(factors);
  return [...group(scheduled, ({ factors }) => others(factors)).values()].filter((group) => group.length > 1);
}
