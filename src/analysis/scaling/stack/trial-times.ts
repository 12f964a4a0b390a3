import { sum } from "d3-array";
import type { Cell, Factors, Trial, WorkerTime } from "../../../record/schema/run-schema.js";
import { workerTimeOf } from "../../../record/timing/worker-time.js";
import { effectiveWorkers } from "../../cells/ideal-speed-up.js";

/** Time of a trial's tasks, added up over tasks, in ms. */
export interface TaskTotals {
  /** Wall clock within tasks. */
  busyMs: number;
  /** Of it on a core, waiting for one, and neither; `null` where the platform or the strategy does not tell. */
  cpuMs: number | null;
  waitMs: number | null;
  offMs: number | null;
}

/** A trial with the parts of its stack. */
export interface TrialTime {
  block: number;
  wallMs: number;
  tasks: number;
  totals: TaskTotals;
  outside: WorkerTime;
}

/** Trials of one cell whose time can be split, and whether there is only the one that kept its tasks. */
export interface TrialTimes {
  restsOn: "all-trials" | "one-trial";
  times: TrialTime[];
}

/** Shorter trials and tasks are below what the file can hold, a microsecond and less. */
const LEAST_WALL_MS = 0.001;
const LEAST_BUSY_MS = 1e-6;

/** The trials that say where their workers' time went, or the one that kept its tasks; `null` where none does. */
export function trialTimes({ factors, trials }: Cell): TrialTimes | null {
  const workers = effectiveWorkers(factors);
  const usable = trials.filter(isUsable);
  const recorded = usable.flatMap((trial) => toTime(trial, trial.workerTime ?? null, workers));
  if (recorded.length > 0) return { restsOn: "all-trials", times: recorded };
  const kept = usable.flatMap((trial) => toTime(trial, fromTimeline(trial, factors), workers));
  return kept.length > 0 ? { restsOn: "one-trial", times: kept.slice(0, 1) } : null;
}

/** Totals of every trial that finished and has the times of its tasks. */
export function taskTotals({ trials }: Cell): TaskTotals[] {
  return trials.filter(isUsable).map((trial) => totalsOf(trial, trial.workerTime?.taskWaitMs ?? null));
}

type UsableTrial = Trial & { wallMs: number; taskMs: number[] };

function isUsable(trial: Trial): trial is UsableTrial {
  const { status, wallMs, taskMs } = trial;
  if (status !== "ok" || wallMs === null || taskMs === undefined) return false;
  return wallMs >= LEAST_WALL_MS && sum(taskMs) >= LEAST_BUSY_MS;
}

function toTime(trial: UsableTrial, outside: WorkerTime | null, workers: number): TrialTime[] {
  const { block, wallMs, taskMs } = trial;
  if (outside === null || !isPossible(outside.mostBusyMs, { wallMs, busyMs: sum(taskMs), workers })) return [];
  return [{ block, wallMs, tasks: taskMs.length, totals: totalsOf(trial, outside.taskWaitMs), outside }];
}

/** No worker is busy for longer than the trial, and the busiest for no less than the mean: files come from anywhere. */
function isPossible(
  mostBusyMs: number,
  { wallMs, busyMs, workers }: { wallMs: number; busyMs: number; workers: number },
) {
  const roundingMs = 0.01;
  return mostBusyMs <= wallMs + roundingMs && mostBusyMs * workers >= busyMs - workers * roundingMs && mostBusyMs > 0;
}

function fromTimeline({ timeline, wallMs }: UsableTrial, factors: Factors): WorkerTime | null {
  return timeline === undefined ? null : workerTimeOf({ timeline, wallMs, factors });
}

/**
 * The kernel's accounts are read just outside the tasks, so that they may exceed the tasks' time: it is shared out to CPU,
 * then to waiting.
 */
function totalsOf({ taskMs, taskCpuMs, queueWaitMs }: UsableTrial, taskWaitMs: number | null): TaskTotals {
  const busyMs = sum(taskMs);
  const queueMs = taskWaitMs ?? queueWaitMs;
  if (typeof taskCpuMs !== "number" || typeof queueMs !== "number") {
    return { busyMs, cpuMs: null, waitMs: null, offMs: null };
  }
  const cpuMs = Math.min(taskCpuMs, busyMs);
  const waitMs = Math.min(queueMs, busyMs - cpuMs);
  return { busyMs, cpuMs, waitMs, offMs: busyMs - cpuMs - waitMs };
}
