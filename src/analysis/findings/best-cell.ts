import { type CellView, groupBy } from "../cell-view.js";
import type { CellChange } from "../comparisons.js";
import { effectiveWorkers } from "../ideal.js";
import { isOneThread, sizeWords, variantWords, workerWords } from "../labels.js";
import type { Change } from "../types.js";
import { changeWords, counted, duration, lessOrMore, list, sentenceCase, timesWords } from "../words.js";
import type { FindingContext, FindingRule } from "./finding-context.js";

/**
 * What to use: the fewest workers in the group that is not clearly worse than the best, for the largest N of every
 * workload and number of tasks. The winner of one lottery is not advice, so without intervals it is only named.
 */
export const bestCell: FindingRule = (context) =>
  fieldsOf(context).map((field) => {
    const best = leastTime(field, context);
    const rest = context.comparisons.judgeMore(
      field.filter((view) => view !== best).map((view) => ({ from: best, to: view })),
    );
    return rest.every(({ change }) => change.interval === null)
      ? nameLeast({ field, best, rest }, context)
      : advise({ field, best, rest }, context);
  });

interface Field {
  /** Cells of one size that have times, the one of least time, and the changes from it to the others. */
  field: CellView[];
  best: CellView;
  rest: CellChange[];
}

function advise({ field, best, rest }: Field, context: FindingContext) {
  const tied = rest.filter(({ change }) => change.verdict !== "slower");
  const chosen = fewestWorkers([best, ...tied.map(({ to }) => to)], context);
  const gain = gainOf(chosen, context);
  const others = [best, ...tied.map(({ to }) => to)].filter((view) => view !== chosen);
  const parts = [
    `${opening(chosen, context)}: ${gain ? gainWords(gain) : "it is the baseline, and no cell is clearly faster"}.`,
    others.length > 0
      ? `Not clearly better: ${list(others.map((view) => nameOf(view, context)))}.`
      : `All ${counted(field.length - 1, "other cell")} of this size are clearly slower.`,
  ];
  return {
    text: parts.join(" "),
    weight: gain && gain.change.verdict === "inconclusive" ? 56 : 90,
    evidence: {
      changes: [...(gain ? [gain.change] : []), ...rest.map(({ change }) => change)],
      cells: [chosen.key, ...others.map(({ key }) => key)],
      figures: { workers: chosen.factors.workers, tied: tied.length + 1, compared: field.length },
    },
  };
}

function nameLeast({ field, best, rest }: Field, context: FindingContext) {
  const gain = gainOf(best, context);
  const ms = medianOf(best, context);
  const [next] = rest.toSorted((a, b) => (a.change.ratio ?? Infinity) - (b.change.ratio ?? Infinity));
  const against = gain
    ? `${relative(gain.change)} than ${nameOf(gain.from, context)}`
    : `the next, ${next && nameOf(next.to, context)}, took ${next && relative(next.change)}`;
  const text =
    `${sentenceCase(nameOf(best, context))}${place(best, context)} took the least time of ${counted(field.length, "cell")}: ` +
    `${duration(ms)}; ${against}. One trial each, so there is no interval, and the next run may name another.`;
  const figures = { workers: best.factors.workers, medianMs: ms, compared: field.length };
  return { text, weight: 60, evidence: { changes: gain ? [gain.change] : [], cells: [best.key], figures } };
}

function relative({ ratio, changePercent }: Change): string {
  const times = timesWords(ratio as number);
  return `${lessOrMore(changePercent as number)}${times && ` (${times})`}`;
}

/** Cells that may be weighed against each other: one size, times above the clock's step, two cells or more. */
function fieldsOf({ views }: FindingContext): CellView[][] {
  const timed = views.filter(({ times, belowResolution }) => times.length > 0 && !belowResolution);
  const bySize = [...groupBy(timed, ({ size }) => size).values()].filter((field) => field.length > 1);
  const apartFromN = groupBy(bySize, ([first]) => JSON.stringify([first?.factors.workload, first?.factors.tasks]));
  return [...apartFromN.values()].map((fields) =>
    fields.reduce((largest, field) => ((field[0]?.factors.n ?? 0) > (largest[0]?.factors.n ?? 0) ? field : largest)),
  );
}

function leastTime(field: readonly CellView[], context: FindingContext): CellView {
  return field.reduce((best, view) => (medianOf(view, context) < medianOf(best, context) ? view : best));
}

function fewestWorkers(views: readonly CellView[], context: FindingContext): CellView {
  const cost = (view: CellView) => effectiveWorkers(view.factors);
  return views.reduce((least, view) => {
    if (cost(view) !== cost(least)) return cost(view) < cost(least) ? view : least;
    return medianOf(view, context) < medianOf(least, context) ? view : least;
  });
}

function gainOf(view: CellView, { comparisons }: FindingContext): CellChange | undefined {
  return comparisons.changes.againstBaseline.find(({ to, change }) => to === view && change.ratio !== null);
}

function gainWords({ from, change }: CellChange): string {
  const words = `it ${changeWords(change, from.label)}`;
  return change.verdict === "inconclusive" ? `${words}, which is not enough evidence of a change` : words;
}

function opening(view: CellView, context: FindingContext): string {
  if (view.factors.strategy === "sequential") return `Stay sequential${place(view, context)}`;
  return `Use ${nameOf(view, context)}${place(view, context)}`;
}

/** "4 workers", with the strategy where more than one was measured: "4 workers (thread pool)". */
function nameOf({ factors }: CellView, { varying }: FindingContext): string {
  const strategy = variantWords(factors, varying);
  if (isOneThread(factors.strategy) || !varying.includes("workers") || factors.launch === "all-at-once")
    return strategy;
  const words = workerWords(factors.workers);
  const one = !["strategy", "launch", "pool", "more"].some((name) => varying.some((other) => other === name));
  return one ? words : `${words} (${strategy})`;
}

/** " for 8 tasks, N = 1,000" where the experiment has more than one size. */
function place({ factors }: CellView, { varying }: FindingContext): string {
  const size = sizeWords(factors, varying);
  return size && ` for ${size}`;
}

function medianOf(view: CellView, { summaryOf }: FindingContext): number {
  return summaryOf(view).medianMs ?? Infinity;
}
