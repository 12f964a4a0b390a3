import {
  type DeclaredFactor,
  type Level,
  type LevelOf,
  type UsualFactor,
  usualLevels,
  type VariantFactor,
} from "../record/schema/factors.js";
import type { FileExperiment, Size, StudyLevel } from "./file/file-schema.js";

type CountedFactor = Exclude<DeclaredFactor, VariantFactor>;

/**
 * Levels of every factor; the cells are their combinations. A cell has no `workers` where its strategy does not use
 * them, and no variant that the strategy does not list or that has no levels. `more` is for further factors.
 */
export type Matrix = { [Name in CountedFactor | UsualFactor]: StudyLevel<Name>[] } & {
  [Name in VariantFactor]?: StudyLevel<Name>[];
} & { more: Record<string, Level[]> };

/** Names of two versions of one program, each a level of `more.version`, and of the twin of the first. */
export interface Versions {
  before: string;
  after: string;
  twin?: string;
  /** Both run at once, each on its half of the processors. */
  sideBySide?: true;
}

/** One question. Its cells are the union of the combinations of each matrix. */
export interface ExperimentDefinition extends Omit<FileExperiment, "matrix" | "exclude" | "twin" | "sideBySide"> {
  matrix: Matrix[];
  exclude?: Exclusion[];
  /** Two versions of one program, whose cells differ in the level of `more.version`. */
  versions?: Versions;
  /** Size means nothing to this work: n is no factor of its cells. */
  unsized?: boolean;
}

/** Levels by factor; a cell is left out where each of these factors has one of its levels here. */
export type Exclusion = Partial<Matrix>;

/** Command lines that are run around trials, untimed; factors stand in them as `{n}`. */
export type Hooks = NonNullable<FileExperiment["hooks"]>;

/** One or more experiments to record together. */
export interface Study {
  id: string;
  experiments: ExperimentDefinition[];
}

/** Strategies and workloads that a study may name, by id. */
export interface Catalogue {
  strategies: Record<
    string,
    {
      title: string;
      usesWorkers: boolean;
      /** Whether its workers are processes. */
      startsProcesses: boolean;
      factors: readonly VariantFactor[];
    }
  >;
  /** Runtimes that the study names besides Node's: what their hosts have. */
  runtimes?: Record<string, RuntimeAbilities>;
  workloads: Record<
    string,
    {
      title: string;
      /** `null`: not known. */
      bound: "cpu" | "io" | "wait" | null;
      division: "tasks" | "shares";
      unit: string;
      defaultN: number;
      msPerUnit: number;
      /** Absent for built-in workloads. */
      module?: OwnModule;
      /** Time grows as n to this power; absent: 1. */
      order?: number;
    }
  >;
}

/** What a host in another language has: ids of strategies and built-in workloads, ways to start processes. */
export interface RuntimeAbilities {
  strategies: readonly string[];
  workloads: readonly string[];
  startMethods: readonly string[];
}

/** A user's module that is the work. */
export interface OwnModule {
  /** The runtime that loads it; absent: Node. */
  runtime?: string;
  /** `file:` URL for workers to import; of two versions that of the first. */
  url: string;
  /** Two versions and the twin by their names. */
  versions?: Record<string, Pick<OwnModule, "url" | "imported">>;
  /** Number of tasks by size where the module makes a list of inputs; null where tasks are a factor. */
  tasks: Record<number, number> | null;
  /** Its own files by their paths, and packages, that loading it brought in; absent where its host does not say. */
  imported?: { files: readonly string[]; packages: readonly { name: string; version: string }[] };
}

/**
 * Levels given on the command line; each replaces the levels of its factor in every experiment, while those in `more`
 * are added. The names of the fields are part of the hash of a study.
 */
export interface Overrides extends Partial<Pick<Matrix, "workers" | "tasks" | VariantFactor | "more">> {
  strategies?: string[];
  sizes?: number[];
  /** Replaces the time in sizes that calibration finds. */
  taskMs?: number;
}

/** A cell whose size may still have to be found. */
export type PlannedCell = { [Name in Exclude<CountedFactor, "n">]: LevelOf<Name> } & { n: Size } & {
  [Name in VariantFactor]?: LevelOf<Name>;
} & { more?: Record<string, Level> };

/** The levels, with the usual ones where none are given. */
export function matrix(levels: Partial<Matrix> & Pick<Matrix, Exclude<CountedFactor, UsualFactor>>): Matrix {
  const usual = Object.entries(usualLevels).map(([name, level]) => [name, [level]]);
  return { ...(Object.fromEntries(usual) as Pick<Matrix, UsualFactor>), more: {}, ...levels };
}
