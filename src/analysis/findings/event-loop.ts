import { workloadBound } from "../ideal.js";
import { sizeWords } from "../labels.js";
import { changeWords, evidenceWords, lessOrMore } from "../words.js";
import type { FindingRule } from "./finding-context.js";
import { moreBlocksWords } from "./more-blocks.js";

/**
 * One thread runs all JavaScript: the event loop overlaps waiting, not computing. Says what was measured, and only where
 * the run file names the kind of work.
 */
export const eventLoop: FindingRule = ({ experiment, varying, comparisons }) => {
  return comparisons.changes.againstBaseline.flatMap(({ from, to, change }) => {
    const bound = workloadBound(experiment, to.factors);
    const isPair = to.factors.strategy === "event-loop" && from.factors.strategy === "sequential";
    if (!isPair || bound === null || change.ratio === null) return [];
    const size = sizeWords(to.factors, varying);
    const place = `On ${WORK[bound]} work${size && ` (${size})`} the event loop`;
    const evidence = { changes: [change], cells: [from.key, to.key] };
    if (change.verdict === "inconclusive" && change.interval) {
      const seen = `${lessOrMore(change.changePercent as number)}; ${evidenceWords(change)}`;
      const text = `${place} shows not enough evidence of a change from sequential (${seen}). ${moreBlocksWords(change)}`;
      return [{ text, weight: 36, evidence }];
    }
    const noGain = bound === "cpu" && (change.verdict === "same" || change.verdict === "slower");
    const text = noGain
      ? `The event loop does not speed up CPU-bound work${size && ` (${size})`}: it ${changeWords(change, "sequential")}. One thread runs all JavaScript.`
      : `${place} ${changeWords(change, "sequential")}.`;
    return [{ text, weight: 62, evidence }];
  });
};

const WORK = { cpu: "CPU-bound", io: "I/O-bound", wait: "waiting" };
