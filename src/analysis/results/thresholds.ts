import type { Ratio } from "../../stats/interval.js";

/**
 * The three named thresholds of a line. Each is a tested worker count and is given with the next tested one: nothing is
 * interpolated, and no knee is looked for.
 */
export interface Thresholds {
  /** The largest count, without a gap, whose efficiency (speed-up / workers) has an interval that reaches 0.9. */
  efficientTo: EfficientTo;
  /** The last count before the gain of one more worker is clearly under half of the ideal one. */
  worthItTo: WorthItTo;
  /** The smallest count within 5 % of the best. */
  saturatesAt: SaturatesAt;
}

export interface Threshold {
  /** A tested count; `null` where not even the fewest tested workers qualify, or where nothing can be said (`reason`). */
  workers: number | null;
  /** The next tested count; `null` where `workers` is the most that were tested (or `null`, and nothing follows). */
  next: number | null;
  /** Whether the data show an end. False: it holds up to the most workers tested. */
  reached: boolean;
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
  /** The count at which it ends, and its efficiency. */
  endedBy: ({ workers: number } & Ratio) | null;
  /**
   * Counts left out of the search: equal tasks in rounds do not allow 0.9 there (8 tasks on 6 workers: 0.67), so they
   * say nothing about overhead and are no gap.
   */
  passedOver: number[];
}

export interface WorthItTo extends Threshold {
  /**
   * The step at which it ends: the gain in speed-up as a share of the gain of the ideal by rounds, and what it is at most
   * (one-sided 95 % limit; `null` from one trial a cell).
   */
  endedBy: { from: number; to: number; share: number; atMost: number | null } | null;
}

export interface SaturatesAt extends Threshold {
  /** The count with the highest speed-up, and what share of it `workers` reaches. */
  best: number | null;
  shareOfBest: Ratio | null;
  /**
   * Speed from `workers` to the most workers tested: `level` (the same within 3 %), `falling`, `rising` (still clearly
   * gaining: no saturation in the tested range), `unclear`, or `untested`: nothing beyond was tested, or too little for
   * level times to mean anything (the ideal by rounds rises by less than a quarter).
   */
  beyond: Beyond;
  /** Speed-up at the most workers over that at `workers`. */
  change: Ratio | null;
}

export type Beyond = "level" | "falling" | "rising" | "unclear" | "untested";
