import { declaredFactors, factorsIn, levelWords, variantFactors } from "../../record/schema/factors.js";
import type { Cell, Experiment, Factors, Trial } from "../../record/schema/run-schema.js";
import { COMMAND, isCommand, meaningfulFactors, refuseSameProgram } from "../../study/command-line.js";
import { expandExperiment, refuseManyCells } from "../../study/expand.js";
import type { FigureDefinition } from "../../study/figures.js";
import { endsOfSeries } from "../../study/series-ends.js";
import type { Catalogue, ExperimentDefinition, Overrides, PlannedCell, Study } from "../../study/study.js";
import { UserError } from "../../user-error.js";
import { withoutHome } from "../processes/environment.js";

/** The cells of one experiment, some of their sizes still to be found. */
export interface PlannedExperiment {
  definition: ExperimentDefinition;
  planned: PlannedCell[];
}

/** A planned cell with its size, and the time that one task of it took alone. */
export interface SizedCell extends PlannedCell {
  n: number;
  taskMs: number;
}

/** One cell of the run with all that planning and executing need. */
export interface RunCell {
  /** Place in the run file. */
  experiment: number;
  cell: number;
  experimentId: string;
  definition: ExperimentDefinition;
  label: string;
  sized: SizedCell;
  factors: Factors;
  /** Whether it is recorded whatever the budget: a baseline, or the end of a series. */
  isKept: boolean;
}

/** Place of a trial in the run. */
export interface Place {
  block: number;
  position: number;
  /** Processors that it is bound to, as Linux lists them. */
  cpus?: string;
}

/**
 * Executes a cell once. `tookMs` is the time that the run spent on it, without what the runner itself needs.
 *
 * @param launcher words of programs that start the measured process, each of which gives way to the next
 */
export type ExecuteCell = (
  cell: RunCell,
  place: Place,
  launcher?: readonly string[],
) => Promise<{ trial: Trial; tookMs: number }>;

/** The cells of a study. Throws a UserError where an experiment has none, where there are too many, and where they differ in nothing. */
export function planCells(study: Study, catalogue: Catalogue, overrides: Overrides): PlannedExperiment[] {
  const experiments = study.experiments.map((definition) => {
    const planned = expandExperiment(definition, catalogue, overrides);
    if (planned.length === 0) throw new UserError(`${definition.id} has no cells left: exclude takes away all of them`);
    refuseSameProgram(definition, overrides);
    return { definition, planned };
  });
  refuseManyCells(
    experiments.reduce((sum, { planned }) => sum + planned.length, 0),
    study.id,
  );
  return experiments;
}

/**
 * The experiments as they stand in a run file before the first trial, and the list of all cells.
 *
 * @param sizes the planned cells of each experiment with their sizes, in the same order
 */
export function layOutCells(
  experiments: readonly PlannedExperiment[],
  sizes: readonly SizedCell[][],
  catalogue: Catalogue,
): { experiments: Experiment[]; cells: RunCell[] } {
  const cells = experiments.flatMap(({ definition, planned }, experiment) => {
    const own = sizes[experiment] ?? [];
    const ends = endsOfSeries(own);
    const factorsOf = recordedFactors(definition, planned);
    const isBaseline = baselinesAmong(planned);
    return own.map((sized, cell): RunCell => {
      const factors = factorsOf(sized);
      const label = cellLabel(factors);
      const place = { experiment, cell, experimentId: definition.id };
      return { ...place, definition, label, sized, factors, isKept: isBaseline(sized) || ends.has(sized) };
    });
  });
  return {
    cells,
    experiments: experiments.map(({ definition, planned }, index) => {
      const own = cells.filter(({ experiment }) => experiment === index);
      return experimentRecord(
        definition,
        planned,
        own.map(({ factors }) => ({ factors, trials: [] })),
        catalogue,
      );
    }),
  };
}

