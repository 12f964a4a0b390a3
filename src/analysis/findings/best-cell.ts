import { type CellView, groupBy } from "../cell-view.js";
import type { CellChange } from "../comparisons.js";
import { effectiveWorkers } from "../ideal.js";
import { hasVariants, isOneThread, sizeWords, variantWords, workerWords } from "../labels.js";
import type { Change } from "../types.js";
import { changeWords, counted, duration, lessOrMore, list, sentenceCase, timesWords, whole } from "../words.js";
import type { FindingContext, FindingRule } from "./finding-context.js";
import { isUndecided, undecidedWords } from "./undecided.js";

/**
 * What to use: the fewest workers in the group that is not clearly worse than the best, for the largest N of every
 * workload and number of tasks. The winner of one lottery is not advice: cells of one trial are left out where two have
 * more, and where none has, the least time is only named.
 */
export const bestCell: FindingRule = (context) =>
  fieldsOf(context).map((all) => {
    const repeated = all.filter(({ times }) => times.length > 1);
    const field = repeated.length > 1 ? repeated : all;
    const best = leastTime(field, context);
    const rest = context.comparisons.judgeMore(
      field.filter((view) => view !== best).map((view) => ({ from: best, to: view })),
    );
    return rest.every(({ change }) => change.interval === null)
      ? nameLeast({ field, best, rest }, context)
      : advise({ field, best, rest, single: all.length - field.length }, context);
  });

interface Field {
  /** Cells of one size that have times, the one of least time, and the changes from it to the others. */
  field: CellView[];
  best: CellView;
  rest: CellChange[];
}

function advise(
  { field, rest, single }: Field & { single: number },
  context: FindingContext,
): ReturnType<FindingRule>[number] {
  const slower = new Set(rest.filter(({ change }) => change.verdict === "slower").map(({ to }) => to));
  const tied = field.filter((view) => !slower.has(view));
  const chosen = fewestWorkers(tied, context);
  const gain = gainOf(chosen, context);
  const others = tied.filter((view) => view !== chosen);
  const sequential = chosen.factors.strategy === "sequential";
  const advice = `${sequential ? "Stay" : "Use"} ${nameOf(chosen, context)}${place(chosen, context)}`;
  const reason = gain ? gainWords(gain, context) : "no cell is clearly faster";
  return {
    text: `${advice}: ${reason}. ${othersWords({ others, compared: field.length }, context)}.${singleWords(single)}`,
    weight: gain && isUndecided(gain.change) ? 56 : 90,
    evidence: {
      changes: [...(gain ? [gain.change] : []), ...rest.map(({ change }) => change)],
      cells: [chosen.key, ...others.map(({ key }) => key)],
      figures: { workers: chosen.factors.workers, tied: tied.length, compared: field.length },
    },
  };
}

/** What else is in the tied group, or how many cells are not. */
function othersWords({ others, compared }: { others: CellView[]; compared: number }, context: FindingContext): string {
  if (others.length > 0) return `Not clearly better: ${namesOf(others, context)}`;
  return compared === 2 ? "The other cell is clearly slower" : `All ${compared - 1} others are clearly slower`;
}

function singleWords(single: number): string {
  return single === 0 ? "" : ` Not weighed: ${counted(single, "cell")} of one trial.`;
}

function nameLeast({ field, best, rest }: Field, context: FindingContext): ReturnType<FindingRule>[number] {
  const gain = gainOf(best, context);
  const [next] = rest
    .filter(({ change }) => change.ratio !== null)
    .sort((a, b) => (a.change.ratio as number) - (b.change.ratio as number));
  const reference = gain ?? next;
  const words = [
    duration(medianOf(best, context)),
    ...(gain ? [`${relative(gain.change)} than ${nameOf(gain.from, context)}`] : []),
    ...(!gain && next ? [`the next, ${nameOf(next.to, context)}, took ${relative(next.change)}`] : []),
  ];
  const text =
    `${sentenceCase(nameOf(best, context))}${place(best, context)} took the least time of ${counted(field.length, "cell")}: ` +
    `${words.join("; ")}. This rests on one trial: there is no interval, and the next run may name another.`;
  const figures = { workers: best.factors.workers, medianMs: medianOf(best, context), compared: field.length };
  return {
    text,
    weight: 60,
    evidence: { changes: reference ? [reference.change] : [], cells: [best.key], figures },
  };
}

