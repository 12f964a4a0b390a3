import { hodgesLehmann } from "../../stats/hodges-lehmann.js";
import { median } from "../../stats/median.js";
import { medianInterval } from "../../stats/median-interval.js";
import { toPercent } from "../comparing/estimate.js";
import type { Interval } from "../results/run-analysis.js";

/** Fewer pairs give no 95 % interval. */
const FEWEST_PAIRS = 6;

/** Overhead of measuring. */
export interface Overhead {
  pairs: number;
  /** By how much a trial's time is above that of a loop timed by hand, in percent, with its 95 % interval. */
  changePercent: number;
  interval: Interval;
  trialMs: number;
  byHandMs: number;
  /** What a trial costs beside the time that it reports: process, loading, tear-down. */
  besideMs: number;
  /** 95 % interval of its median. */
  besideInterval: Interval | null;
}

/**
 * Sets trials against the same work timed by hand, recorded in turn: Hodges-Lehmann estimate of the log ratios with
 * its signed-rank interval, medians of the times.
 *
 * @returns `null` with fewer than 6 pairs
 */
export function overheadOf(pairs: readonly { trialMs: number; hostMs: number; byHandMs: number }[]): Overhead | null {
  if (pairs.length < FEWEST_PAIRS) return null;
  const { estimate, intervals } = hodgesLehmann(
    pairs.map(({ trialMs, byHandMs }) => Math.log(trialMs / byHandMs)),
    [0.95],
  );
  const [low, high] = intervals[0] as Interval;
  const beside = pairs.map(({ trialMs, hostMs }) => hostMs - trialMs);
  return {
    pairs: pairs.length,
    changePercent: toPercent(estimate),
    interval: [toPercent(low), toPercent(high)],
    trialMs: median(pairs.map(({ trialMs }) => trialMs)),
    byHandMs: median(pairs.map(({ byHandMs }) => byHandMs)),
    besideMs: median(beside),
    besideInterval: medianInterval(beside, 0.95),
  };
}
