/** A size: given, or found by calibration so that one task alone takes about `taskMs`. */
export type Size = number | { taskMs: number };

/** A number of tasks: given, or as many as the cell has workers (weak scaling). */
export type TaskCount = number | "per-worker";

/**
 * Levels of every factor; the cells are their combinations. What a strategy does not know is left out of its cells:
 * `workers` and `scheduling` for sequential and event-loop, `launch` but for the per-task strategies, `pool` but for
 * pools.
 */
export interface Matrix {
  workload: string[];
  strategy: string[];
  workers: number[];
  tasks: TaskCount[];
  n: Size[];
  launch: ("bounded" | "all-at-once")[];
  pool: ("fresh" | "warm")[];
  /** Absent: a worker takes the next task when it is free, and the cells do not name it. */
  scheduling?: Scheduling[];
  /** Levels of factors that only some workloads or strategies know, such as the size of what a task returns. */
  more: Record<string, Level[]>;
}

export type Scheduling = "next-free" | "rounds" | "static-chunks";

/** A level of a factor that has no field of its own. */
export type Level = string | number | boolean;

/** One question: a workload, its factors, and the charts it calls for. */
export interface ExperimentDefinition {
  id: string;
  title: string;
  question: string;
  /** Chart ids; absent: chosen by the factors that vary. */
  charts?: string[];
  /** The cells are the union of these combinations. */
  matrix: Matrix[];
  /** Combinations that are left out of it. */
  exclude?: Exclusion[];
  /** Path of a user's module that is the work, as it was given; its matrix names the module's workload. */
  module?: string;
  /** Command line that is the work: every trial is this command itself. Its factors stand in it as `{workers}`. */
  command?: string;
  /** Whether the command and the hooks are handed to a shell. */
  shell?: boolean;
  /** What limits the user's own work, where that is known. */
  bound?: "cpu" | "io" | "wait";
  hooks?: Hooks;
}

/** Levels by factor: a cell is left out where each of these factors has one of these levels in it. */
export type Exclusion = { [Factor in Exclude<keyof Matrix, "more">]?: Matrix[Factor] } & {
  more?: Record<string, Level[]>;
};

/** Command lines that are run around trials, untimed; factors stand in them as `{n}`. */
export interface Hooks {
  /** Before the first trial: once, or once for each way of filling it in. */
  setup?: string;
  /** Before every trial. */
  prepare?: string;
  /** After the last trial: once, or once for each way of filling it in. */
  cleanup?: string;
}

/** One or more experiments to record together. */
export interface Study {
  id: string;
  experiments: ExperimentDefinition[];
}

/** What a study needs to know of the strategies and workloads that it names. */
export interface Catalogue {
  strategies: Record<
    string,
    { title: string; usesWorkers: boolean; factors: readonly ("launch" | "pool" | "scheduling")[] }
  >;
  workloads: Record<
    string,
    {
      title: string;
      bound: "cpu" | "io" | "wait";
      division: "tasks" | "shares";
      unit: string;
      defaultN: number;
      msPerUnit: number;
      /** Where the work is a user's module. */
      module?: OwnModule;
      /** Time grows as n to this power; absent: 1. */
      order?: number;
    }
  >;
}

/** A user's module, as its exports describe it. */
export interface OwnModule {
  /** `file:` URL that workers import it from. */
  url: string;
  /** Number of tasks by size, where the module makes its own list of inputs; else tasks are a factor. */
  tasks: Record<number, number> | null;
}

/** Levels given on the command line; each replaces that factor's levels in every experiment. */
export interface Overrides {
  strategies?: string[];
  workers?: number[];
  tasks?: TaskCount[];
  sizes?: number[];
  /** Takes the place of the time in sizes that are found by calibration. */
  taskMs?: number;
  launch?: Matrix["launch"];
  pool?: Matrix["pool"];
  scheduling?: Scheduling[];
  /** Further factors, in every cell beside its own. */
  more?: Record<string, Level[]>;
}

/** A cell as planned: its size may still have to be found. */
export interface PlannedCell {
  workload: string;
  strategy: string;
  workers: number;
  tasks: number;
  n: Size;
  launch?: "bounded" | "all-at-once";
  pool?: "fresh" | "warm";
  scheduling?: Scheduling;
  more?: Record<string, Level>;
}

const matrixDefaults = {
  workers: [1],
  tasks: [1],
  launch: ["bounded"],
  pool: ["fresh"],
  more: {},
} satisfies Partial<Matrix>;

/** A matrix with the usual levels where none are given. */
export function matrix(levels: Partial<Matrix> & Pick<Matrix, "workload" | "strategy" | "n">): Matrix {
  return { ...matrixDefaults, ...levels };
}
