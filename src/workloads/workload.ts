/** Input of a task: small and structured-clonable, so that handing it over costs next to nothing. */
export interface TaskInput {
  /** Number of the task in its trial, from 0. */
  index: number;
  /** Size of this task, in the workload's own unit. */
  n: number;
  /** Start of this task's numbers in the sequence of the whole job (for shares of one job). */
  offset: number;
  seed: number;
  /** Folder for files of this trial; it exists, and the runner removes it. */
  scratch: string;
  /** Folder of `setup`, kept for all trials of a run; tasks only read from it. */
  prepared: string;
  /** Levels of factors of some workloads only. */
  more: Record<string, string | number | boolean>;
  /** Data that the workload prepared for all tasks. */
  shared?: unknown;
  /** Argument of a task of a user's own module. */
  payload?: unknown;
}

/** Checksum of a task, alone or with an output; handing the output over is part of the work. */
export type Result = number | { checksum: number; value: unknown };

/** Outcome of a task, for {@link Workload.observe}. Times in ms on the clock of the tasks. */
export interface Answer {
  index: number;
  value: unknown;
  /** End of the task in its worker, and arrival of the outcome at its caller. */
  endMs: number;
  arrivedMs: number;
}

/** Observations of a trial besides times: figures and notes, each by name. */
export interface Observed {
  figures?: Record<string, number | null>;
  notes?: Record<string, string>;
}

/**
 * Work of a task. A workload is pure but for its scratch folder; the same input gives the same checksum everywhere.
 */
export interface Workload {
  title: string;
  /** Limit of the work: the number of cores limits `cpu`, but not `io` and `wait`; `null`: a user's module does not say. */
  bound: "cpu" | "io" | "wait" | null;
  /** `tasks`: every task has size n. `shares`: one job of size n is shared equally among the workers. */
  division: "tasks" | "shares";
  /** Unit of n, in words. */
  unit: string;
  /** Default size, without calibration. */
  defaultN: number;
  /** Rough time of one unit of n, in ms, on a usual machine, for plans before any measurement. */
  msPerUnit: number;
  /** Time grows as n to this power; absent: 1. */
  order?: number;
  /** Time without an answer after which the caller gives up; absent: it waits. */
  deadlineMs?: number;
  /** Makes the files that the tasks read, in `prepared`; runs in the host, before the clock. */
  setup?(inputs: readonly TaskInput[]): void | Promise<void>;
  /** Makes the data that every task is handed besides its input, once; runs in the host, before the clock. */
  prepare?(trial: { tasks: number }): unknown;
  /** Does the task; returns an integer checksum whose sum over tasks is the trial's checksum. */
  run(input: TaskInput): Result | Promise<Result>;
  /** Examines the outcomes of the tasks and their files; runs in the host, after the clock. */
  observe?(answers: readonly Answer[], trial: { inputs: readonly TaskInput[]; shared: unknown }): Observed;
  /** Functions of a user's module around the tasks, run in the host and outside the measured time. */
  own?: OwnWork;
}

/** Facts of the trial for the functions of a user's module. */
export interface OwnContext {
  /** Size of the tasks: the level of n. */
  size: number;
  /** Folder for files of this trial; it exists, and the runner removes it. */
  scratch: string;
  seed: number;
  /** Levels of further factors, by name. */
  more: Record<string, string | number | boolean>;
}

/** Exports of a user's module besides `task`. */
export interface OwnWork {
  /** Whether the size reaches the task, by what `inputs` or else `task` takes; absent: it does. */
  sized?: boolean;
  setup?(context: OwnContext): unknown;
  /** Inputs of a trial, one a task; without it, their number is the level of the `tasks` factor. */
  inputs?(size: number, context: OwnContext): unknown;
  /** Checks the outputs, in the order of the inputs; false or an exception means that they are wrong. */
  check?(outputs: unknown[], context: OwnContext): unknown;
  /** What to note of a trial for people to read: lines of text, one a task. */
  notes?(outputs: unknown[], context: OwnContext): unknown;
  cleanup?(context: OwnContext): unknown;
}
