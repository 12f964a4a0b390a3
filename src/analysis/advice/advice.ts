import { greatest, group, least } from "d3-array";
import { type CellView, isTimed } from "../cells/cell-view.js";
import { effectiveWorkers } from "../cells/ideal-speed-up.js";
import type { AnalysedExperiment } from "../comparing/analysed-experiment.js";
import { isUndecided, trialsNeeded } from "../comparing/change-words.js";
import type { CellChange } from "../comparing/comparisons.js";
import type { Advice } from "../results/run-analysis.js";
import { nameOf, placeOf } from "./advice-words.js";

type AdviceInput = Pick<AnalysedExperiment, "varying" | "views" | "summaryOf" | "comparisons">;

/** The cells of one size weighed against each other. */
export interface Weighed {
  /** Cells that have times (more than one, where two cells have that), the one of least median, the changes from it. */
  field: CellView[];
  best: CellView;
  rest: CellChange[];
  /** Cells that are not clearly slower than the best, itself among them, and the one of fewest workers. */
  tied: CellView[];
  chosen: CellView;
  /** From the baseline to the chosen cell; absent where it is the baseline. */
  gain: CellChange | undefined;
  /** Cells of one trial that were not weighed. */
  single: number;
  /** No interval anywhere: the chosen is the best. */
  pointValues: boolean;
}

/**
 * Weighs the cells of the largest N of every workload and number of tasks. One trial is no ground for advice: cells
 * of one trial are left out where two have more, and where none has, the least time is only named.
 */
export function weigh({ views, summaryOf, comparisons }: AdviceInput): Weighed[] {
  const medianOf = (view: CellView) => summaryOf(view).medianMs ?? Number.POSITIVE_INFINITY;
  return fieldsOf(views).map((all) => {
    const repeated = all.filter(({ times }) => times.length > 1);
    const field = repeated.length > 1 ? repeated : all;
    const best = least(field, medianOf) as CellView;
    const rest = comparisons.judgeMore(field.filter((view) => view !== best).map((to) => ({ from: best, to })));
    const pointValues = rest.every(({ change }) => change.interval === null);
    const slower = new Set(rest.filter(({ change }) => change.verdict === "slower").map(({ to }) => to));
    const tied = field.filter((view) => !slower.has(view));
    const chosen = pointValues ? best : fewestWorkers(tied, medianOf);
    const gain = comparisons.changes.againstBaseline.find(({ to, change }) => to === chosen && change.ratio !== null);
    return { field, best, rest, tied, chosen, gain, single: all.length - field.length, pointValues };
  });
}

/** The change from the best to the chosen cell, where the trials do not decide it. */
export function undecidedBest({ rest, chosen, pointValues }: Weighed): CellChange | undefined {
  return pointValues ? undefined : rest.find(({ to, change }) => to === chosen && isUndecided(change));
}

/** The advice as the analysis of an experiment gives it, one a size. */
export function adviceOf(input: AdviceInput): Advice[] {
  return weigh(input).map((weighed) => {
    const { chosen, best, tied, field, gain, pointValues } = weighed;
    const open = undecidedBest(weighed);
    return {
      strategy: chosen.factors.strategy,
      workers: chosen.factors.workers,
      text: adviceText(weighed, input),
      key: chosen.key,
      factors: chosen.factors,
      bestKey: best.key,
      tiedKeys: tied.map(({ key }) => key),
      compared: field.length,
      changePercent: gain?.change.changePercent ?? null,
      interval: gain?.change.interval ?? null,
      pointValues,
      blocksToTell: open ? trialsNeeded(open.change) : null,
    };
  });
}

/** "Use 4 workers (thread pool) for 8 tasks", "Stay sequential". */
export function adviceText({ chosen, pointValues }: Weighed, { varying }: Pick<AdviceInput, "varying">): string {
  const name = `${nameOf(chosen, varying)}${placeOf(chosen, varying)}`;
  if (pointValues) return `Least time: ${name}`;
  return `${chosen.factors.strategy === "sequential" ? "Stay" : "Use"} ${name}`;
}

/** Cells that may be weighed against each other: one size, times above the clock's step, two cells or more. */
function fieldsOf(views: readonly CellView[]): CellView[][] {
  const bySize = [...group(views.filter(isTimed), ({ size }) => size).values()].filter((field) => field.length > 1);
  const apartFromN = group(bySize, ([first]) =>
    JSON.stringify([first?.factors.workload, first?.factors.tasks, first?.factors.more?.skew]),
  );
  return [...apartFromN.values()].flatMap((fields) => {
    const largest = greatest(fields, ([first]) => first?.factors.n ?? 0);
    return largest ? [largest] : [];
  });
}

/** Among equal numbers of workers the plain sequential run, then the least time. */
function fewestWorkers(views: readonly CellView[], medianOf: (view: CellView) => number): CellView {
  const cost = ({ factors }: CellView) => effectiveWorkers(factors) - (factors.strategy === "sequential" ? 0.5 : 0);
  return least(views, (a, b) => cost(a) - cost(b) || medianOf(a) - medianOf(b)) as CellView;
}
