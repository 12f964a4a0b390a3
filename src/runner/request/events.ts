import type { Recovered } from "../../record/folder/recover-journals.js";
import type { FailedProgram } from "../../record/schema/programs-of.js";
import type { Disturbance, Experiment, Trial } from "../../record/schema/run-schema.js";

/** Events of a recording, for a display of progress. Times in ms. */
export type RunEvent =
  /** Runs that were cut off earlier in this folder, now in run files. */
  | { kind: "recovered"; runs: Recovered[] }
  | { kind: "calibrating"; experiment: string; workload: string }
  /** Nobody gave a size of this module; `tried`: sizes were, and its tasks took the same time. */
  | { kind: "no-size"; module: string; tried: boolean }
  /**
   * `expectedMs`: `null` where the time of a command is not known yet. `budgetMs`: as many blocks are recorded as fit, `blocks` is
   * a guess. `targetPercent`: the run may end earlier, once its intervals are as narrow.
   */
  | {
      kind: "planned";
      cells: number;
      blocks: number;
      expectedMs: number | null;
      budgetMs?: number;
      targetPercent?: number;
    }
  /** `left`: how many are left out by now, these included; `of`: the cells of the study. */
  | { kind: "dropped"; cells: DroppedCell[]; left: number; of: number; budgetMs: number }
  /**
   * What limits the user's own work, by `blocks` blocks; `experiment`: null where there is one alone. `variesWorkers`: whether its
   * cells differ in their number.
   */
  | {
      kind: "bound-found";
      experiment: string | null;
      bound: "cpu" | "wait";
      cpuShare: number;
      blocks: number;
      variesWorkers: boolean;
    }
  /** Versions run at once, each on one of these halves of the processors, in turn. */
  | { kind: "side-by-side"; halves: readonly [string, string]; shareCores: boolean }
  /** The budget held fewer blocks than it takes; `leastMs` would do. Told at the end, where times were not known before. */
  | { kind: "budget-short"; blocks: number; leastMs: number }
  /** The run file has no room for another block: the recording ends after these. */
  | { kind: "full"; blocks: number }
  /** The run file had no room for the timelines of so many cells, and for the times of single tasks of so many trials. */
  | { kind: "details-left-out"; timelines: number; taskTimes: number }
  | { kind: "trial-started"; experimentId: string; label: string; at: Progress }
  | { kind: "trial-finished"; experimentId: string; label: string; trial: Trial; at: Progress }
  /** The user's own work failed in a trial for the first time. */
  | { kind: "first-failure"; experimentId: string; label: string; trial: Trial }
  /** A program failed in each of its cells in the first block, while others did not: the recording goes on with these. */
  | ({ kind: "program-failed" } & FailedProgram)
  /** Two versions of a program gave different results of the same work. */
  | { kind: "results-differ"; before: string; after: string }
  /** What must not happen to a machine while it is measured on. */
  | { kind: "disturbed"; disturbance: Disturbance }
  /** Processes left the group of their trial, and were ended after it; told once. */
  | { kind: "left-behind"; experimentId: string; label: string; names: string }
  /** The last trial is over; only the run file is still to be written. */
  | { kind: "measured" }
  | { kind: "cleanup-failed"; text: string }
  | { kind: "block-finished"; experiments: readonly Experiment[]; at: Progress };

export interface Progress {
  /** Number of the block, from 0, and how many are planned now. */
  block: number;
  blocks: number;
  /** Trials finished of this block, and in all. */
  trial: number;
  trials: number;
  elapsedMs: number;
  remainingMs: number;
  /** Present where as many blocks are recorded as fit into it: `blocks` then follows the times measured so far. */
  budgetMs?: number;
  /** Half the width of the widest interval so far, and the width wanted; present in runs until a precision is reached. */
  precision?: { widestPercent: number | null; targetPercent: number };
}

/** A cell that was left out or cut short, in words. */
export interface DroppedCell {
  experimentId: string;
  label: string;
  reason: string;
}
