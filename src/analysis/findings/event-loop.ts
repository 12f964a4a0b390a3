import { sizeWords } from "../cells/cell-labels.js";
import { workloadBound } from "../cells/ideal-speed-up.js";
import { isUndecided } from "../comparing/change-words.js";
import { versionOf } from "../versions/match.js";
import { type FindingRule, placed } from "./finding.js";
import { changePoint, pairEvidence } from "./pair-words.js";

const WORK = { cpu: "CPU-bound work", io: "I/O-bound work", wait: "work that waits" };

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
    const work = WORK[bound];
    const headline = isUndecided(change)
      ? `Whether the event loop speeds up ${work} is not decided`
      : `For ${work} the event loop ${changePoint(change, "sequential")}`;
    const noGain = bound === "cpu" && (change.verdict === "same" || change.verdict === "slower");
    const detail = `${pairEvidence(change)}${noGain ? ` One thread runs all ${to.factors.more?.runtime === "python" ? "of an event loop" : "JavaScript"}.` : ""}`;
    return {
      ...placed([versionOf(to), sizeWords(to.factors, varying)].filter(Boolean).join(", "), headline, detail),
      weight: isUndecided(change) ? 36 : 62,
      change,
      changes: [entry],
    };
  });
