import { group } from "d3-array";
import type { Experiment } from "../../record/schema/run-schema.js";
import { moreOf } from "../cells/cell-keys.js";
import { isOneThread } from "../cells/cell-labels.js";
import type { CellView } from "../cells/cell-view.js";
import { effectiveWorkers } from "../cells/ideal-speed-up.js";
import type { Baselines } from "../comparing/pairs.js";

/** Cells of one strategy that differ in workers alone, or in workers and the tasks that grow with them. */
export interface ScalingLine {
  kind: "strong" | "weak";
  /** By ascending workers, one a count, each with a time; at least one. */
  cells: readonly [CellView, ...CellView[]];
  /** What speed-ups are against: the sequential cell of the same size, else the line's own single worker. */
  reference: { kind: "sequential" | "own"; view: CellView } | null;
}

/** The lines of an experiment, in reading order; strategies on one thread have none. */
export function scalingLines(
  ordered: readonly CellView[],
  { division }: Pick<Experiment, "division">,
  baselines: ReadonlyMap<CellView, Baselines>,
): ScalingLine[] {
  const timed = ordered.filter(
    ({ factors, times, belowResolution }) => !isOneThread(factors.strategy) && times.length > 0 && !belowResolution,
  );
  const sameWork = group(timed, ({ variant, factors }) => {
    const { workload, n } = factors;
    return JSON.stringify([variant, workload, n, Object.entries(moreOf(factors, "work")).sort()]);
  });
  return [...sameWork.values()].flatMap((views) =>
    isWeak(views, division) ? [weakLine(views)] : strongLines(views, baselines),
  );
}

function isWeak(views: readonly CellView[], division: Experiment["division"]): boolean {
  if (division === "shares" || views.length < 2) return false;
  return views.every(({ factors }) => factors.tasks === factors.workers && factors.launch !== "all-at-once");
}

/** Against the line's fewest workers: a sequential cell of another number of tasks is other work. */
function weakLine(views: readonly CellView[]): ScalingLine {
  const cells = byWorkers(views);
  const [first] = cells;
  return { kind: "weak", cells, reference: workersOf(first) === 1 ? { kind: "own", view: first } : null };
}

function strongLines(views: readonly CellView[], baselines: ReadonlyMap<CellView, Baselines>): ScalingLine[] {
  return [...group(views, ({ size }) => size).values()].map((sameSize) => {
    const cells = byWorkers(sameSize);
    const { sequential, ownSingle } = baselines.get(cells[0]) as Baselines;
    const usable = (view: CellView | undefined) => view && view.times.length > 0 && !view.belowResolution;
    if (sequential && usable(sequential))
      return { kind: "strong", cells, reference: { kind: "sequential", view: sequential } };
    if (ownSingle && usable(ownSingle)) return { kind: "strong", cells, reference: { kind: "own", view: ownSingle } };
    return { kind: "strong", cells, reference: null };
  });
}

/** One cell a worker count, the fewest first. */
function byWorkers(views: readonly CellView[]): [CellView, ...CellView[]] {
  const ordered = views.toSorted((a, b) => workersOf(a) - workersOf(b));
  return ordered.filter(
    (view, index) => index === 0 || workersOf(view) !== workersOf(ordered[index - 1] as CellView),
  ) as [CellView, ...CellView[]];
}

function workersOf({ factors }: CellView): number {
  return effectiveWorkers(factors);
}
