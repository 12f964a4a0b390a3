import type { ExperimentAnalysis } from "../../analysis/results/run-analysis.js";
import { isJudged, thresholdWords } from "../../analysis/scaling/thresholds/threshold-words.js";
import { sentenceCase } from "../../words/sentence.js";
import type { TableContext } from "./changes.js";
import { column, type TableModel, table, textCell } from "./table.js";

/** Up to how many workers each line is efficient and worth adding to, and where it stops gaining; `null` without a line. */
export function thresholdsTable(analysis: ExperimentAnalysis, { root }: TableContext): TableModel | null {
  const lines = analysis.scaling.filter(isJudged);
  if (lines.length === 0) return null;
  const href = `${root}glossary/index.html#thresholds`;
  return table({
    id: `x-${analysis.id}-thresholds`,
    caption: "How many workers are used well, how many are worth adding, and beyond how many nothing is gained.",
    columns: [
      column("strategy"),
      column("efficient up to", "", href),
      column("worth adding up to", "", href),
      column("no gain beyond", "", href),
    ],
    rows: lines.map((line) => {
      const words = thresholdWords(line);
      const cells = [words.efficientTo, words.worthItTo, words.noGainBeyond].map((text) => textCell(text));
      return { head: textCell(sentenceCase(line.label)), cells };
    }),
  });
}
