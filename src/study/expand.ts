import type { Catalogue, ExperimentDefinition, Level, Matrix, Overrides, PlannedCell, TaskCount } from "./study.js";

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
      if (!cells.has(key)) cells.set(key, cell);
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
    n: given.sizes ?? levels.n,
  };
}

function* combinations(levels: Matrix, catalogue: Catalogue): Generator<PlannedCell> {
  for (const workload of levels.workload) {
    const shared = catalogue.workloads[workload]?.division === "shares";
    // One job, however many share it: `tasks` is no factor there.
    const tasksLevels = shared ? [1] : levels.tasks;
    for (const n of levels.n) {
      for (const tasks of tasksLevels) {
        for (const strategy of levels.strategy)
          yield* strategyCells({ workload, strategy, tasks, n }, levels, catalogue);
      }
    }
  }
}

/** Every combination of the levels of some factors; one empty combination where there are none. */
function* levelsOf([first, ...rest]: [string, readonly Level[]][]): Generator<Record<string, Level>> {
  if (first === undefined) {
    yield {};
    return;
  }
  const [name, levels] = first;
  for (const level of levels) for (const others of levelsOf(rest)) yield { [name]: level, ...others };
}

type Variant = Pick<PlannedCell, "launch" | "pool" | "scheduling">;

function* strategyCells(
  base: Pick<PlannedCell, "workload" | "strategy" | "n"> & { tasks: TaskCount },
  levels: Matrix,
  catalogue: Catalogue,
): Generator<PlannedCell> {
  const known = catalogue.strategies[base.strategy];
  if (known === undefined) throw new Error(`strategy ${base.strategy} is not in the catalogue`);
  const { launch, pool, scheduling = [] } = levels;
  const variants = Object.entries({ launch, pool, scheduling }).filter(
    ([name, given]) => given.length > 0 && known.factors.some((factor) => factor === name),
  );
  for (const variant of levelsOf(variants)) {
    for (const more of levelsOf(Object.entries(levels.more))) {
      for (const workers of known.usesWorkers ? levels.workers : [1]) {
        yield {
          ...base,
          ...counts(base.tasks, workers, variant),
          ...(Object.keys(more).length === 0 ? {} : { more }),
        };
      }
    }
  }
}

/** Workers and tasks of a cell, with the levels that make the variant of its strategy. */
function counts(given: TaskCount, asked: number, variant: Variant) {
  const tasks = given === "per-worker" ? asked : given;
  if (variant.launch !== "all-at-once") return { tasks, workers: asked, ...variant };
  // All at once has as many workers as tasks, whatever was asked for, and nothing is left to schedule.
  const { scheduling: _, ...started } = variant;
  return { tasks, workers: tasks, ...started };
}
