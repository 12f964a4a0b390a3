import type { ExperimentAnalysis } from "../../analysis/results/run-analysis.js";
import type { Scaling } from "../../analysis/results/scaling.js";
import { isJudged, isPassedOver, thresholdWords } from "../../analysis/scaling/thresholds/threshold-words.js";
import { sentenceCase } from "../../words/sentence.js";
import type { TableContext } from "./changes.js";
import { column, type RowModel, type TableModel, table, textCell } from "./table.js";

/** Up to how many workers each line is efficient and worth adding to, and where it stops gaining; `null` without a line. */
export function thresholdsTable(analysis: ExperimentAnalysis, { root }: TableContext): TableModel | null {
  const lines = analysis.scaling.filter(isJudged);
  const passedOver = analysis.scaling.filter(isPassedOver);
  if (lines.length + passedOver.length === 0) return null;
  const href = `${root}glossary/index.html#thresholds`;
  return table({
    id: `x-${analysis.id}-thresholds`,
    caption: `How many workers are used well, how many are worth adding, and beyond how many nothing is gained.${passedOver.length > 0 ? " Not worked out where worker counts or repeats are too many." : ""}`,
    columns: [
      column("strategy"),
      column("efficient up to", "", href),
      column("worth adding up to", "", href),
      column("no gain beyond", "", href),
    ],
    rows: [
      ...lines.map((line) => {
        const words = thresholdWords(line);
        return rowOf(line, [words.efficientTo, words.worthItTo, words.noGainBeyond]);
      }),
      ...passedOver.map((line) => rowOf(line, ["not worked out", "not worked out", "not worked out"])),
    ],
  });
}

function rowOf({ label }: Scaling, texts: readonly string[]): RowModel {
  return { head: textCell(sentenceCase(label)), cells: texts.map((text) => textCell(text)) };
}
