/** Decision on a difference between two times. */
export type Verdict = "faster" | "slower" | "same" | "inconclusive";

/** Estimator of a ratio of two times. */
export type Method =
  /** One usable trial on one side: point values only. */
  | "single-trial"
  /** Fewer than 10 common blocks: mean of the per-block log ratios, t interval. */
  | "paired-t"
  /** 10 or more common blocks: Hodges-Lehmann of the per-block log ratios, exact signed-rank interval. */
  | "signed-rank"
  /** Not interleaved, fewer than 10 trials on a side: Welch t on logs. */
  | "welch"
  /** Not interleaved, 10 or more on each side: ratio of medians, percentile bootstrap. */
  | "bootstrap";

/** Reason for no decision, or for no ratio. */
export type InconclusiveReason =
  | "single-trial"
  | "wide-interval"
  | "below-floor"
  | "below-resolution"
  | "no-usable-trial"
  | "not-significant";
