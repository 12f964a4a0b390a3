import type { CellChange } from "../comparisons.js";
import { lineWords } from "../labels.js";
import { changeWords, duration, evidenceWords, lessOrMore, sentenceCase, whole } from "../words.js";
import type { FindingRule } from "./finding-context.js";
import { moreBlocksWords } from "./more-blocks.js";

/** What the whole range of workers changes, strategy by strategy. */
export const firstToLast: FindingRule = ({ varying, comparisons }) => {
  return comparisons.changes.firstToLast.flatMap((entry) => {
    const { from, to, change } = entry;
    if (change.ratio === null || change.fromMs === null || change.toMs === null) return [];
    const place = lineWords(from.factors, varying);
    const undecided = change.verdict === "inconclusive" && change.interval !== null;
    const text = `${place}: from ${whole(from.factors.workers)} to ${whole(to.factors.workers)} workers ${outcome(entry)}`;
    return [
      {
        text: sentenceCase(text),
        weight: (undecided ? 40 : 70) + Math.min(5, Math.abs(Math.log(change.ratio))),
        evidence: { changes: [change], cells: [from.key, to.key] },
      },
    ];
  });
};

function outcome({ change }: CellChange): string {
  const times = `${duration(change.fromMs as number)} to ${duration(change.toMs as number)}`;
  if (change.verdict !== "inconclusive" || !change.interval) return `the run ${changeWords(change)}, ${times}.`;
  return (
    `there is not enough evidence of a change (${lessOrMore(change.changePercent as number)}; ${evidenceWords(change)}; ${times}). ` +
    moreBlocksWords(change)
  );
}
