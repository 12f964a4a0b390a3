import { group } from "d3-array";
import { formatBytes } from "../../words/bytes.js";
import { workerWords } from "../../words/number.js";
import { sentenceCase } from "../../words/sentence.js";
import { formatTime } from "../../words/time.js";
import { variantWords } from "../cells/cell-labels.js";
import { medianFigure } from "../cells/trial-figures.js";
import { changeWords } from "../comparing/change-words.js";
import type { CellChange } from "../comparing/comparisons.js";
import { bracketOf } from "../crossover/crossover.js";
import type { FindingContext, FindingRule } from "./finding.js";

/** Up to which size of returned data each way to hand it back still beats sequential: a bracket of two tested sizes. */
export const returnedData: FindingRule = (context) => {
  const returning = context.comparisons.changes.againstBaseline.filter(
    ({ from, to, change }) =>
      change.ratio !== null && typeof to.factors.more?.bytes === "number" && from.factors.strategy === "sequential",
  );
  const lines = group(returning, ({ to }) => `${to.variant}|${to.factors.workers}|${to.factors.more?.form}`);
  // A line that hands back nothing has no end of the bracket to look for.
  const telling = [...lines.values()].filter((line) => line.some((entry) => bytesOf(entry) > 0));
  return telling.map((line) => {
    const ordered = line.toSorted((a, b) => bytesOf(a) - bytesOf(b));
    const { last: lastWin, first: firstLoss } = bracketOf(ordered, "faster", bytesOf);
    return {
      text: `${sentence(ordered, lastWin, firstLoss, context)}${wayBack(ordered, context)}`,
      weight: lastWin && firstLoss ? 90 : 78,
      changes: ordered,
      cells: ordered.map(({ to }) => to),
      figures: { lastWinBytes: lastWin && bytesOf(lastWin), firstLossBytes: firstLoss && bytesOf(firstLoss) },
    };
  });
};

function sentence(
  line: readonly CellChange[],
  lastWin: CellChange | null,
  firstLoss: CellChange | null,
  { varying }: FindingContext,
): string {
  const [smallest, largest] = [line[0], line.at(-1)] as [CellChange, CellChange];
  const { factors } = smallest.to;
  const form = factors.more?.form === undefined ? "" : `, ${factors.more.form}`;
  const name = `${variantWords(factors, varying)}${form} (${workerWords(factors.workers)})`;
  const sizes =
    line.length === 1 ? `${sizeOf(smallest)}, the only size tested` : `${sizeOf(smallest)} to ${sizeOf(largest)}`;
  if (lastWin && firstLoss) {
    return `${sentenceCase(name)} still wins where every task hands back ${sizeOf(lastWin)}: it ${outcome(lastWin)}. At ${sizeOf(firstLoss)} it loses: it ${outcome(firstLoss)}.`;
  }
  if (lastWin) {
    const end = lastWin === largest ? "the most that was tested" : "beyond that there is no clear winner";
    return `${sentenceCase(name)} wins where every task hands back up to ${sizeOf(lastWin)}, ${end}: it ${outcome(lastWin)}.`;
  }
  if (firstLoss)
    return `${sentenceCase(name)} wins at no size tested (${sizes}): at ${sizeOf(firstLoss)} it ${outcome(firstLoss)}.`;
  return `Not enough evidence whether ${name} wins at any size tested (${sizes}).`;
}

/** Time of the last result on its way, at the largest size. */
function wayBack(line: readonly CellChange[], { cellOf }: FindingContext): string {
  const last = line.at(-1) as CellChange;
  const ms = medianFigure(cellOf(last.to), "transfer-ms");
  return ms === null
    ? ""
    : ` The way back of the last task's ${sizeOf(last)} takes ${formatTime(ms)} in the median trial.`;
}

function outcome({ change }: CellChange): string {
  return changeWords(change, "sequential");
}

function bytesOf({ to }: CellChange): number {
  return to.factors.more?.bytes as number;
}

function sizeOf(entry: CellChange): string {
  return bytesOf(entry) === 0 ? "nothing" : formatBytes(bytesOf(entry));
}
