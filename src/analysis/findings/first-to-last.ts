import { whole } from "../../words/number.js";
import { sentenceCase } from "../../words/sentence.js";
import { formatTime } from "../../words/time.js";
import { lineWords } from "../cells/cell-labels.js";
import { isUndecided, outcomeWords, typicalWords } from "../comparing/change-words.js";
import type { Change } from "../results/run-analysis.js";
import type { FindingRule } from "./finding.js";
import { flatStep } from "./flat-step.js";

/** The change over the whole range of workers, strategy by strategy; where it is one step, `flat-step` may say it. */
export const firstToLast: FindingRule = (context) => {
  const { varying, comparisons } = context;
  const flat = flatStep(context).flatMap(({ changes = [] }) => changes.map(({ change }) => change));
  return comparisons.changes.firstToLast.flatMap((entry) => {
    const { from, to, change } = entry;
    if (change.ratio === null || flat.includes(change)) return [];
    const range = `from ${whole(from.factors.workers)} to ${whole(to.factors.workers)} workers`;
    return {
      text: `${sentenceCase(lineWords(from.factors, varying))}: ${range} ${outcomeWords(change, "the run")}${mediansWords(change)}.`,
      // Among strategies, the one with the most to tell comes first.
      weight: (isUndecided(change) ? 40 : 70) + Math.min(5, Math.abs(Math.log(change.ratio))),
      changes: [entry],
    };
  });
};

/** "; medians 306 s and 56.1 s". */
function mediansWords(change: Change): string {
  const [first, last] = [change.fromMs as number, change.toMs as number];
  if (isUndecided(change)) return "";
  if (change.interval === null) return `, ${formatTime(first)} to ${formatTime(last)}`;
  // The change is estimated within blocks: it lies near the quotient of the medians, in wild trials on the other side.
  const agree = last < first === (change.ratio as number) < 1;
  return agree ? `; ${typicalWords(change)} ${formatTime(first)} and ${formatTime(last)}` : "";
}
