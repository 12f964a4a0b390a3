import { greatest } from "d3-array";
import { formatBytes } from "../../words/bytes.js";
import type { Statement } from "../../words/headline.js";
import { whole } from "../../words/number.js";
import { timeChange } from "../../words/percent.js";
import { sizeWords, strategyWords } from "../cells/cell-labels.js";
import type { CellView } from "../cells/cell-view.js";
import { isUndecided } from "../comparing/change-words.js";
import type { CellChange } from "../comparing/comparisons.js";
import { type FigureChange, figureChanges, figureEvidence, figureWords } from "../comparing/figure-change.js";
import type { Change } from "../results/run-analysis.js";
import { type FindingContext, type FindingRule, judged, placed } from "./finding.js";
import { changePoint, pairEvidence } from "./pair-words.js";

/** Everything alive at once against only as many as run: time, and memory where it was recorded. */
export const allAtOnce: FindingRule = (context) => {
  const pairs = context.views.flatMap((to) => {
    const from = to.factors.launch === "all-at-once" ? mostWorkersBounded(to, context) : undefined;
    return from ? [{ from, to }] : [];
  });
  const entries = judged(pairs, context);
  const peaks = figureChanges(entries, ({ peakPssBytes }) => peakPssBytes, context);
  return entries.map((entry, index) => {
    const peak = peaks[index] ?? null;
    return {
      ...says(entry, peak, context),
      weight: isUndecided(entry.change) ? 37 : 63,
      change: entry.change,
      changes: [entry],
      figures: {
        boundedPeakPssBytes: peak?.from ?? null,
        allAtOncePeakPssBytes: peak?.to ?? null,
        ...(peak && figureEvidence("memory", peak)),
      },
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

function says({ from, to, change }: CellChange, peak: FigureChange | null, { varying }: FindingContext): Statement {
  const apartFromTasks = varying.filter((name) => name !== "tasks");
  const all = `${allWords(to)} at once`;
  const bounded = `${whole(from.factors.workers)} at a time`;
  const isClear = change.interval !== null && !isUndecided(change);
  const against = pairEvidence(change, isClear ? "" : `against ${bounded}`);
  const memory = peak ? `Memory peaks at ${figureWords(peak, formatBytes)}.` : "";
  return placed(
    sizeWords(to.factors, apartFromTasks),
    headline(all, bounded, change),
    [against, memory].filter(Boolean).join(" "),
  );
}

function headline(all: string, bounded: string, change: Change): string {
  if (isUndecided(change)) return `Whether starting ${all} saves time is not decided`;
  if (change.interval === null) return `Starting ${all} took ${timeChange(change.changePercent ?? 0)}, measured once`;
  return `Starting ${all} ${changePoint(change, bounded)}`;
}

/** What is alive at once: "32 processes". */
function allWords({ factors: { strategy, tasks } }: CellView): string {
  const count = tasks === undefined ? "all" : whole(tasks);
  if (strategy === "process-per-task") return `${count} processes`;
  return strategy === "thread-per-task" ? `${count} threads` : `${count} tasks of ${strategyWords(strategy)}`;
}
