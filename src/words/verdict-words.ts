import type { Interval } from "../stats/interval.js";
import type { InconclusiveReason, Method, Verdict } from "../stats/verdict.js";
import { comparative, type Measure } from "./measure.js";

export const VERDICT_WORDS: Record<Verdict, string> = {
  faster: "faster",
  slower: "slower",
  same: "equal within 3 %",
  inconclusive: "not enough evidence",
};

/** As {@link VERDICT_WORDS}; of another figure than the time "better" and "worse". */
export function verdictName(verdict: Verdict, measure: Measure | undefined): string {
  return verdict === "faster" || verdict === "slower" ? comparative(verdict, measure) : VERDICT_WORDS[verdict];
}

/** "3 faster", "9 without enough evidence". */
export function verdictCount(count: number, verdict: Verdict, measure?: Measure): string {
  return `${count} ${verdict === "inconclusive" ? "without enough evidence" : verdictName(verdict, measure)}`;
}

/** Why a verdict could not be reached, for readers. */
export function reasonWords({ reason, interval }: Pick<Judged, "reason" | "interval">): string {
  if (reason === undefined) return "";
  return isForCorrection({ reason, interval })
    ? "too little once corrected for many comparisons; record more"
    : REASON_WORDS[reason];
}

const REASON_WORDS: Record<InconclusiveReason, string> = {
  "single-trial": "one measurement each: no interval can be given; record at least 10 repeats",
  "wide-interval": "the interval is too wide; record more",
  "below-floor": "clear, but smaller than the smallest change that counts on this machine",
  "below-resolution": "a time is below the step of the clock it was read from",
  "no-usable-trial": "no repeat of one of the two combinations finished",
  "not-significant": "no change is within the interval; record more",
};

/** The verdict in a table, or the words in its place where there is no ratio or no test. */
export function verdictWords({ verdict, reason, ratio, interval, measure }: Judged): string {
  const none = ratio === null || reason === "single-trial";
  const correction = isForCorrection({ reason, interval }) ? " (corrected for many comparisons)" : "";
  const floor = reason === "below-floor" ? " (under the smallest change that counts)" : "";
  return (
    (none && reason !== undefined ? NO_VERDICT_WORDS[reason] : undefined) ??
    `${verdictName(verdict, measure)}${correction}${floor}`
  );
}

/** Whether a change is left open by the correction alone: its own interval excludes no change. */
export function isForCorrection({ reason, interval }: Pick<Judged, "reason" | "interval">): boolean {
  return reason === "not-significant" && interval !== null && (interval[0] > 0 || interval[1] < 0);
}

interface Judged {
  verdict: Verdict;
  reason?: InconclusiveReason | undefined;
  ratio: number | null;
  interval: Interval | null;
  measure?: Measure | undefined;
}

const NO_VERDICT_WORDS: Partial<Record<InconclusiveReason, string>> = {
  "single-trial": "measured once",
  "below-resolution": "below resolution",
  "no-usable-trial": "no usable repeat",
};

/** Names of the methods for intervals, for the unfolded calculation. */
export const METHOD_WORDS: Record<Method, string> = {
  "single-trial": "measured once on at least one side, so no interval",
  "paired-t": "geometric mean of the ratios within repeats, t interval",
  "signed-rank": "Hodges-Lehmann estimate of the ratios within repeats, exact signed-rank interval",
  welch: "not interleaved: ratio of geometric means, Welch t interval",
  bootstrap: "not interleaved: ratio of medians, percentile bootstrap interval",
};
