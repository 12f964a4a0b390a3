import { hodgesLehmann } from "../../../stats/hodges-lehmann.js";
import type { Interval } from "../../../stats/interval.js";
import { tInterval } from "../../../stats/t-interval.js";
import type { CellView } from "../../cells/cell-view.js";
import { RANKS_FROM } from "../../comparing/estimate.js";
import type { Trend } from "../../results/line-models.js";

/** As much as 2 % of noise moves the metric at few workers. */
const LEVEL_WITHIN = 0.02;

/** The metric is linear in the time: e = (T / T1 - 1 / p) / (1 - 1 / p). */
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
  const [before, after] = [timesByBlock(first.view), timesByBlock(last.view)];
  const changes = reference.times.flatMap(({ block, wallMs }) => {
    const [early, late] = [before.get(block), after.get(block)];
    return early === undefined || late === undefined ? [] : [share(late / wallMs, last) - share(early / wallMs, first)];
  });
  return changes.length < 2 ? "unclear" : trendOf(intervalOf(changes));
}

function trendOf([low, high]: Interval): Trend {
  if (low > -LEVEL_WITHIN && high < LEVEL_WITHIN) return "level";
  if (low > 0) return "rising";
  return high < 0 ? "falling" : "unclear";
}

function intervalOf(changes: readonly number[]): Interval {
  if (changes.length < RANKS_FROM) return tInterval(changes, 0.95);
  return hodgesLehmann(changes, [0.95]).intervals[0] as Interval;
}

function share(relativeTime: number, { ideal }: Measured): number {
  return (relativeTime - 1 / ideal) / (1 - 1 / ideal);
}

function timesByBlock({ times }: CellView): Map<number, number> {
  return new Map(times.map(({ block, wallMs }) => [block, wallMs]));
}
