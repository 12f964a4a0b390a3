import { multiple } from "../../words/number.js";
import { intervalWords, isNoChange, lessOrMore, timeChange } from "../../words/percent.js";
import type { Change } from "../results/run-analysis.js";

/** "1.70× as fast" for a ratio of times below 1, "3.00× as long" above; "" where the factor would print as 1.00. */
export function timesWords(ratio: number): string {
  if (Math.abs(Math.log(ratio)) < 0.005) return "";
  return ratio < 1 ? `${multiple(1 / ratio)} as fast` : `${multiple(ratio)} as long`;
}

/** What stands behind a change: "95 % interval 40.1 to 42.4 % less", "one trial, so no interval". */
export function evidenceWords({ interval }: Pick<Change, "interval">): string {
  return interval ? `95 % interval ${intervalWords(interval)}` : "one trial, so no interval";
}

/** A change within brackets: "1.2 % less; 95 % interval 2.0 % less to 0.4 % more". */
export function changeEvidence(change: Pick<Change, "interval" | "changePercent">): string {
  return `${lessOrMore(change.changePercent ?? 0)}; ${evidenceWords(change)}`;
}

/**
 * A change as the rest of a sentence: "takes 41.3 % less time (1.70× as fast; 95 % interval 40.1 to 42.4 % less)".
 *
 * @param change with a ratio
 * @param other what it is compared with, for "... less time than `other`"
 * @throws TypeError where it has none: such a change has no words of this kind
 */
export function changeWords(change: Change, other?: string): string {
  const { ratio, changePercent } = change;
  if (ratio === null || changePercent === null) throw new TypeError("a change without a ratio cannot be put in words");
  if (change.verdict === "same") {
    const evidence = isNoChange(changePercent) ? evidenceWords(change) : changeEvidence(change);
    return `takes ${timeChange(0, other)} within 3 % (${evidence})`;
  }
  return `takes ${timeChange(changePercent, other)} (${[timesWords(ratio), evidenceWords(change)].filter(Boolean).join("; ")})`;
}
