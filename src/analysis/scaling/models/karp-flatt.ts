import { hodgesLehmann } from "../../../stats/hodges-lehmann.js";
import type { Interval, Ratio } from "../../../stats/interval.js";
import { tInterval } from "../../../stats/t-interval.js";
import type { CellView } from "../../cells/cell-view.js";
import { commonTimes } from "../../cells/usable-times.js";
import { RANKS_FROM } from "../../comparing/estimate.js";
import type { KarpFlatt, Trend } from "../../results/scaling.js";

/** At two workers 2 % of noise spans -0.019 to 0.061: the metric says nothing there. */
const FEWEST_WORKERS = 3;

/**
 * Karp and Flatt's metric (CACM 33(5), 1990) of each measured speed-up: constant over the workers speaks for a serial
 * part, rising for overhead. Up to two workers have none.
 */
export function karpFlatt(speedUps: readonly { workers: number; speedUp: Ratio }[]): KarpFlatt[] {
  return speedUps
    .filter(({ workers }) => workers >= FEWEST_WORKERS)
    .map(({ workers, speedUp: { value, interval } }) => ({
      workers,
      serialShare: serialShare(1 / value, workers),
      // The faster, the less is serial.
      interval: interval && [serialShare(1 / interval[1], workers), serialShare(1 / interval[0], workers)],
    }));
}

/** e = (T / T1 - 1 / p) / (1 - 1 / p), linear in the time. */
function serialShare(relativeTime: number, workers: number): number {
  return (relativeTime - 1 / workers) / (1 - 1 / workers);
}

/** As much as 2 % of noise moves the metric at few workers. */
const LEVEL_WITHIN = 0.02;

interface Measured {
  view: CellView;
  ideal: number;
}

/**
 * Trend of Karp and Flatt's metric from the fewest to the most workers that have one, block by block: the change of the
 * share with its 95 % interval.
 *
 * @returns `unclear` with fewer than two blocks that all three cells share
 */
export function karpFlattTrend(reference: CellView, first: Measured, last: Measured): Trend {
  const changes = commonTimes([reference, first.view, last.view]).map(
    ([alone = 1, early = 0, late = 0]) =>
      serialShare(late / alone, last.ideal) - serialShare(early / alone, first.ideal),
  );
  if (changes.length < 2) return "unclear";
  const [low, high] = intervalOf(changes);
  if (low > -LEVEL_WITHIN && high < LEVEL_WITHIN) return "level";
  if (low > 0) return "rising";
  return high < 0 ? "falling" : "unclear";
}

function intervalOf(changes: readonly number[]): Interval {
  if (changes.length < RANKS_FROM) return tInterval(changes, 0.95);
  return hodgesLehmann(changes, [0.95]).intervals[0] as Interval;
}
