import { sizeWords } from "../cells/cell-labels.js";
import { workloadBound } from "../cells/ideal-speed-up.js";
import { changeWords, isUndecided, undecidedWords } from "../comparing/change-words.js";
import type { FindingRule } from "./finding.js";

const WORK = { cpu: "CPU-bound", io: "I/O-bound", wait: "waiting" };

/**
 * One thread runs all JavaScript: the event loop overlaps waiting, not computing. Says what was measured, and only where
 * the run file names the kind of work.
 */
export const eventLoop: FindingRule = ({ experiment, varying, comparisons }) =>
  comparisons.changes.againstBaseline.flatMap((entry) => {
    const { from, to, change } = entry;
    const bound = workloadBound(experiment, to.factors);
    const isPair = to.factors.strategy === "event-loop" && from.factors.strategy === "sequential";
    if (!isPair || bound === null || change.ratio === null) return [];
    const size = sizeWords(to.factors, varying);
    const work = `${WORK[bound]} work${size && ` (${size})`}`;
    if (isUndecided(change)) {
      const text = `From sequential to the event loop on ${work} there is ${undecidedWords(change)}.`;
      return { text, weight: 36, changes: [entry] };
    }
    const measured = changeWords(change, "sequential");
    const noGain = bound === "cpu" && (change.verdict === "same" || change.verdict === "slower");
    const text = noGain
      ? `The event loop does not speed up ${work}: it ${measured}. One thread runs all JavaScript.`
      : `On ${work} the event loop ${measured}.`;
    return { text, weight: 62, changes: [entry] };
  });
