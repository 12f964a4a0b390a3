import type { TaskInput } from "../workloads/workload.js";
import { errorWords, isErrorLike } from "./error-words.js";

/** One task as the worker that ran it saw it. Times in ms on CLOCK_MONOTONIC, which all processes share. */
export interface TaskRecord {
  index: number;
  /** Id of the worker: process id, or process id and thread id in one number. */
  worker: number;
  startMs: number;
  endMs: number;
  /** CPU of the thread that ran the task; `null` where the platform or the strategy cannot tell. */
  cpuMs: number | null;
  /** Time ready to run but waiting for a core. */
  queueMs: number | null;
  /** The same for the time before the task: since the one before it on the same thread, or since the thread came to be. */
  waitBeforeMs: number | null;
  /** Its way to a machine of the queue and back; absent where the strategy has none. */
  queue?: JobTimes;
  checksum: number;
  /** Value that the task returned besides its checksum, where the workload has one. */
  value?: unknown;
  /** The hash of its place and its value, where the value itself was too large to be handed over. */
  withheld?: { hash: number | null; bytes: number };
}

/** A task as a job of a queue. Times on the clock of the task; `null` where nobody knows them any more. */
export interface JobTimes {
  /** Name of the machine that did it. */
  host: string;
  /** When it was put into the queue, taken by the machine, and out of its hands again with its result. */
  addedMs: number;
  takenMs: number | null;
  finishedMs: number | null;
}

/** Outcome of a task for its caller. */
export type TaskOutcome = { status: "ok"; record: TaskRecord } | { status: "failed"; index: number; message: string };

/**
 * When a worker gets its next task. `next-free`: as soon as it is free. `rounds`: when every worker is; then all start
 * again together. `static-chunks`: never; each has its own contiguous part of the tasks, cut beforehand.
 */
export type Scheduling = "next-free" | "rounds" | "static-chunks";

/** Callback for a task whose outcome has reached the caller. */
export type Arrived = (outcome: TaskOutcome) => void;

export interface SessionOptions {
  /** Id of the workload; workers load it by themselves. */
  workload: string;
  workers: number;
  launch: "bounded" | "all-at-once";
  scheduling: Scheduling;
  /** Environment for processes that the strategy starts. */
  env: Record<string, string>;
  /** Levels of factors that only some strategies know. */
  more: Record<string, string | number | boolean>;
  /** URL of the Redis of the queue, and the hash of the user's module that its machines have; absent where no strategy needs it. */
  redis?: string;
  module?: string;
}

/** Outcomes with their times on the clock of the caller, and figures and notes on the machines that worked for it. */
export interface Aligned {
  outcomes: TaskOutcome[];
  /** The clocks are known too badly to say when a task ran: only how long. */
  clocks?: "apart";
  figures: Record<string, number | null>;
  notes: Record<string, string>;
}

/** Workers that can be given tasks, from `open` to `close`. */
export interface Session {
  /** Starts all workers and waits until each has loaded the workload. Only pools have it. */
  warm?(): Promise<void>;
  /** Does all tasks; settles when every task has. A task's failure is its outcome, not an exception. */
  run(inputs: TaskInput[], arrived?: Arrived): Promise<TaskOutcome[]>;
  /** Puts times of other machines on this one's clock; after the last result, outside every measured time. */
  align?(outcomes: readonly TaskOutcome[], wallMs: number): Promise<Aligned>;
  /** Resolves when every worker is gone. */
  close(): Promise<void>;
}

/** A way to map tasks on workers. */
export interface Strategy {
  title: string;
  /** Whether the number of workers means anything to it; if not, it makes one cell. */
  usesWorkers: boolean;
  /** Whether its workers are processes: then their CPU and memory must be gathered. */
  startsProcesses: boolean;
  /** Which optional factors it knows. */
  factors: readonly ("launch" | "pool" | "scheduling")[];
  /** Whether its workers are on other machines: then their CPU and memory are not known. */
  isRemote?: boolean;
  /** Loads what its sessions need, before the clock starts. */
  load?(): Promise<unknown>;
  open(options: SessionOptions): Session;
}

/** The outcome of a task that threw. */
export function failedOutcome(index: number, error: unknown): TaskOutcome {
  // A DataCloneError of a thread pool's worker loses its words on the way: it cannot be cloned either.
  const isLost = typeof error === "object" && error !== null && !isErrorLike(error) && Object.keys(error).length === 0;
  const message = isLost
    ? "the worker's answer could not be cloned: a task gives back data, no functions"
    : errorWords(error);
  return { status: "failed", index, message };
}

/** Whether a message from a worker is the outcome of its task: the task may have sent some of its own. */
export function isOutcome(message: unknown): message is TaskOutcome {
  const { status, record, index } = (message ?? {}) as { status?: unknown; record?: unknown; index?: unknown };
  return (
    (status === "ok" && typeof record === "object" && record !== null) ||
    (status === "failed" && typeof index === "number")
  );
}

/** The outcome of a task under way; `arrived` is called as soon as it is known. */
export async function settle(index: number, running: Promise<TaskRecord>, arrived?: Arrived): Promise<TaskOutcome> {
  const outcome = await running.then(
    (record): TaskOutcome => ({ status: "ok", record }),
    (error: unknown) => failedOutcome(index, error),
  );
  arrived?.(outcome);
  return outcome;
}
