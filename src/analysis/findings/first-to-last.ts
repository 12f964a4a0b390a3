import { whole } from "../../words/number.js";
import { sentenceCase } from "../../words/sentence.js";
import { formatTime } from "../../words/time.js";
import { lineWords } from "../cells/cell-labels.js";
import { changeWords } from "../comparing/change-words.js";
import type { CellChange } from "../comparing/comparisons.js";
import { isUndecided, undecidedWords } from "../comparing/undecided.js";
import type { FindingRule } from "./finding-context.js";
import { flatStep } from "./flat-step.js";

/** What the whole range of workers changes, strategy by strategy; where it is one step, `flat-step` may say it. */
export const firstToLast: FindingRule = (context) => {
  const { varying, comparisons } = context;
  const told = new Set(flatStep(context).map(({ evidence }) => (evidence.cells ?? []).join("|")));
  return comparisons.changes.firstToLast.flatMap((entry) => {
    const { from, to, change } = entry;
    if (change.ratio === null || told.has(`${from.key}|${to.key}`)) return [];
    const range = `from ${whole(from.factors.workers)} to ${whole(to.factors.workers)} workers`;
    return [
      {
        text: sentenceCase(`${lineWords(from.factors, varying)}: ${range} ${outcome(entry)}.`),
        // Among strategies, the one with the most to tell comes first.
        weight: (isUndecided(change) ? 40 : 70) + Math.min(5, Math.abs(Math.log(change.ratio))),
        evidence: { changes: [change], cells: [from.key, to.key] },
      },
    ];
  });
};

function outcome({ change }: CellChange): string {
  if (isUndecided(change)) return `there is ${undecidedWords(change)}`;
  const [first, last] = [change.fromMs as number, change.toMs as number];
  if (change.interval === null) return `the run ${changeWords(change)}, ${formatTime(first)} to ${formatTime(last)}`;
  // The change is estimated within blocks: it lies near the quotient of the medians, in wild trials on the other side.
  const agree = last < first === (change.ratio as number) < 1;
  return `the run ${changeWords(change)}${agree ? `; medians ${formatTime(first)} and ${formatTime(last)}` : ""}`;
}
