import type { Scheduling, TaskRecord } from "../strategies/strategy.js";

/** What the runner asks of a freshly forked host. The runner has no part of this code: it sends plain objects. */
export type Request =
  | { kind: "trial"; spec: TrialSpec }
  /** Find the size at which one task takes about `targetMs`. */
  | ({ kind: "calibrate"; targetMs: number } & Subject)
  /** Measure one task of this size. */
  | ({ kind: "probe"; n: number } & Subject);

/** A workload to look at, and where it may keep its files. */
export interface Subject {
  workload: string;
  seed: number;
  scratch: string;
  prepared: string;
}

/** One cell to execute once. */
export interface TrialSpec {
  strategy: string;
  workload: string;
  workers: number;
  tasks: number;
  n: number;
  launch: "bounded" | "all-at-once";
  pool: "fresh" | "warm";
  /** Absent: `next-free`. */
  scheduling?: Scheduling;
  seed: number;
  scratch: string;
  /** Absent: the scratch folder. */
  prepared?: string;
  env: Record<string, string>;
  /** Levels of further factors, for the workload and the strategy that know them. */
  more?: Record<string, string | number | boolean>;
}

/** What the host says, in this order: `worked`, then (once told to close) `report`. Times in ms. */
export type Reply =
  | { kind: "worked" }
  | { kind: "report"; report: TrialReport }
  | { kind: "calibrated"; n: number; taskMs: number }
  | { kind: "failed"; message: string };

export interface TrialReport {
  wallMs: number;
  startUpMs: number;
  workMs: number;
  tearDownMs: number;
  userMs: number | null;
  sysMs: number | null;
  peakRssBytes: number;
  /** Start of the trial on the clock of `tasks`. */
  originMs: number;
  tasks: TaskRecord[];
  failures: { index: number; message: string }[];
  /** Tasks among the failures that were given up because nothing more came. */
  hung: number[];
  /** Figures and words of the workload's own, and of what watched the trial. */
  figures: Record<string, number | null>;
  notes: Record<string, string>;
}
