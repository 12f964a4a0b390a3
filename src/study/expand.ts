import { type Level, type VariantFactor, variantFactors } from "../record/schema/factors.js";
import { MOST_CELLS } from "../record/schema/run-schema.js";
import { UserError } from "../user-error.js";
import { isCommand } from "./command-line.js";
import type { Size, TaskCount } from "./file/file-schema.js";
import { isOfHosts, meantLevels } from "./runtimes.js";
import type { Catalogue, Exclusion, ExperimentDefinition, Matrix, Overrides, PlannedCell, Study } from "./study.js";

/** Combinations that are gone through at most: what is excluded, or means nothing to a strategy, may leave few cells of them. */
const MOST_COMBINATIONS = 20 * MOST_CELLS;

/** Cells of an experiment: every combination of its levels once, in the order of the definition. */
export function expandExperiment(
  experiment: ExperimentDefinition,
  known: Catalogue,
  overrides: Overrides = {},
): PlannedCell[] {
  const catalogue = withVariants(known, experiment);
  const given = meantFor(experiment, overrides);
  refuseMany(countCombinations(experiment, catalogue, given), MOST_COMBINATIONS, experiment.id);
  const cells = new Map<string, PlannedCell>();
  for (const levels of experiment.matrix) {
    for (const cell of combinations(override(levels, given), catalogue)) {
      const key = JSON.stringify(cell);
      if (!cells.has(key) && !isExcluded(cell, experiment.exclude, catalogue)) cells.set(key, cell);
    }
  }
  return [...cells.values()];
}

/** Programs are their own strategies, and run in no host. */
function ofCommands({ strategies: _, more = {}, ...others }: Overrides): Overrides {
  return { ...others, more: Object.fromEntries(Object.entries(more).filter(([name]) => !isOfHosts(name))) };
}

function meantFor(experiment: ExperimentDefinition, overrides: Overrides): Overrides {
  return isCommand(experiment) ? ofCommands(overrides) : overrides;
}

/**
 * Throws a UserError where a study asks for more combinations than are gone through, by the numbers of its levels alone: before
 * anything is expanded, and before its modules are asked what they are.
 */
export function refuseManyCombinations({ id, experiments }: Study, known: Catalogue, overrides: Overrides): void {
  const combinations = experiments.map((one) =>
    countCombinations(one, withVariants(known, one), meantFor(one, overrides)),
  );
  refuseMany(
    combinations.reduce((sum, count) => sum + count, 0),
    MOST_COMBINATIONS,
    id,
  );
}

/** Throws a UserError where a study has more cells than a run is recorded of. */
export function refuseManyCells(cells: number, study: string): void {
  refuseMany(cells, MOST_CELLS, study);
}

function refuseMany(count: number, most: number, id: string): void {
  if (count <= most) return;
  throw new UserError(`${id} asks for ${count} combinations: at most ${MOST_CELLS} are recorded; give fewer levels`);
}

/** Combinations of the levels, those that are excluded or stand twice included. What is still to be asked counts once. */
function countCombinations({ matrix }: ExperimentDefinition, catalogue: Catalogue, overrides: Overrides): number {
  return matrix.reduce((sum, given) => {
    const levels = override(given, overrides);
    const ways = levels.strategy.map((strategy) => {
      const { factors = [], usesWorkers = true } = catalogue.strategies[strategy] ?? {};
      const variants = factors.map((name) => atLeastOne(levels[name]));
      return product([...variants, usesWorkers ? levels.workers.length : 1]);
    });
    const works = [levels.workload, levels.n, levels.tasks, ...Object.values(levels.more)].map(atLeastOne);
    return sum + product(works) * ways.reduce((all, count) => all + count, 0);
  }, 0);
}

function atLeastOne(levels: readonly unknown[] = []): number {
  return Math.max(1, levels.length);
}

function product(counts: readonly number[]): number {
  return counts.reduce((all, count) => all * count, 1);
}

/** The catalogue with the experiment's variants but those that are versions, each of which uses workers where its line names them. */
function withVariants(known: Catalogue, { variants, versions }: ExperimentDefinition): Catalogue {
  if (variants === undefined || versions !== undefined) return known;
  const own = Object.entries(variants).map(([name, line]) => {
    return [
      name,
      { title: line, usesWorkers: line.includes("{workers}"), startsProcesses: false, factors: [] },
    ] as const;
  });
  return { ...known, strategies: { ...known.strategies, ...Object.fromEntries(own) } };
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

/** A shared job is one task, and a module may make a list of inputs: neither has `tasks` as a factor. */
function tasksLevels(workload: string, n: Size, levels: Matrix, catalogue: Catalogue): TaskCount[] {
  const { division, module } = catalogue.workloads[workload] ?? {};
  if (division === "shares") return [1];
  if (!module?.tasks) return levels.tasks;
  // How many inputs a size makes is asked once the size is found.
  return [typeof n === "number" ? (module.tasks[n] ?? 1) : 1];
}

/** Every combination of the levels of these factors; one empty combination where there are no factors. */
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
    for (const named of levelsOf(Object.entries(levels.more))) {
      const more = meantLevels(named, base, catalogue);
      if (more === null) continue;
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

/** Workers and tasks of a cell, with its variant. */
function counts(given: TaskCount, asked: number, variant: Variant) {
  const tasks = given === "per-worker" ? asked : given;
  if (variant.launch !== "all-at-once") return { tasks, workers: asked, ...variant };
  // A worker for every task, whatever was asked for, leaves nothing to schedule.
  const { scheduling: _, ...started } = variant;
  return { tasks, workers: tasks, ...started };
}

/** Whether an exclusion matches the cell in each factor that it names. It never matches a factor that the strategy ignores. */
function isExcluded(cell: PlannedCell, exclusions: readonly Exclusion[] = [], catalogue: Catalogue): boolean {
  const { workers, ...rest } = cell;
  const own = catalogue.strategies[cell.strategy]?.usesWorkers ? { ...rest, workers } : rest;
  return exclusions.some(({ more = {}, ...factors }) => matches(own, factors) && matches(cell.more ?? {}, more));
}

function matches(cell: object, listed: object): boolean {
  const levels = new Map(Object.entries(cell));
  return Object.entries(listed).every(
    ([factor, excluded]) =>
      excluded === undefined || excluded.some((level: unknown) => sameLevel(level, levels.get(factor))),
  );
}

/** Sizes that are still to be found are objects. */
function sameLevel(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
