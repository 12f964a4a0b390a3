import { group } from "d3-array";
import type { Cell, Experiment } from "../../../record/schema/run-schema.js";
import { median } from "../../../stats/median.js";
import { moreOf } from "../../cells/cell-keys.js";
import type { CellView } from "../../cells/cell-view.js";
import { effectiveWorkers, isUneven } from "../../cells/ideal-speed-up.js";
import type { AnalysedExperiment } from "../../comparing/analysed-experiment.js";
import type { StackReference } from "../../results/stack.js";
import { type TaskTotals, taskTotals } from "./trial-times.js";

/** What the tasks of a cell are when they run alone: medians over the trials of the reference, in ms. */
export interface Work {
  busyMs: number;
  /** CPU, and off the cores without waiting for one; `null` where the platform does not tell. */
  cpuMs: number | null;
  offMs: number | null;
}

type ReferenceInput = Pick<AnalysedExperiment, "views" | "experiment" | "cellOf">;

export interface Reference extends StackReference {
  work: Work;
}

/**
 * Reference for each cell's work: the sequential cell of the same size, else the strategy's own single worker of
 * the same size, else either of them on another number of equal tasks, reckoned a task. Cells without any are missing.
 */
export function referencesOf({ views, experiment, cellOf }: ReferenceInput): Map<CellView, Reference> {
  const alone = views.filter(({ factors }) => effectiveWorkers(factors) === 1 && factors.strategy !== "event-loop");
  const known = alone.flatMap((view) => {
    const work = workOf(cellOf(view));
    return work === null ? [] : [{ view, work }];
  });
  const bySize = group(known, ({ view }) => view.size);
  const byTask = group(known, ({ view }) => taskKey(view));
  const found = new Map<CellView, Reference>();
  for (const view of views) {
    const same = pick(bySize.get(view.size) ?? [], view);
    const other = same || !isScalable(view, experiment) ? undefined : pick(byTask.get(taskKey(view)) ?? [], view);
    const chosen = same ?? other;
    if (chosen === undefined) continue;
    const tasks = same ? 1 : (view.factors.tasks ?? 1) / (chosen.view.factors.tasks ?? 1);
    const kind = chosen.view.factors.strategy === "sequential" ? "sequential" : "own";
    found.set(view, { kind, key: chosen.view.key, scaled: same === undefined, work: times(chosen.work, tasks) });
  }
  return found;
}

interface Alone {
  view: CellView;
  work: Work;
}

/** Sequential where there is one, else the cell's own strategy. */
function pick(candidates: readonly Alone[], { variant }: CellView): Alone | undefined {
  return (
    candidates.find(({ view }) => view.factors.strategy === "sequential") ??
    candidates.find(({ view }) => view.variant === variant)
  );
}

/** Tasks of one size can be reckoned from fewer or more of them; shares and uneven tasks cannot. */
function isScalable({ factors }: CellView, { division }: Experiment): boolean {
  return division === "tasks" && factors.tasks !== undefined && !isUneven(factors);
}

function taskKey({ factors }: CellView): string {
  return JSON.stringify([factors.workload, factors.n, Object.entries(moreOf(factors, "work")).sort()]);
}

function workOf(cell: Cell): Work | null {
  const totals = taskTotals(cell);
  if (totals.length === 0) return null;
  const medianOf = (figure: keyof TaskTotals) => {
    const known = totals.flatMap((one) => one[figure] ?? []);
    return known.length < totals.length ? null : median(known);
  };
  return { busyMs: medianOf("busyMs") as number, cpuMs: medianOf("cpuMs"), offMs: medianOf("offMs") };
}

function times({ busyMs, cpuMs, offMs }: Work, tasks: number): Work {
  return {
    busyMs: busyMs * tasks,
    cpuMs: cpuMs === null ? null : cpuMs * tasks,
    offMs: offMs === null ? null : offMs * tasks,
  };
}
