import { greatest, group, least } from "d3-array";
import { type CellView, isTimed } from "../cells/cell-view.js";
import { byCost } from "../cells/costs.js";
import { effectiveWorkers } from "../cells/ideal-speed-up.js";
import type { AnalysedExperiment } from "../comparing/analysed-experiment.js";
import type { CellChange } from "../comparing/comparisons.js";
import { tPValueOf } from "../comparing/estimate.js";
import { asCost, signOf } from "../comparing/figure-cost.js";
import { gainOf } from "./gain.js";

export type AdviceInput = Pick<
  AnalysedExperiment,
  "varying" | "views" | "summaryOf" | "comparisons" | "baselines" | "interleaved"
>;

/** A cell is clearly slower than the best if it is decided to be, at this level whichever cell the data made the best. */
const CLEAR = 0.05;
/** Further factors whose levels are weighed each by itself: one is no better a choice than another. */
const APART = ["skew", "cores", "cpu-quota"];

/** The cells of one size weighed against each other. */
export interface Weighed {
  /** Cells that have times (more than one, where a cell has that), the one of least median, the decisions from it. */
  field: CellView[];
  best: CellView;
  rest: CellChange[];
  /** Cells that are not clearly slower than the best, itself among them, in reading order. */
  tied: CellView[];
  /** Those of them that need the fewest workers: one, or several ways of equal workers, cheapest first. */
  named: [CellView, ...CellView[]];
  /** Whether memory or CPU time put them in that order. */
  isByCost: boolean;
  /** From the baseline to the named cells; absent where it is one of them, or has no time. */
  gain: CellChange | undefined;
  /** Cells of one trial that were not weighed. */
  single: number;
  /** No interval anywhere: the one of least median is named. */
  pointValues: boolean;
}

/**
 * Weighs the cells of the largest N of every workload and number of tasks. One trial is no ground for advice: cells
 * of one trial are left out where others have more, and where none has, the least time is only named.
 */
export function weigh(input: AdviceInput): Weighed[] {
  const { views, summaryOf, comparisons } = input;
  const medianOf = (view: CellView) => {
    const { medianMs } = summaryOf(view);
    return medianMs === null ? Number.POSITIVE_INFINITY : asCost(medianMs, view.measure);
  };
  return fieldsOf(views).flatMap((all) => {
    const repeated = all.filter(({ times }) => times.length > 1);
    const field = repeated.length > 0 ? repeated : all;
    if (field.length < 2) return [];
    const best = least(field, medianOf) as CellView;
    const rest = field.filter((view) => view !== best).map((to) => comparisons.decide(best, to));
    const pointValues = rest.every(({ change }) => change.interval === null);
    const slower = [...clearlySlower(rest, field.length, input), ...beatenBaselines(field, input)];
    const tied = field.filter((view) => !slower.includes(view));
    const { ordered, isKnown } = byCost(pointValues ? [best] : fewestWorkers(tied, field, input), summaryOf);
    const named = ordered as Weighed["named"];
    const gain = gainOf(named, input);
    return [
      { field, best, rest, tied, named, isByCost: isKnown, gain, single: all.length - field.length, pointValues },
    ];
  });
}

/**
 * Decided, and not by the luck of the pick: the best of several is so good in part by chance, and any cell could have been
 * the best. So the pair must also pass a t test that is corrected (Bonferroni) for every pair of the field.
 */
function clearlySlower(rest: readonly CellChange[], cells: number, { interleaved }: AdviceInput): CellView[] {
  const pOf = tPValueOf(interleaved);
  const pairs = (cells * (cells - 1)) / 2;
  return rest
    .filter(({ from, to, change }) => change.verdict === "slower" && (pOf(from, to) ?? 1) * pairs <= CLEAR)
    .map(({ to }) => to);
}

