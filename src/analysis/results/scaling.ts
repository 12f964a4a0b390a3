import type { Factors } from "../../record/schema/run-schema.js";
import type { Interval, Ratio } from "../../stats/interval.js";
import type { ModelChoice } from "../scaling/models/choose-model.js";
import type { ModelFit } from "../scaling/models/fit-model.js";
import type { Law } from "../scaling/models/law.js";
import type { CellStack } from "./stack.js";

/**
 * Scaling of one strategy over its worker counts: one line of a speed-up chart. Cells of a line differ in `workers` alone
 * (and, where the work grows with them, in `tasks`).
 */
export interface Scaling {
  strategy: string;
  /** Words for the line, e.g. "thread pool, 8 tasks". */
  label: string;
  /** The levels that all cells of the line share: what else names it (n, workload, tasks, pool ...). */
  factors: Partial<Factors>;
  /** `strong`: the same work on every count. `weak`: a task more for every worker more. */
  kind: "strong" | "weak";
  /** Base of the line's speed-ups; `null` where neither a sequential nor a 1-worker cell has a time. */
  reference: ScalingReference | null;
  /** Measured points by ascending workers; one a worker count with a time. */
  points: ScalingPoint[];
  /** The ideal at each of the points: rounds and cores, as in {@link ScalingPoint.ideal}. */
  ideal: { workers: number; speedUp: number }[];
  /** Scaling laws of the line; a law is quoted only where `chosen` names it. */
  models: LineModels;
  /** `null` with fewer than two worker counts. */
  thresholds: Thresholds | null;
  /** Where the time goes, one bar a worker count with task records; empty without any. */
  stack: CellStack[];
}

export interface ScalingReference {
  /** `sequential`: the sequential cell of the same size. `own`: the line's own single worker. */
  kind: "sequential" | "own";
  key: string;
  label: string;
  medianMs: number;
}

export interface ScalingPoint {
  workers: number;
  key: string;
  medianMs: number;
  /** Strong: time of the reference over the time here. Weak: that times the work here over the reference's work. */
  speedUp: Ratio | null;
  /** Ideal speed-up by rounds and usable cores, and by rounds alone. */
  ideal: number;
  idealByRounds: number;
  /** speedUp / workers, and speedUp / ideal. */
  efficiency: Ratio | null;
  idealEfficiency: Ratio | null;
}

/** Scaling laws of a line. */
export interface LineModels {
  /** The law that the data carry: Amdahl or USL for a strong line, Gustafson for a weak one; `null`: none (`reason`). */
  chosen: Law["id"] | null;
  reason?: ModelChoice["reason"] | "no-repeats" | "no-gain";
  /** Every law that was fitted, the chosen one among them. N is the rounds-aware ideal speed-up, not the workers. */
  fits: ModelFit[];
  /** AICc of Amdahl's law less that of the USL; `null` where they were not compared. */
  aiccGain: number | null;
  /** Whether a peak of the chosen law may be stated: it lies inside what was tested. */
  isPeakSupported: boolean;
  /** Karp and Flatt's serial share at each point against its ideal; none where the ideal is under 3, nor on a weak line. */
  karpFlatt: KarpFlatt[];
  /** How it goes from the fewest to the most workers; `null` with fewer than two. */
  karpFlattTrend: Trend | null;
}

/**
 * Direction of the serial share with more workers. `rising` speaks for overhead that grows; `level`, the same within 2 points,
 * for a serial part; `unclear`: not enough evidence.
 */
export type Trend = "rising" | "falling" | "level" | "unclear";

/** The experimentally determined serial share at one worker count. */
export interface KarpFlatt {
  workers: number;
  serialShare: number;
  /** From the interval of the speed-up; `null` without one. */
  interval: Interval | null;
}

/**
 * The three named thresholds of a line. Each is a tested worker count and is given with the next tested one: nothing is
 * interpolated, and no knee is looked for. A threshold is claimed both ways, from what holds at it and what is shown beyond;
 * counts between, at which the trials show neither, are `open`.
 */
export interface Thresholds {
  /**
   * The largest count, without a gap, with an efficiency (speed-up / workers) of 0.9 or more that is shown to be no more
   * than 3 % under it.
   */
  efficientTo: EfficientTo;
  /** The last count, without a gap, up to which time is shown to fall and a further worker adds half of the ideal or more. */
  worthItTo: WorthItTo;
  /** The smallest count from which the most workers are shown to take as long, or longer. */
  saturatesAt: SaturatesAt;
}

export interface Threshold {
  /** A tested count; `null` where not even the fewest tested workers qualify, or where nothing can be said (`reason`). */
  workers: number | null;
  /** The next tested count; `null` where `workers` is the most that were tested (or `null`, and nothing follows). */
  next: number | null;
  /** Whether the data show an end. */
  reached: boolean;
  /** Tested counts between `workers` and the end, or the most, at which the trials show neither. */
  open: number[];
  /** True where no interval stands behind it: one trial a cell. */
  pointValues: boolean;
  /**
   * Why there is no value. `no-reference`: no sequential and no 1-worker cell to measure a speed-up against. `no-gain-to-expect`:
   * the rounds of the tasks promise nothing at any tested count.
   */
  reason?: "no-reference" | "no-gain-to-expect";
}

export interface EfficientTo extends Threshold {
  /** Speed-up / workers at `workers`. */
  efficiency: Ratio | null;
  /** The first count that is shown to be under 0.9, and its efficiency. */
  endedBy: ({ workers: number } & Ratio) | null;
  /**
   * Counts left out of the search: equal tasks in rounds do not allow 0.9 there (8 tasks on 6 workers: 0.67), so they
   * say nothing about overhead and are no gap.
   */
  passedOver: number[];
}

export interface WorthItTo extends Threshold {
  /**
   * The first step that is shown to add less than half: the gain in speed-up as a share of the gain of the ideal by rounds,
   * and what it is at most (one-sided 95 % limit; `null` from one trial a cell).
   */
  endedBy: { from: number; to: number; share: number; atMost: number | null } | null;
}

export interface SaturatesAt extends Threshold {
  /** The largest count from which some more workers are shown to take less time; `null`: none. */
  gainsTo: number | null;
  /** The count with the least time, by its estimate. */
  best: number | null;
  /**
   * Decision from `workers` to the most workers tested: `level` (the same within 3 %), `falling` (more time), `rising` (less
   * time: no saturation in the tested range), `unclear`, or `untested`: nothing beyond was tested, or too little for level
   * times to mean anything (the ideal by rounds rises by less than a quarter).
   */
  beyond: Beyond;
}

export type Beyond = "level" | "falling" | "rising" | "unclear" | "untested";
