import { measuredSize, measuredTimes, measureVerb } from "../../words/measure.js";
import { intervalWords } from "../../words/percent.js";
import { sentenceCase } from "../../words/sentence.js";
import { decidedWords, decidingInterval, isUndecided, moreRepeatsWords } from "../comparing/change-words.js";
import type { Change } from "../results/run-analysis.js";

/**
 * What two times say of each other, by the verdict: "the latest run takes 4.1 % more time than the one before", "not enough
 * evidence of a change from the one before to the latest run".
 *
 * @param change with a ratio
 */
export function changeHeadline(change: Change, subject: string, other: string): string {
  const { interval, reason, measure } = change;
  const says = `${sentenceCase(subject)} ${measureVerb(measure)} ${decidedWords(change, other)}`;
  if (interval === null) return `${says}, measured once`;
  if (!isUndecided(change)) return says;
  const what =
    reason === "below-floor"
      ? "A change below the smallest that counts on this machine"
      : "Not enough evidence of a change";
  return `${what} from ${other} to ${subject}`;
}

/** The figures behind it: "The 95 % interval is 2.0 to 6.2 % more." With what would tell, where nothing is decided. */
export function changeDetail(change: Change): string {
  const { changePercent, ratio, verdict, reason, measure } = change;
  const shown = decidingInterval(change);
  if (shown === null) return "A single measurement has no interval.";
  const range = `${shown.level} % interval is ${intervalWords(shown.ends)}`;
  const isClaimed = verdict === "faster" || verdict === "slower";
  const times = isClaimed ? measuredTimes(ratio ?? 1, measure) : "";
  const estimate = `The estimate is ${measuredSize(changePercent ?? 0, measure)}`;
  const opening = isClaimed ? times && `That is ${times}` : estimate;
  const figures = opening === "" ? `The ${range}.` : `${opening}; the ${range}.`;
  return isUndecided(change) && reason !== "below-floor" ? `${figures} ${moreRepeatsWords(change)}.` : figures;
}