/** Baselines that the page's tables show to be slower than some cell of the field: nobody is told to stay with one. */
function beatenBaselines(field: readonly CellView[], { baselines, comparisons }: AdviceInput): CellView[] {
  const isBeatenBy = (view: CellView) => {
    const baseline = baselines.get(view)?.baseline;
    if (baseline === undefined || baseline === view || !field.includes(baseline)) return [];
    return comparisons.decide(baseline, view).change.verdict === "faster" ? baseline : [];
  };
  return [...new Set(field.flatMap(isBeatenBy))];
}

/**
 * Cells that may be weighed against each other: two or more of one size. Where a time of the size is below the clock's
 * step, the shortest is not known.
 */
function fieldsOf(views: readonly CellView[]): CellView[][] {
  const bySize = [...group(views, ({ size }) => size).values()]
    .filter((field) => !field.some(({ belowResolution }) => belowResolution))
    .map((field) => field.filter(isTimed))
    .filter((field) => field.length > 1);
  const apartFromN = group(bySize, ([first]) =>
    JSON.stringify([
      first?.factors.workload,
      first?.factors.tasks,
      ...APART.map((name) => first?.factors.more?.[name]),
    ]),
  );
  return [...apartFromN.values()].flatMap((fields) => {
    const largest = greatest(fields, ([first]) => first?.factors.n ?? 0);
    return largest ? [largest] : [];
  });
}

/**
 * Of the tied cells all those of the fewest workers. Where the baseline was weighed and is not among them, the fewest with
 * which every tied cell is shown to be faster than it, else some cell is. The plain sequential run needs no worker.
 */
function fewestWorkers(
  tied: readonly CellView[],
  field: readonly CellView[],
  { baselines, comparisons }: AdviceInput,
): CellView[] {
  const isFaster = (view: CellView) => {
    const baseline = baselines.get(view)?.baseline ?? view;
    const isSlower = field.includes(baseline) && !tied.includes(baseline);
    return !isSlower || comparisons.decide(baseline, view).change.verdict === "faster";
  };
  const counts = [...group(tied, workersNeeded)].toSorted(([a], [b]) => a - b).map(([, views]) => views);
  const some = counts.find((views) => views.every(isFaster)) ?? counts.find((views) => views.some(isFaster));
  return some ?? (counts[0] as CellView[]);
}

function workersNeeded({ factors }: CellView): number {
  return effectiveWorkers(factors) - (factors.strategy === "sequential" ? 0.5 : 0);
}

/**
 * Tied cells that are decided to be faster or slower than a named one, as a table may show: the advice does not follow, for
 * the difference does not hold once more, corrected for every pair that could have been the one.
 */
export function decidedTies(
  { tied, named }: Weighed,
  { comparisons }: Pick<AdviceInput, "comparisons">,
  verdict: "faster" | "slower",
): CellView[] {
  // Of large sizes the family has not every pair, and a pair outside it is shown nowhere.
  const isDecided = (to: CellView) =>
    named.some((from) => comparisons.isMember(from, to) && comparisons.decide(from, to).change.verdict === verdict);
  return tied.filter((view) => !named.includes(view) && isDecided(view));
}

/** Whether `to` may be better for all that the trials tell: nothing is decided, and the interval reaches to that side. */
export function mayBeBetter(from: CellView, to: CellView, { comparisons }: Pick<AdviceInput, "comparisons">): boolean {
  const { verdict, interval, measure } = comparisons.decide(from, to).change;
  return verdict === "inconclusive" && (interval ?? []).some((end) => signOf(measure) * end < 0);
}

/** Whether tables and sentences decide between ways that the advice names together. */
export function areApart(named: readonly CellView[], { comparisons }: Pick<AdviceInput, "comparisons">): boolean {
  return named.some((from) =>
    named.some((to) => comparisons.isMember(from, to) && comparisons.decide(from, to).change.verdict === "slower"),
  );
}

/** The decision from the best to a named cell that the trials leave open. */
export function undecidedBest({ rest, named, pointValues }: Weighed): CellChange | undefined {
  if (pointValues) return undefined;
  return rest.find(
    ({ to, change }) => named.includes(to) && change.verdict === "inconclusive" && change.interval !== null,
  );
}