function experimentRecord(
  definition: ExperimentDefinition,
  planned: PlannedCell[],
  cells: Cell[],
  catalogue: Catalogue,
): Experiment {
  const { id, title, question, charts, versions, figures: [figure] = [] } = definition;
  const workloads = workloadsOf(definition, planned, catalogue);
  const shared = planned.some(({ workload }) => catalogue.workloads[workload]?.division === "shares");
  return {
    id,
    title,
    question,
    division: shared ? "shares" : "tasks",
    ...(charts === undefined ? {} : { charts }),
    ...(figure?.better && { figure: { ...figureNames(figure), better: figure.better } }),
    ...(versions === undefined ? {} : { versions }),
    ...(Object.keys(workloads).length === 0 ? {} : { workloads }),
    cells,
  };
}

function figureNames({ name, unit }: FigureDefinition): Pick<FigureDefinition, "name" | "unit"> {
  return { name, ...(unit !== undefined && { unit }) };
}

/** Descriptions of the cells' workloads. What a command is called, and what limits it, stands under one name. */
function workloadsOf(
  { command, title, bound }: ExperimentDefinition,
  planned: readonly PlannedCell[],
  { workloads }: Catalogue,
) {
  const known = [...new Set(planned.map(({ workload }) => workload))].flatMap((name): [string, Workload][] => {
    if (name === COMMAND) return [[name, { title: withoutHome(command ?? title), bound: bound ?? null }]];
    const about = workloads[name];
    return about === undefined ? [] : [[name, { title: about.title, bound: about.bound }]];
  });
  return Object.fromEntries(known);
}

type Workload = NonNullable<Experiment["workloads"]>[string];

/** Gives the factors of a cell in the run file. A command is recorded only with the factors that mean something to it. */
export function recordedFactors(
  definition: ExperimentDefinition,
  planned: readonly PlannedCell[],
): (sized: Omit<SizedCell, "taskMs">) => Factors {
  if (!isCommand(definition)) {
    return (sized) => (definition.unsized ? withoutSize(factorsIn(sized)) : factorsIn(sized));
  }
  const means = meaningfulFactors(definition, planned);
  return (sized) => {
    const { tasks, n, workload, ...rest } = factorsIn(sized);
    return {
      ...rest,
      ...(means.tasks && tasks !== undefined ? { tasks } : {}),
      ...(means.n && n !== undefined ? { n } : {}),
      ...(definition.bound !== undefined && workload !== undefined ? { workload } : {}),
    };
  };
}

function withoutSize({ n: _, ...factors }: Factors): Factors {
  return factors;
}

/** Tells the cells that others are compared with: sequential, or the fewest workers of each strategy where nothing is sequential. */
function baselinesAmong(all: readonly PlannedCell[]): (cell: PlannedCell) => boolean {
  if (all.some(({ strategy }) => strategy === "sequential")) return ({ strategy }) => strategy === "sequential";
  const fewest = new Map<string, number>();
  for (const { strategy, workers } of all) {
    fewest.set(strategy, Math.min(workers, fewest.get(strategy) ?? Number.POSITIVE_INFINITY));
  }
  return ({ strategy, workers }) => workers <= (fewest.get(strategy) ?? workers);
}

/** The cell in words, for progress lines. */
export function cellLabel(factors: Factors): string {
  const { strategy, workers, tasks, n, workload, launch, more = {} } = factors;
  const variants = variantFactors.filter((name) => factors[name] !== declaredFactors[name].usual);
  const words = [
    spaced(strategy),
    launch === "all-at-once" ? undefined : counted("workers", workers),
    ...variants.map((name) => spaced(factors[name])),
    tasks === undefined ? undefined : counted("tasks", tasks),
    spaced(workload),
    n === undefined ? undefined : `n = ${String(n).replace(/\B(?=(?:\d{3})+$)/g, ",")}`,
    ...Object.entries(more).map(([name, level]) => `${name} ${level}`),
  ];
  return words.filter((word) => word !== undefined).join(", ");
}

function spaced(id: string | undefined): string | undefined {
  return id?.replaceAll("-", " ");
}

function counted(name: "workers" | "tasks", count: number): string | undefined {
  return levelWords(declaredFactors[name].words, count, String(count));
}
