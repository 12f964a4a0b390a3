import { formatBytes } from "../../words/bytes.js";
import { whole, workerWords } from "../../words/number.js";
import { memoryChange } from "../../words/percent.js";
import { medianFigure } from "../cells/trial-figures.js";
import type { FindingRule } from "./finding.js";

/**
 * Memory of a process for every task, all alive at once, against a pool with the same tasks in hand. Only where memory was
 * sampled densely: processes that live for a moment are easily missed otherwise.
 */
export const memoryAtOnce: FindingRule = ({ views, cellOf }) =>
  views.flatMap((all) => {
    if (all.factors.strategy !== "process-per-task" || all.factors.launch !== "all-at-once") return [];
    const pool = views.find(({ factors, size }) => factors.strategy === "process-pool" && size === all.size);
    const [atOnce, pooled] = [all, pool].map((view) => view && medianFigure(cellOf(view), "peak-pss-bytes"));
    const tasks = all.factors.tasks ?? 1;
    if (!pool || !atOnce || !pooled || tasks < 2) return [];
    return {
      text:
        `${whole(tasks)} processes at once peak at ${formatBytes(atOnce)}, a pool of ${workerWords(pool.factors.workers)} with ` +
        `as many tasks in hand at ${formatBytes(pooled)}, in medians: all at once takes ${memoryChange((atOnce / pooled - 1) * 100)}.`,
      weight: 91 + Math.min(4, Math.abs(Math.log(atOnce / pooled))),
      cells: [all, pool],
      figures: { allAtOncePeakPssBytes: atOnce, poolPeakPssBytes: pooled },
    };
  });
