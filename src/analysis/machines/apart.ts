import { greatest } from "d3-array";
import { median } from "../../stats/median.js";
import { intervalOfT, pOfT } from "../../stats/t-statistic.js";
import { anyApartP, eachAgainstOthers, equalMeansP, type GroupMean } from "../../stats/unequal-groups.js";
import type { Measure } from "../../words/measure.js";
import { toPercent } from "../comparing/estimate.js";
import { signOf } from "../comparing/figure-cost.js";
import type { Interval } from "../results/run-analysis.js";

/** A group that stands apart from those that are alike. */
export interface Apart {
  index: number;
  /** Change of what was measured, from those that are alike to this one. */
  changePercent: number;
  /** 95 %. */
  interval: Interval;
}

/**
 * Chance of such means where no group differs from the others. Both must show it: F* holds where single groups scatter widely
 * or have two peaks, which fools the tests of each, and these hold where spreads differ much, which fools F*.
 */
export function differP(groups: readonly GroupMean[]): number {
  return Math.max(equalMeansP(groups), anyApartP(groups));
}

/** Fewest groups of which one can be the odd one out. */
const FEWEST = 3;

/**
 * The groups that stand apart, one after the other: as long as those left are shown to differ, the farthest of those that are
 * shown to differ from the mean of the others left (Bonferroni over them, from the floor on) is taken out. `null` where no
 * more than half are left, or two that differ: then no majority is alike.
 *
 * @param level at which each step is tested
 * @param leastLog the floor, as a logarithm
 */
export function standingApart(
  groups: readonly GroupMean[],
  { level, leastLog, measure }: { level: number; leastLog: number; measure: Measure | undefined },
): Apart[] | null {
  const left = groups.map((group, index) => ({ group, index }));
  const out: typeof left = [];
  while (left.length >= FEWEST && differP(left.map(({ group }) => group)) <= level) {
    const estimates = eachAgainstOthers(left.map(({ group }) => group));
    const middle = median(left.map(({ group }) => group.mean));
    const distance = (place: number) => Math.abs((left[place]?.group.mean ?? middle) - middle);
    const shown = estimates.flatMap((t, place) =>
      Math.abs(t.estimate) >= leastLog && pOfT(t) * left.length <= level ? [place] : [],
    );
    const farthest = greatest(shown, distance);
    if (farthest === undefined) break;
    out.push(...left.splice(farthest, 1));
  }
  const rest = left.map(({ group }) => group);
  const isPairApart = rest.length === 2 && differP(rest) <= level;
  if (out.length * 2 >= groups.length || isPairApart) return null;
  return out.map(({ group, index }) => ({ index, ...changeOf(group, rest, measure) }));
}

function changeOf(group: GroupMean, rest: readonly GroupMean[], measure: Measure | undefined) {
  const [t] = eachAgainstOthers([group, ...rest]);
  if (t === undefined) throw new RangeError("a group without an estimate");
  const sign = signOf(measure);
  const [low, high] = intervalOfT(t, 0.95).map((end) => toPercent(sign * end)) as Interval;
  return {
    changePercent: toPercent(sign * t.estimate),
    interval: sign < 0 ? ([high, low] as Interval) : ([low, high] as Interval),
  };
}
