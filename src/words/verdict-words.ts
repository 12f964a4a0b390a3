import type { Interval } from "../stats/interval.js";
import type { InconclusiveReason, Method, Verdict } from "../stats/verdict.js";

export const VERDICT_WORDS: Record<Verdict, string> = {
  faster: "faster",
  slower: "slower",
  same: "equal within 3 %",
  inconclusive: "not enough evidence",
};

/** Why a verdict could not be reached, for readers. */
export function reasonWords({ reason, interval }: { reason?: InconclusiveReason; interval: Interval | null }): string {
  if (reason === undefined) return "";
  const besideNone = interval !== null && (interval[0] > 0 || interval[1] < 0);
  return reason === "not-significant" && besideNone
    ? "too little after the correction for many comparisons; record more"
    : REASON_WORDS[reason];
}

const REASON_WORDS: Record<InconclusiveReason, string> = {
  "single-trial": "one trial a cell: no interval can be given; record at least 10",
  "wide-interval": "the interval is too wide; record more",
  "below-floor": "clear, but smaller than this machine's own noise",
  "below-resolution": "a time is below the step of the clock it was read from",
  "no-usable-trial": "no trial of one of the two cells finished",
  "not-significant": "no change is within the interval; record more",
};

/** The verdict in a table, or the words in its place where there is no ratio or no test. */
export function verdictWords({ verdict, reason, ratio }: Judged): string {
  const none = ratio === null || reason === "single-trial";
  return (none && reason !== undefined ? NO_VERDICT_WORDS[reason] : undefined) ?? VERDICT_WORDS[verdict];
}

interface Judged {
  verdict: Verdict;
  reason?: InconclusiveReason;
  ratio: number | null;
}

const NO_VERDICT_WORDS: Partial<Record<InconclusiveReason, string>> = {
  "single-trial": "one trial",
  "below-resolution": "below resolution",
  "no-usable-trial": "no usable trial",
};

/** Names of the methods for intervals, for the unfolded calculation. */
export const METHOD_WORDS: Record<Method, string> = {
  "single-trial": "one trial on at least one side, so no interval",
  "paired-t": "geometric mean of the ratios within blocks, t interval",
  "signed-rank": "Hodges-Lehmann estimate of the ratios within blocks, exact signed-rank interval",
  welch: "not interleaved: ratio of geometric means, Welch t interval",
  bootstrap: "not interleaved: ratio of medians, percentile bootstrap interval",
};
