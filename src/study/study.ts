import {
  type DeclaredFactor,
  declaredFactors,
  factorNames,
  type Level,
  type LevelOf,
  type UsualFactor,
  type VariantFactor,
} from "../record/schema/factors.js";
import type { FileExperiment, Size, StudyLevel } from "./file/file-schema.js";

type CountedFactor = Exclude<DeclaredFactor, VariantFactor>;

/**
 * Levels of every factor; the cells are their combinations. What a strategy does not know is left out of its cells:
 * `workers` for sequential and event-loop, and every variant that it does not list. A variant without levels is in no
 * cell. `more` has the levels of factors that only some workloads or strategies know.
 */
export type Matrix = { [Name in CountedFactor | UsualFactor]: StudyLevel<Name>[] } & {
  [Name in VariantFactor]?: StudyLevel<Name>[];
} & { more: Record<string, Level[]> };

/**
 * One question: a workload, its factors, and the charts it calls for. Its cells are the union of the combinations of
 * each matrix.
 */
export interface ExperimentDefinition extends Omit<FileExperiment, "matrix" | "exclude"> {
  matrix: Matrix[];
  /** Combinations that are left out of it. */
  exclude?: Exclusion[];
}

/** Levels by factor: a cell is left out where each of these factors has one of these levels in it. */
export type Exclusion = Partial<Matrix>;

/** Command lines that are run around trials, untimed; factors stand in them as `{n}`. */
export type Hooks = NonNullable<FileExperiment["hooks"]>;

/** One or more experiments to record together. */
export interface Study {
  id: string;
  experiments: ExperimentDefinition[];
}

/** What a study needs to know of the strategies and workloads that it names. */
export interface Catalogue {
  strategies: Record<string, { title: string; usesWorkers: boolean; factors: readonly VariantFactor[] }>;
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

/**
 * Levels given on the command line; each replaces that factor's levels in every experiment. Those in `more` are in every
 * cell beside its own.
 */
export interface Overrides extends Partial<Pick<Matrix, "workers" | "tasks" | VariantFactor | "more">> {
  strategies?: string[];
  sizes?: number[];
  /** Takes the place of the time in sizes that are found by calibration. */
  taskMs?: number;
}

/** A cell as planned: its size may still have to be found. */
export type PlannedCell = { [Name in Exclude<CountedFactor, "n">]: LevelOf<Name> } & { n: Size } & {
  [Name in VariantFactor]?: LevelOf<Name>;
} & { more?: Record<string, Level> };

const usualLevels = Object.fromEntries(
  factorNames.flatMap((name) =>
    declaredFactors[name].usual === undefined ? [] : [[name, [declaredFactors[name].usual]]],
  ),
) as Pick<Matrix, UsualFactor>;

/** A matrix with the usual levels where none are given. */
export function matrix(levels: Partial<Matrix> & Pick<Matrix, Exclude<CountedFactor, UsualFactor>>): Matrix {
  return { ...usualLevels, more: {}, ...levels };
}