function relative({ ratio, changePercent }: Change): string {
  const times = timesWords(ratio as number);
  return `${lessOrMore(changePercent as number)}${times && ` (${times})`}`;
}

/** Cells that may be weighed against each other: one size, times above the clock's step, two cells or more. */
function fieldsOf({ views }: FindingContext): CellView[][] {
  const timed = views.filter(({ times, belowResolution }) => times.length > 0 && !belowResolution);
  const bySize = [...groupBy(timed, ({ size }) => size).values()].filter((field) => field.length > 1);
  const apartFromN = groupBy(bySize, ([first]) =>
    JSON.stringify([first?.factors.workload, first?.factors.tasks, first?.factors.more?.skew]),
  );
  return [...apartFromN.values()].map((fields) =>
    fields.reduce((largest, field) => ((field[0]?.factors.n ?? 0) > (largest[0]?.factors.n ?? 0) ? field : largest)),
  );
}

function leastTime(field: readonly CellView[], context: FindingContext): CellView {
  return field.reduce((best, view) => (medianOf(view, context) < medianOf(best, context) ? view : best));
}

/** Among equal numbers of workers the plain sequential run, then the least time. */
function fewestWorkers(views: readonly CellView[], context: FindingContext): CellView {
  const cost = ({ factors }: CellView) => effectiveWorkers(factors) - (factors.strategy === "sequential" ? 0.5 : 0);
  return views.reduce((least, view) => {
    if (cost(view) !== cost(least)) return cost(view) < cost(least) ? view : least;
    return medianOf(view, context) < medianOf(least, context) ? view : least;
  });
}

function gainOf(view: CellView, { comparisons }: FindingContext): CellChange | undefined {
  return comparisons.changes.againstBaseline.find(({ to, change }) => to === view && change.ratio !== null);
}

function gainWords({ from, change }: CellChange, context: FindingContext): string {
  const other = nameOf(from, context);
  if (isUndecided(change)) return `against ${other} there is ${undecidedWords(change)}`;
  return `it ${changeWords(change, other)}`;
}

/** Names of cells, those of one strategy together: "4, 6 and 8 workers (thread pool)". */
function namesOf(views: readonly CellView[], context: FindingContext): string {
  const groups = groupBy(views, ({ variant }) => variant);
  return [...groups.values()].map((group) => nameOfLine(group as [CellView], context)).join("; ");
}

function nameOf(view: CellView, context: FindingContext): string {
  return nameOfLine([view], context);
}

/** "4 workers", with the strategy where more than one was measured: "4 workers (thread pool)". */
function nameOfLine(line: readonly [CellView, ...CellView[]], { varying }: FindingContext): string {
  const [{ factors }] = line;
  const strategy = variantWords(factors, varying);
  const hasWorkers = varying.includes("workers") && !isOneThread(factors.strategy) && factors.launch !== "all-at-once";
  if (!hasWorkers) return strategy;
  const counts = line.map((view) => whole(view.factors.workers));
  const workers = counts.length === 1 ? workerWords(factors.workers) : `${list(counts)} workers`;
  return hasVariants(varying) ? `${workers} (${strategy})` : workers;
}

/** " for 8 tasks, N = 1,000" where the experiment has more than one size. */
function place({ factors }: CellView, { varying }: FindingContext): string {
  const size = sizeWords(factors, varying);
  return size && ` for ${size}`;
}

function medianOf(view: CellView, { summaryOf }: FindingContext): number {
  return summaryOf(view).medianMs ?? Infinity;
}
