/**
 * The protocol between the runner and a host, both directions. The runner imports these types and parses replies by schemas
 * that satisfy them (`runner/processes/host-reply.ts`); it shares no code with the host.
 */
import type { Scheduling, TaskRecord } from "../strategies/strategy.js";

/** The one request that a host gets. */
export type Request =
  | { kind: "trial"; spec: TrialSpec }
  /**
   * Find the size at which one task takes about `targetMs`; no larger one once that has taken a quarter of `memoryBytes`,
   * the memory that there is.
   */
  | ({ kind: "calibrate"; targetMs: number; memoryBytes?: number } & Subject)
  /** Measure one task of this size. */
  | ({ kind: "probe"; n: number } & Subject)
  /** Describe a user's module, and count the inputs that it makes for each of these sizes. */
  | ({ kind: "describe"; sizes: readonly number[] } & Subject);

/** Asks a host in another language which program it is, and what it can do. */
export interface AboutRequest {
  kind: "about";
}

/** Permission to close the workers, in answer to `worked`. */
export interface CloseRequest {
  kind: "close";
}

/** A workload to examine, and the folders that it may use. */
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
  /** URL of the Redis of the queue, where the strategy is that: handed over here, as arguments and environments can be read. */
  redis?: string;
  /** Hash of the user's module that the machines of the queue have. */
  module?: string;
  /** Levels of further factors, for the workload and the strategy that know them. */
  more?: Record<string, string | number | boolean>;
}

/** Replies of a host. A trial sends `worked`, waits for {@link CloseRequest}, and sends `report`. Times in ms. */
export type Reply =
  /** With the tasks that failed, if any: closing the workers may end the host. */
  | { kind: "worked"; failures?: TrialReport["failures"] }
  | { kind: "report"; report: TrialReport }
  /** `n`: `null` where a task of a user's module takes the same time whatever its size. */
  | { kind: "calibrated"; n: number | null; taskMs: number }
  /**
   * `bound`: `null` where the module does not say. `tasks`: number of inputs by size, in the order of the request; `null` where
   * the module makes no list of inputs. `sized`: whether the size reaches the task, by what `inputs` or else `task` takes.
   */
  | {
      kind: "described";
      title: string;
      bound: "cpu" | "io" | "wait" | null;
      tasks: number[] | null;
      sized: boolean;
      /** What loading the module brought in; absent where the runner finds that out from its text. */
      imported?: ImportedCode;
    }
  | HostAbout
  | { kind: "failed"; message: string };

/** Files of the user by their paths, and packages that are installed. */
export interface ImportedCode {
  files: string[];
  packages: { name: string; version: string }[];
}

/** A host in another language: the program that runs it, and what it can do. */
export interface HostAbout {
  kind: "about";
  /** Version of the protocol that it speaks. */
  protocol: 1;
  language: string;
  version: string;
  implementation: string;
  /** Path of the program itself, links and wrappers resolved. */
  executable: string;
  /** Whether its threads compute side by side, where others of its kind hold each other back by a lock. */
  freeThreaded: boolean;
  /** How it starts processes where nothing is asked for, and all ways that it knows here. */
  startMethod: string;
  startMethods: string[];
  /** Ids of the strategies and of the built-in workloads that it has. */
  strategies: string[];
  workloads: string[];
}

export interface TrialReport {
  wallMs: number;
  startUpMs: number;
  workMs: number;
  tearDownMs: number;
  userMs: number | null;
  sysMs: number | null;
  peakRssBytes: number | null;
  /** Start of the trial on the clock of `tasks`. */
  originMs: number;
  tasks: TaskReport[];
  failures: { index: number; message: string }[];
  /** Tasks among the failures that were given up because no more answers came. */
  hung: number[];
  /** Other machines ran tasks, and their clocks are known too badly to say when: only how long. */
  clocks?: "apart";
  /** Figures and words of the workload, and of the watch on the event loop. */
  figures: Record<string, number | null>;
  notes: Record<string, string>;
  /** Judgement of a user module's outputs; present where all tasks gave one. */
  outputs?: OutputsReport;
}

/** A task without its value: the runner needs the time that the value took, not the value. */
export type TaskReport = Omit<TaskRecord, "value" | "withheld">;

export interface OutputsReport {
  /** `null` where the outputs cannot be compared. */
  checksum: number | null;
  /** Whether the module's own check judged the outputs: then they need not equal those of other trials. */
  checked: boolean;
  /** Why the outputs are wrong; `null` where they are right, or unknown. */
  fault: string | null;
}
