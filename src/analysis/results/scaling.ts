import type { Factors } from "../../record/schema/run-schema.js";
import type { Ratio } from "../../stats/interval.js";
import type { LineModels } from "./line-models.js";
import type { CellStack } from "./stack.js";
import type { Thresholds } from "./thresholds.js";

/**
 * How one strategy scales over its worker counts: one line of a speed-up chart. Cells of a line differ in `workers` alone
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
  /** What speed-ups of this line are against; `null` where neither a sequential nor a 1-worker cell has a time. */
  reference: ScalingReference | null;
  /** What was measured, by ascending workers; one point a worker count with a time. */
  points: ScalingPoint[];
  /** The ideal at each of the points: rounds and cores, as in {@link ScalingPoint.ideal}. */
  ideal: { workers: number; speedUp: number }[];
  /** What the scaling laws say of it; a law is quoted only where `chosen` names it. */
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
  /** Ideal speed-up by rounds and usable cores (statistics: rounds first), and by rounds alone. */
  ideal: number;
  idealByRounds: number;
  /** speedUp / workers, and speedUp / ideal. */
  efficiency: Ratio | null;
  idealEfficiency: Ratio | null;
}
