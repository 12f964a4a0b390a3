import type { Scheduling, TaskRecord } from "../strategies/strategy.js";

/** What the runner asks of a freshly forked host. The runner has no part of this code: it sends plain objects. */
export type Request =
  | { kind: "trial"; spec: TrialSpec }
  /** Find the size at which one task takes about `targetMs`. */
  | ({ kind: "calibrate"; targetMs: number } & Subject)
  /** Measure one task of this size. */
  | ({ kind: "probe"; n: number } & Subject)
  /** Say what a user's module is, and how many inputs it makes for each of these sizes. */
  | ({ kind: "describe"; sizes: number[] } & Subject);

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
  /** `tasks`: by size, in the order asked for; `null` where the module makes no list of inputs. */
  | { kind: "described"; title: string; bound: "cpu" | "io" | "wait"; tasks: number[] | null }
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
  /** What was found of the outputs of a user's module, where all tasks gave one. */
  outputs?: OutputsReport;
}

export interface OutputsReport {
  /** `null` where they cannot be compared. */
  checksum: number | null;
  /** Whether the module's own check judged them: then they need not equal those of other trials. */
  checked: boolean;
  /** Why they are wrong; `null` where they are right, or nobody knows. */
  fault: string | null;
}
