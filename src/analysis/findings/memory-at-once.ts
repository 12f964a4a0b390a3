import type { Cell } from "../../record/schema/run-schema.js";
import { formatBytes } from "../../words/bytes.js";
import { whole } from "../../words/number.js";
import { memoryChange } from "../../words/percent.js";
import { workerWords } from "../cells/cell-labels.js";
import type { CellView } from "../cells/cell-view.js";
import { medianFigure } from "../cells/trial-figures.js";
import type { FindingContext, FindingRule } from "./finding-context.js";

/**
 * Memory of a process for every task, all alive at once, against a pool with the same tasks in hand. Only where memory was
 * sampled densely: processes that live for a moment are easily missed otherwise.
 */
export const memoryAtOnce: FindingRule = (context) =>
  context.views.flatMap((all) => {
    if (all.factors.strategy !== "process-per-task" || all.factors.launch !== "all-at-once") return [];
    const pool = context.views.find(({ factors, size }) => factors.strategy === "process-pool" && size === all.size);
    const [atOnce, pooled] = [peakOf(all, context), pool && peakOf(pool, context)];
    const tasks = all.factors.tasks ?? 1;
    if (!pool || !atOnce || !pooled || tasks < 2) return [];
    const more = (atOnce / pooled - 1) * 100;
    return [
      {
        text:
          `${whole(tasks)} processes at once peak at ${formatBytes(atOnce)}, a pool of ${workerWords(pool.factors.workers)} with ` +
          `as many tasks in hand at ${formatBytes(pooled)}, in medians: all at once takes ${memoryChange(more)}.`,
        weight: 91 + Math.min(4, Math.abs(Math.log(atOnce / pooled))),
        evidence: { cells: [all.key, pool.key], figures: { allAtOncePeakPssBytes: atOnce, poolPeakPssBytes: pooled } },
      },
    ];
  });

function peakOf({ index }: CellView, { experiment }: FindingContext): number | null {
  return medianFigure(experiment.cells[index] as Cell, "peak-pss-bytes");
}
