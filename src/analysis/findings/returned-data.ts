import { group } from "d3-array";
import type { Cell } from "../../record/schema/run-schema.js";
import { formatBytes } from "../../words/bytes.js";
import { sentenceCase } from "../../words/sentence.js";
import { formatTime } from "../../words/time.js";
import { variantWords, workerWords } from "../cells/cell-labels.js";
import { medianFigure } from "../cells/trial-figures.js";
import { changeWords } from "../comparing/change-words.js";
import type { CellChange } from "../comparing/comparisons.js";
import type { FindingContext, FindingRule } from "./finding-context.js";

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
    const found = bracketOf(line.toSorted((a, b) => bytesOf(a) - bytesOf(b)));
    return {
      text: `${sentence(found, nameOf(found, context))}${wayBack(found, context)}`,
      weight: found.lastWin && found.firstLoss ? 90 : 78,
      evidence: {
        changes: found.line.map(({ change }) => change),
        cells: found.line.map(({ to }) => to.key),
        figures: {
          lastWinBytes: found.lastWin && bytesOf(found.lastWin),
          firstLossBytes: found.firstLoss && bytesOf(found.firstLoss),
        },
      },
    };
  });
};

interface Bracket {
  /** By ascending size; at least one. */
  line: CellChange[];
  lastWin: CellChange | null;
  firstLoss: CellChange | null;
}

function bracketOf(line: CellChange[]): Bracket {
  const pointValues = line.every(({ change }) => change.interval === null);
  const is = ({ change }: CellChange, verdict: "faster" | "slower") =>
    pointValues ? (verdict === "faster") === (change.ratio as number) < 1 : change.verdict === verdict;
  const lastWin = line.filter((entry) => is(entry, "faster")).at(-1) ?? null;
  const firstLoss =
    line.find((entry) => is(entry, "slower") && (!lastWin || bytesOf(entry) > bytesOf(lastWin))) ?? null;
  return { line, lastWin, firstLoss };
}

function sentence({ line, lastWin, firstLoss }: Bracket, name: string): string {
  const [smallest, largest] = [line[0], line.at(-1)] as [CellChange, CellChange];
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

/** What the last result cost on its way, at the largest size. */
function wayBack({ line }: Bracket, { experiment }: FindingContext): string {
  const last = line.at(-1) as CellChange;
  const ms = medianFigure(experiment.cells[last.to.index] as Cell, "transfer-ms");
  return ms === null
    ? ""
    : ` The way back of the last task's ${sizeOf(last)} takes ${formatTime(ms)} in the median trial.`;
}

function nameOf({ line }: Bracket, { varying }: FindingContext): string {
  const { factors } = (line[0] as CellChange).to;
  const form = factors.more?.form === undefined ? "" : `, ${factors.more.form}`;
  return `${variantWords(factors, varying)}${form} (${workerWords(factors.workers)})`;
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
