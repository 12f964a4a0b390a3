/** One level or several; the type of what may stand in a study's matrix. */
type Levels<Level> = Level | readonly Level[];

/** Levels of every factor of a study; numbers may be written as a range such as `"1..8"`. */
export interface MatrixDefinition {
  /** Id of a workload; left out where the work is a module or command of yours. */
  workload?: Levels<string>;
  /** Id of a strategy; left out where the work is a command. */
  strategy?: Levels<string>;
  workers?: Levels<number> | string;
  tasks?: Levels<number | "per-worker"> | string;
  /** Sizes, or the time that a task of the size shall take alone. */
  n?: Levels<number | { taskMs: number }> | string;
  launch?: Levels<"bounded" | "all-at-once">;
  pool?: Levels<"fresh" | "warm">;
  scheduling?: Levels<"next-free" | "rounds" | "static-chunks">;
  more?: Record<string, Levels<string | number | boolean>>;
}

/** A study as a person writes it, in a file or in a program. */
export interface StudyDefinition {
  id: string;
  /** Repeat until this time is used up, such as `"5m"`; or `blocks`, how often. */
  budget?: string;
  blocks?: number;
  /** Repeat until every interval against a baseline is this narrow either way, such as `"2%"`, or the budget ends. */
  precision?: string;
  timeout?: string;
  experiments: readonly {
    id: string;
    title: string;
    question: string;
    charts?: readonly string[];
    /** Path of a module that exports `task(input)`, from the folder of the study file. */
    module?: string;
    /** A program with its arguments, and `{workers}`, `{n}`, `{tasks}` in them. */
    command?: string;
    shell?: boolean;
    bound?: "cpu" | "io" | "wait";
    hooks?: { setup?: string; prepare?: string; cleanup?: string };
    matrix: readonly MatrixDefinition[];
    exclude?: readonly MatrixDefinition[];
  }[];
}

/** Gives a study its type in an editor; it is checked when it is run. */
export function defineStudy(study: StudyDefinition): StudyDefinition {
  return study;
}
