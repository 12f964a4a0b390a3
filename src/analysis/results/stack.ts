import type { Interval, Ratio } from "../../stats/interval.js";

/**
 * The parts of workers x wall clock, in the order in which they are drawn: `useful` first, then what is lost. They add up
 * to the whole.
 */
export const STACK_PARTS = [
  /** The tasks' time off the run queue when they run sequentially: CPU, and for I/O, blocked. */
  "useful",
  /** CPU of the tasks above that. */
  "extra",
  /** Ready to run, but waiting for a core; in tasks and outside them. */
  "waiting",
  /** Tasks off the cores without waiting for one, above what they are when run alone. */
  "blocked",
  /** Before a worker's first task. */
  "startUp",
  /** Of a queue: without a task, while one was in the queue. */
  "queued",
  /** Of a queue: the way of results. */
  "transfer",
  /** Between a task's end and the next one's start on that worker, and the way back of the last result. */
  "dispatch",
  /** Idle at the end, as far as equal tasks on this many workers must be. */
  "idleByRounds",
  /** The rest of being idle. */
  "idleByImbalance",
  /** What is left. */
  "unexplained",
] as const;

export type StackPart = (typeof STACK_PARTS)[number];
export type LossPart = Exclude<StackPart, "useful">;

/** Split of a cell's workers x wall clock into parts. */
export interface CellStack {
  workers: number;
  key: string;
  /** `all-trials`: means over that many trials. `one-trial`: of the trial of median time, the only one that kept its tasks. */
  restsOn: "all-trials" | "one-trial";
  trials: number;
  /** Whether waiting for a core outside tasks is a part of its own; if not, it is within start-up and dispatch. */
  waitsOutsideTasks: boolean;
  /** Work without other workers; `null`: unknown, then `useful` holds `extra` and `blocked` too. */
  reference: StackReference | null;
  /** Shares of workers x wall clock; they add up to 1. `null`: cannot be told from the others here. */
  shares: Record<StackPart, Share | null>;
  /** Work that the tasks took less than in the reference, as a share of workers x wall clock; not one of the parts. */
  savedShare: number | null;
  largestLoss: LargestLoss | null;
  pop: PopEfficiencies;
}

export interface StackReference {
  /** The sequential cell, or the strategy's own single worker. */
  kind: "sequential" | "own";
  key: string;
  /** Same number of tasks, or reckoned from another number of equal tasks. */
  scaled: boolean;
}

/** A share of workers x wall clock, 0 to 1, with the 95 % t interval of its mean over trials. */
export interface Share {
  value: number;
  interval: Interval | null;
}

export interface LargestLoss extends Share {
  part: LossPart;
  /** The next one, where the trials do not tell which of the two is larger. */
  rival: LossPart | null;
  /**
   * What the speed-up would be without the loss, all else as it is; `null` where there is no speed-up, or where the loss is
   * waiting for a core and nobody recorded what the reference waited itself.
   */
  speedUpWithout: Ratio | null;
  /** What that is held down to, if it is: the cores, the rounds of equal tasks, or the number of workers. */
  limitedBy: "cores" | "rounds" | "workers" | null;
}

/**
 * The efficiencies of the POP project (Wagner, Mohr, Gimenez, Labarta: A Structured Approach to Performance Analysis,
 * 2019), from the tasks' wall clock times; geometric means over trials, so that products hold.
 */
export interface PopEfficiencies {
  /** Mean over largest time in tasks of a worker. */
  loadBalance: number;
  /** Largest time in tasks of a worker over the wall clock. */
  communication: number;
  /** Product of the two. */
  parallel: number;
  /** The tasks' time in the reference over their time here; `null` without a reference. */
  computationScaling: number | null;
  /** Parallel efficiency times computation scaling: what speed-up over workers should be. */
  global: number | null;
}
