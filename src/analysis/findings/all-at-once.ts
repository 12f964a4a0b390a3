import { greatest } from "d3-array";
import { formatBytes } from "../../words/bytes.js";
import { workerWords } from "../../words/number.js";
import { sizeWords, strategyWords } from "../cells/cell-labels.js";
import type { CellView } from "../cells/cell-view.js";
import { changeWords, isUndecided, undecidedWords } from "../comparing/change-words.js";
import type { CellChange } from "../comparing/comparisons.js";
import { type FindingContext, type FindingRule, judged } from "./finding.js";

/** Everything alive at once against only as many as run: time, and memory where it was recorded. */
export const allAtOnce: FindingRule = (context) => {
  const pairs = context.views.flatMap((to) => {
    const from = to.factors.launch === "all-at-once" ? mostWorkersBounded(to, context) : undefined;
    return from ? [{ from, to }] : [];
  });
  return judged(pairs, context).map((entry) => {
    const [bounded, all] = peaksOf(entry, context);
    return {
      text: sentence(entry, context),
      weight: isUndecided(entry.change) ? 37 : 63,
      changes: [entry],
      figures: { boundedPeakPssBytes: bounded, allAtOncePeakPssBytes: all },
    };
  });
};

function mostWorkersBounded({ factors: { strategy }, size }: CellView, { views }: FindingContext) {
  const bounded = views.filter(
    ({ factors, size: own }) =>
      factors.launch === "bounded" &&
      factors.strategy === strategy &&
      own === size &&
      // As many workers as tasks are all at once too.
      factors.workers < (factors.tasks ?? Infinity),
  );
  return greatest(bounded, ({ factors }) => factors.workers);
}

function peaksOf({ from, to }: CellChange, { summaryOf }: FindingContext): [number | null, number | null] {
  return [summaryOf(from).medianPeakPssBytes, summaryOf(to).medianPeakPssBytes];
}

function sentence(entry: CellChange, context: FindingContext): string {
  const { from, to, change } = entry;
  const size = sizeWords(to.factors, context.varying);
  const place = `Starting ${strategyWords(to.factors.strategy)} all at once${size && ` (${size})`}`;
  const other = `at most ${workerWords(from.factors.workers)} at a time`;
  const [less, more] = peaksOf(entry, context);
  const memory = less && more ? ` Memory peaks at ${formatBytes(more)} against ${formatBytes(less)}.` : "";
  if (isUndecided(change)) return `${place} instead of ${other}: there is ${undecidedWords(change)}.${memory}`;
  return `${place} ${changeWords(change, other)}.${memory}`;
}
