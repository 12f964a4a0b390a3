import { group } from "d3-array";
import { moreOf } from "../cells/cell-keys.js";
import { isOneThread } from "../cells/cell-labels.js";
import { type CellView, isTimed } from "../cells/cell-view.js";
import { effectiveWorkers } from "../cells/ideal-speed-up.js";
import type { AnalysedExperiment } from "../comparing/analysed-experiment.js";
import { type Baselines, onePerCount } from "../comparing/pairs.js";

/** Cells of one strategy that differ in workers alone, or in workers and the tasks that grow with them. */
export interface ScalingLine {
  kind: "strong" | "weak";
  /** By ascending workers, one a count, each with a time; at least one. */
  cells: readonly [CellView, ...CellView[]];
  /** Base of the speed-ups: the sequential cell of the same size, else the line's own single worker. */
  reference: { kind: "sequential" | "own"; view: CellView } | null;
}

type LineInput = Pick<AnalysedExperiment, "views" | "experiment" | "baselines">;

/** The lines of an experiment, in reading order; strategies on one thread have none. */
export function scalingLines({ views, experiment, baselines }: LineInput): ScalingLine[] {
  const timed = views.filter((view) => !isOneThread(view.factors.strategy) && isTimed(view));
  return [...group(timed, workKey).values()].flatMap((cells) => {
    if (experiment.division === "tasks" && isWeak(cells)) return weakLine(cells);
    return [...group(cells, ({ size }) => size).values()].map((sameSize) => strongLine(sameSize, baselines));
  });
}

function workKey({ variant, factors }: CellView): string {
  return JSON.stringify([variant, factors.workload, factors.n, Object.entries(moreOf(factors, "work")).sort()]);
}

function isWeak(cells: readonly CellView[]): boolean {
  const grows = ({ factors }: CellView) => factors.tasks === factors.workers && factors.launch !== "all-at-once";
  return cells.length > 1 && cells.every(grows);
}

/** Against the line's fewest workers: a sequential cell of another number of tasks is other work. */
function weakLine(group: readonly CellView[]): ScalingLine {
  const cells = byWorkers(group);
  const [first] = cells;
  const isSingle = effectiveWorkers(first.factors) === 1;
  return { kind: "weak", cells, reference: isSingle ? { kind: "own", view: first } : null };
}

function strongLine(group: readonly CellView[], baselines: LineInput["baselines"]): ScalingLine {
  const cells = byWorkers(group);
  const { sequential, ownSingle } = baselines.get(cells[0]) as Baselines;
  if (sequential && isTimed(sequential))
    return { kind: "strong", cells, reference: { kind: "sequential", view: sequential } };
  const own = ownSingle && isTimed(ownSingle) ? ({ kind: "own", view: ownSingle } as const) : null;
  return { kind: "strong", cells, reference: own };
}

/** One cell a worker count, the fewest first. */
function byWorkers(group: readonly CellView[]): [CellView, ...CellView[]] {
  const workersOf = ({ factors }: CellView) => effectiveWorkers(factors);
  const ordered = group.toSorted((a, b) => workersOf(a) - workersOf(b));
  return onePerCount(ordered, workersOf) as [CellView, ...CellView[]];
}
