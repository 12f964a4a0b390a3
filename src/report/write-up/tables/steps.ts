import { isOneThread, variantWords } from "../../../analysis/cells/cell-labels.js";
import type { Change, ExperimentAnalysis } from "../../../analysis/results/run-analysis.js";
import { whole } from "../../../words/number.js";
import { signedPercent } from "../../../words/percent.js";
import { stepsTable } from "../../tables/changes.js";
import type { TableModel } from "../../tables/table.js";
import { sizeGrid } from "./size-grid.js";
import { MOST_ROWS } from "./times.js";

/** Change from each worker count to the next; many sizes stand as rows of a grid. */
export function stepByStep(analysis: ExperimentAnalysis): TableModel | null {
  const { steps } = analysis.changes;
  if (steps.length <= MOST_ROWS) return stepsTable(analysis, { root: "" });
  const strategies = new Set(
    analysis.cells.flatMap(({ factors }) =>
      isOneThread(factors.strategy) ? [] : variantWords(factors, analysis.varying),
    ),
  );
  return sizeGrid<Change>(analysis, {
    id: "steps",
    caption:
      "Change of total time from each worker count to the next. In brackets: not enough evidence of a change, after the correction for many comparisons.",
    items: steps,
    factorsOf: ({ to }) => to,
    nameOf: ({ from, to }) =>
      `${strategies.size > 1 ? `${variantWords(to, analysis.varying)}, ` : ""}${whole(from.workers)} to ${whole(to.workers)}`,
    textOf: ({ changePercent, verdict }) => {
      if (changePercent === null) return "–";
      return verdict === "inconclusive" ? `(${signedPercent(changePercent)})` : signedPercent(changePercent);
    },
  });
}
