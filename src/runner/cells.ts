import type { Cell, Experiment, Factors } from "../record/schema.js";
import { expandExperiment } from "../study/expand.js";
import type { Catalogue, ExperimentDefinition, Overrides, PlannedCell, Study } from "../study/study.js";
import type { Calibrator, SizedCell } from "./calibrate.js";

/** One cell of the run with all that executing and planning need. */
export interface RunCell {
  /** Place in the run file. */
  experiment: number;
  cell: number;
  experimentId: string;
  label: string;
  sized: SizedCell;
  factors: Factors;
  isBaseline: boolean;
}

/** The experiments of a study as they stand in a run file before the first trial, and the list of all cells. */
export async function layOutCells(
  study: Study,
  catalogue: Catalogue,
  overrides: Overrides,
  calibrator: Calibrator,
): Promise<{ experiments: Experiment[]; cells: RunCell[] }> {
  const experiments: Experiment[] = [];
  const cells: RunCell[] = [];
  for (const [index, definition] of study.experiments.entries()) {
    const planned = expandExperiment(definition, catalogue, overrides);
    const kept: Cell[] = [];
    for (const plan of planned) {
      const sized = await calibrator.size(definition.id, plan);
      const factors = cellFactors(sized);
      cells.push({
        experiment: index,
        cell: kept.length,
        experimentId: definition.id,
        label: cellLabel(factors),
        sized,
        factors,
        isBaseline: isBaseline(plan, planned),
      });
      kept.push({ factors, trials: [] });
    }
    experiments.push(experimentRecord(definition, planned, kept, catalogue));
  }
  return { experiments, cells };
}

function experimentRecord(
  { id, title, question, charts }: ExperimentDefinition,
  planned: PlannedCell[],
  cells: Cell[],
  catalogue: Catalogue,
): Experiment {
  const used = [...new Set(planned.map((cell) => cell.workload))];
  const workloads = Object.fromEntries(
    used.flatMap((name) => {
      const known = catalogue.workloads[name];
      return known === undefined ? [] : [[name, { title: known.title, bound: known.bound }]];
    }),
  );
  const shared = used.some((name) => catalogue.workloads[name]?.division === "shares");
  return {
    id,
    title,
    question,
    division: shared ? "shares" : "tasks",
    ...(charts === undefined ? {} : { charts }),
    workloads,
    cells,
  };
}

function cellFactors({ strategy, workers, tasks, n, workload, launch, pool, scheduling, more }: SizedCell): Factors {
  return {
    strategy,
    workers,
    tasks,
    n,
    workload,
    ...(launch === undefined ? {} : { launch }),
    ...(pool === undefined ? {} : { pool }),
    ...(scheduling === undefined ? {} : { scheduling }),
    ...(more === undefined ? {} : { more }),
  };
}

/** A cell that others are compared with: sequential, or the fewest workers where nothing is sequential. */
function isBaseline(cell: PlannedCell, all: PlannedCell[]): boolean {
  if (all.some((other) => other.strategy === "sequential")) return cell.strategy === "sequential";
  return all.every((other) => other.strategy !== cell.strategy || other.workers >= cell.workers);
}

/** The cell in words, for progress lines. */
export function cellLabel({
  strategy,
  workers,
  tasks,
  n,
  workload,
  launch,
  pool,
  scheduling,
  more = {},
}: Factors): string {
  const words = [
    strategy.replaceAll("-", " "),
    launch === "all-at-once" ? "all at once" : counted(workers, "worker"),
    pool === "warm" ? "warm" : undefined,
    scheduling?.replaceAll("-", " "),
    tasks === undefined ? undefined : counted(tasks, "task"),
    workload?.replaceAll("-", " "),
    n === undefined ? undefined : `n = ${n.toLocaleString("en-US")}`,
    ...Object.entries(more).map(([name, level]) => `${name} ${level}`),
  ];
  return words.filter((word) => word !== undefined).join(", ");
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}
