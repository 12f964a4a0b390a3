import { formatBytes } from "../../words/bytes.js";
import { statement } from "../../words/headline.js";
import { whole, workerWords } from "../../words/number.js";
import { memoryChange } from "../../words/percent.js";
import type { CellView } from "../cells/cell-view.js";
import { figureOf } from "../cells/trial-figures.js";
import { type FigureChange, figureChanges, figureEvidence, figureInterval } from "../comparing/figure-change.js";
import type { Pair } from "../comparing/pairs.js";
import type { FindingRule } from "./finding.js";

/**
 * Memory of a process for every task, all alive at once, against a pool with the same tasks in hand. Only where memory was
 * sampled densely: processes that live for a moment are easily missed otherwise.
 */
export const memoryAtOnce: FindingRule = (context) => {
  const pairs = context.views.flatMap((all) => pairOf(all, context.views));
  const peaks = figureChanges(pairs, (trial) => figureOf(trial, "peak-pss-bytes"), context);
  return pairs.flatMap((pair, index) => {
    const peak = peaks[index];
    if (!peak) return [];
    return {
      ...statement(headline(pair, peak), detail(pair, peak)),
      weight: 91 + Math.min(4, Math.abs(Math.log(peak.to / peak.from))),
      cells: [pair.to, pair.from],
      figures: { allAtOncePeakPssBytes: peak.to, poolPeakPssBytes: peak.from, ...figureEvidence("memory", peak) },
    };
  });
};

function pairOf(to: CellView, views: readonly CellView[]): Pair[] {
  if (to.factors.strategy !== "process-per-task" || to.factors.launch !== "all-at-once") return [];
  const from = views.find(({ factors, size }) => factors.strategy === "process-pool" && size === to.size);
  return from && (to.factors.tasks ?? 1) > 1 ? [{ from, to }] : [];
}

function headline({ from, to }: Pair, { changePercent, interval, shown }: FigureChange): string {
  const all = `${whole(to.factors.tasks ?? 0)} processes at once`;
  const pool = `a pool of ${workerWords(from.factors.workers)}`;
  if (interval === null) return `Single measurements cannot tell whether ${all} need more memory than a pool`;
  if (shown === "open") return `Whether ${all} need more memory than a pool is not decided`;
  if (shown === "same") return `${all} take as much memory as a pool, within 3 %`;
  return `${all} take ${memoryChange(changePercent ?? 0)} than ${pool}`;
}

function detail({ from: { factors } }: Pair, peak: FigureChange): string {
  const pool = `the pool of ${workerWords(factors.workers)} with as many tasks`;
  const scale = peak.scale && `, in ${peak.scale}`;
  return `At once they peak at ${formatBytes(peak.to)}, ${pool} at ${formatBytes(peak.from)}${scale}: ${figureInterval(peak)}.`;
}
