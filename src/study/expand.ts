import { isExcluded } from "./exclude.js";
import type { Catalogue, ExperimentDefinition, Level, Matrix, Overrides, PlannedCell, Size } from "./study.js";

/** The cells of an experiment: every combination of its levels once, in the order in which they are written. */
export function expandExperiment(
  experiment: ExperimentDefinition,
  catalogue: Catalogue,
  overrides: Overrides = {},
): PlannedCell[] {
  const cells = new Map<string, PlannedCell>();
  for (const levels of experiment.matrix) {
    for (const cell of combinations(override(levels, overrides), catalogue)) {
      const key = JSON.stringify(cell);
      if (!cells.has(key) && !isExcluded(cell, experiment.exclude, catalogue)) cells.set(key, cell);
    }
  }
  return [...cells.values()];
}

function override(levels: Matrix, given: Overrides): Matrix {
  return {
    ...levels,
    strategy: given.strategies ?? levels.strategy,
    workers: given.workers ?? levels.workers,
    tasks: given.tasks ?? levels.tasks,
    n: given.sizes ?? levels.n.map((size) => retimed(size, given.taskMs)),
    launch: given.launch ?? levels.launch,
    pool: given.pool ?? levels.pool,
    more: { ...levels.more, ...given.more },
  };
}

function retimed(size: Size, taskMs: number | undefined): Size {
  return typeof size === "number" || taskMs === undefined ? size : { taskMs };
}

function* combinations(levels: Matrix, catalogue: Catalogue): Generator<PlannedCell> {
  for (const workload of levels.workload) {
    for (const n of levels.n) {
      for (const tasks of tasksLevels(workload, n, levels, catalogue)) {
        for (const strategy of levels.strategy)
          yield* strategyCells({ workload, strategy, tasks, n }, levels, catalogue);
      }
    }
  }
}

/** One job, however many share it, and a module that makes its own list of inputs: `tasks` is no factor there. */
function tasksLevels(workload: string, n: Size, levels: Matrix, catalogue: Catalogue): number[] {
  const { division, module } = catalogue.workloads[workload] ?? {};
  if (division === "shares") return [1];
  const own = typeof n === "number" ? module?.tasks?.[n] : undefined;
  return own === undefined ? levels.tasks : [own];
}

/** Every combination of the levels of further factors; one empty combination where there are none. */
function* furtherLevels([first, ...rest]: [string, Level[]][]): Generator<Record<string, Level>> {
  if (first === undefined) {
    yield {};
    return;
  }
  const [name, levels] = first;
  for (const level of levels) for (const others of furtherLevels(rest)) yield { [name]: level, ...others };
}

function* strategyCells(
  base: Pick<PlannedCell, "workload" | "strategy" | "tasks" | "n">,
  levels: Matrix,
  catalogue: Catalogue,
): Generator<PlannedCell> {
  const known = catalogue.strategies[base.strategy];
  if (known === undefined) throw new Error(`strategy ${base.strategy} is not in the catalogue`);
  const launches = known.factors.includes("launch") ? levels.launch : [undefined];
  const pools = known.factors.includes("pool") ? levels.pool : [undefined];
  const workersLevels = known.usesWorkers ? levels.workers : [1];
  for (const launch of launches) {
    for (const pool of pools) {
      for (const more of furtherLevels(Object.entries(levels.more))) {
        for (const workers of workersLevels) {
          yield {
            ...base,
            // All at once has as many workers as tasks, whatever was asked for.
            workers: launch === "all-at-once" ? base.tasks : workers,
            ...(launch === undefined ? {} : { launch }),
            ...(pool === undefined ? {} : { pool }),
            ...(Object.keys(more).length === 0 ? {} : { more }),
          };
        }
      }
    }
  }
}
