import { formatBytes } from "../../words/bytes.js";
import { sizeWords, strategyWords, workerWords } from "../cells/cell-labels.js";
import type { CellView } from "../cells/cell-view.js";
import { changeWords } from "../comparing/change-words.js";
import type { CellChange } from "../comparing/comparisons.js";
import { isUndecided, undecidedWords } from "../comparing/undecided.js";
import type { FindingContext, FindingRule } from "./finding-context.js";

/** Everything alive at once against only as many as run: time, and memory where it was recorded. */
export const allAtOnce: FindingRule = (context) => {
  const pairs = context.views.flatMap((to) => {
    const from = to.factors.launch === "all-at-once" ? mostWorkersBounded(to, context) : undefined;
    return from ? [{ from, to }] : [];
  });
  return context.comparisons
    .judgeMore(pairs)
    .filter(({ change }) => change.ratio !== null)
    .map((entry) => ({
      text: sentence(entry, context),
      weight: isUndecided(entry.change) ? 37 : 63,
      evidence: {
        changes: [entry.change],
        cells: [entry.from.key, entry.to.key],
        figures: {
          boundedPeakPssBytes: context.summaryOf(entry.from).medianPeakPssBytes,
          allAtOncePeakPssBytes: context.summaryOf(entry.to).medianPeakPssBytes,
        },
      },
    }));
};

function mostWorkersBounded(view: CellView, { views }: FindingContext): CellView | undefined {
  const bounded = views.filter(
    ({ factors, size }) =>
      factors.launch === "bounded" &&
      factors.strategy === view.factors.strategy &&
      size === view.size &&
      // As many workers as tasks are all at once too.
      factors.workers < (factors.tasks ?? Infinity),
  );
  return bounded.reduce<CellView | undefined>(
    (most, other) => (most && most.factors.workers >= other.factors.workers ? most : other),
    undefined,
  );
}

function sentence({ from, to, change }: CellChange, context: FindingContext): string {
  const size = sizeWords(to.factors, context.varying);
  const place = `Starting ${strategyWords(to.factors.strategy)} all at once${size && ` (${size})`}`;
  const other = `at most ${workerWords(from.factors.workers)} at a time`;
  const [less, more] = [context.summaryOf(from).medianPeakPssBytes, context.summaryOf(to).medianPeakPssBytes];
  const memory = less && more ? ` Memory peaks at ${formatBytes(more)} against ${formatBytes(less)}.` : "";
  if (isUndecided(change)) return `${place} instead of ${other}: there is ${undecidedWords(change)}.${memory}`;
  return `${place} ${changeWords(change, other)}.${memory}`;
}
