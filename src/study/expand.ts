import { type Level, type VariantFactor, variantFactors } from "../record/schema/factors.js";
import { isExcluded } from "./exclude.js";
import type { Size, TaskCount } from "./file/file-schema.js";
import type { Catalogue, ExperimentDefinition, Matrix, Overrides, PlannedCell } from "./study.js";

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

function override(levels: Matrix, { strategies, sizes, taskMs, more, ...given }: Overrides): Matrix {
  return {
    ...levels,
    ...given,
    strategy: strategies ?? levels.strategy,
    n: sizes ?? levels.n.map((size) => retimed(size, taskMs)),
    more: { ...levels.more, ...more },
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
function tasksLevels(workload: string, n: Size, levels: Matrix, catalogue: Catalogue): TaskCount[] {
  const { division, module } = catalogue.workloads[workload] ?? {};
  if (division === "shares") return [1];
  const own = typeof n === "number" ? module?.tasks?.[n] : undefined;
  return own === undefined ? levels.tasks : [own];
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

type Variant = Pick<PlannedCell, VariantFactor>;

function* strategyCells(
  base: Pick<PlannedCell, "workload" | "strategy" | "n"> & { tasks: TaskCount },
  levels: Matrix,
  catalogue: Catalogue,
): Generator<PlannedCell> {
  const known = catalogue.strategies[base.strategy];
  if (known === undefined) throw new Error(`strategy ${base.strategy} is not in the catalogue`);
  const variants = variantFactors
    .filter((name) => known.factors.includes(name))
    .map((name): [string, readonly Level[]] => [name, levels[name] ?? []])
    .filter(([, given]) => given.length > 0);
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
