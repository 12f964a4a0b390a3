/** What a task gets: small and structured-clonable, so that handing it over costs next to nothing. */
export interface TaskInput {
  /** Number of the task in its trial, from 0. */
  index: number;
  /** Size of this task, in the workload's own unit. */
  n: number;
  /** Where this task's numbers start in the sequence of the whole job (for shares of one job). */
  offset: number;
  seed: number;
  /** Folder for files of this trial; it exists, and the runner removes it. */
  scratch: string;
  /** Folder for what `setup` makes, kept for all trials of a run: tasks only read from it. */
  prepared: string;
  /** Levels of factors that only some workloads know. */
  more: Record<string, string | number | boolean>;
  /** What the workload prepared for all tasks, where it prepares anything. */
  shared?: unknown;
  /** What a task of a user's own module is called with. */
  payload?: unknown;
}

/** A checksum alone, or with it what the task hands back to its caller: then handing it over is part of the work. */
export type Result = number | { checksum: number; value: unknown };

/** What a task handed back, for {@link Workload.observe}. Times in ms on the clock of the tasks. */
export interface Answer {
  index: number;
  value: unknown;
  /** When the task ended in its worker, and when its caller had the outcome in hand. */
  endMs: number;
  arrivedMs: number;
}

/** What a trial showed besides times: figures, and notes in words, each by name. */
export interface Observed {
  figures?: Record<string, number | null>;
  notes?: Record<string, string>;
}

/**
 * The work: what one task does. A workload is pure but for its scratch folder; the same input gives the same
 * checksum wherever it runs.
 */
export interface Workload {
  title: string;
  /** What limits it: `cpu` work is held back by the number of cores, `io` and `wait` are not. */
  bound: "cpu" | "io" | "wait";
  /** `tasks`: every task has size n. `shares`: one job of size n is shared equally among the workers. */
  division: "tasks" | "shares";
  /** Unit of n, in words. */
  unit: string;
  /** Size where nobody names one and nothing is calibrated. */
  defaultN: number;
  /** Rough time of one unit of n, in ms, on a usual machine: for plans made before anything was measured. */
  msPerUnit: number;
  /** Time grows as n to this power; absent: 1. */
  order?: number;
  /** A task may never answer: its caller gives up when nothing has come for so long. Absent: it waits. */
  deadlineMs?: number;
  /** Makes what the tasks will read, in `prepared`; runs in the host, before the clock. */
  setup?(inputs: readonly TaskInput[]): void | Promise<void>;
  /** Makes what every task is handed besides its input, once; runs in the host, before the clock. */
  prepare?(trial: { tasks: number }): unknown;
  /** Does the task; returns an integer checksum whose sum over tasks is the trial's checksum. */
  run(input: TaskInput): Result | Promise<Result>;
  /** Looks at what the tasks handed back and left behind; runs in the host, after the clock. */
  observe?(answers: readonly Answer[], trial: { inputs: readonly TaskInput[]; shared: unknown }): Observed;
  /** Where the work is a user's module: what it does around the tasks, in the host and outside the measured time. */
  own?: OwnWork;
}

/** What the functions of a user's module are told of the trial. */
export interface OwnContext {
  /** Size of the tasks: the level of n. */
  size: number;
  /** Folder for files of this trial; it exists, and the runner removes it. */
  scratch: string;
  seed: number;
  /** Levels of further factors, by name. */
  more: Record<string, string | number | boolean>;
}

/** What a user's module exports besides `task`. */
export interface OwnWork {
  setup?(context: OwnContext): unknown;
  /** The inputs of a trial, one a task; without it, there are as many as the `tasks` factor says. */
  inputs?(size: number, context: OwnContext): unknown;
  /** Whether the outputs, in the order of the inputs, are right: false or an exception says no. */
  check?(outputs: unknown[], context: OwnContext): unknown;
  cleanup?(context: OwnContext): unknown;
}
