import type { CellChange } from "../comparisons.js";
import { lineWords } from "../labels.js";
import { changeWords, duration, sentenceCase, whole } from "../words.js";
import type { FindingRule } from "./finding-context.js";
import { isUndecided, undecidedWords } from "./undecided.js";

/** What the whole range of workers changes, strategy by strategy. */
export const firstToLast: FindingRule = ({ varying, comparisons }) =>
  comparisons.changes.firstToLast.flatMap((entry) => {
    const { from, to, change } = entry;
    if (change.ratio === null) return [];
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

function outcome({ change }: CellChange): string {
  if (isUndecided(change)) return `there is ${undecidedWords(change)}`;
  return `the run ${changeWords(change)}, ${duration(change.fromMs as number)} to ${duration(change.toMs as number)}`;
}
