import { hodgesLehmann } from "../../../stats/hodges-lehmann.js";
import type { Interval } from "../../../stats/interval.js";
import { mean } from "../../../stats/mean.js";
import { pairedT } from "../../../stats/paired-t.js";
import { intervalOfT } from "../../../stats/t-statistic.js";
import { weightedMeans } from "../../../stats/weighted-means.js";
import type { CellView } from "../../cells/cell-view.js";
import { commonTimes, logTimes } from "../../cells/usable-times.js";
import { RANKS_FROM } from "../../comparing/estimate.js";
import type { Gain } from "./worth-it-to.js";

/** Chance that some limit of an experiment does not hold, on either side: one-sided 95 % limits, shared out among its steps. */
const MOST_MISSED = 0.1;

/** A cell and the work that it does, in units of the reference's work (1 on a strong line). */
export interface RatedCell {
  view: CellView;
  work: number;
}

/** Gain in speed-up from one cell to another, both against the reference. */
export type GainOf = (from: RatedCell, to: RatedCell) => Gain | null;

/**
 * Speed-up is work x time of the reference / time of the cell; the gain is the difference of two. Interleaved, it is
 * taken block by block (the blocks in which all three cells are usable): 10 or more give the Hodges-Lehmann estimate with
 * its exact limit, fewer a t limit. Not interleaved, the logs of the times are independent samples and the
 * limit comes by the delta method.
 *
 * @param steps of all lines of the experiment: their limits hold together
 */
export function gainEstimator(reference: CellView, interleaved: boolean, steps = 1): GainOf {
  const level = 1 - MOST_MISSED / steps;
  const estimate = interleaved ? pairedGain : unpairedGain;
  return (from, to) => estimate(reference, from, to, level);
}

function pairedGain(reference: CellView, from: RatedCell, to: RatedCell, level: number): Gain | null {
  const gains = commonTimes([reference, from.view, to.view]).map(
    ([alone = 0, before = 0, after = 0]) => (to.work / after - from.work / before) * alone,
  );
  const [only] = gains;
  if (only === undefined) return null;
  if (gains.length === 1) return gain(only, undefined);
  if (gains.length < RANKS_FROM) {
    const t = pairedT(gains);
    return gain(t.estimate, intervalOfT(t, level));
  }
  const { estimate, intervals } = hodgesLehmann(gains, [level]);
  return gain(estimate, intervals[0]);
}

function unpairedGain(reference: CellView, from: RatedCell, to: RatedCell, level: number): Gain | null {
  const [whole, before, after] = [reference, from.view, to.view].map(logTimes) as [number[], number[], number[]];
  if ([whole, before, after].some(({ length }) => length === 0)) return null;
  const speedOf = (work: number, logs: number[]) => work * Math.exp(mean(whole) - mean(logs));
  const [slow, fast] = [speedOf(from.work, before), speedOf(to.work, after)];
  const value = fast - slow;
  if ([whole, before, after].some(({ length }) => length < 2)) return gain(value, undefined);
  const own = from.view === reference;
  const slopes = weightedMeans([
    { weight: own ? fast : value, values: whole },
    ...(own ? [] : [{ weight: slow, values: before }]),
    { weight: -fast, values: after },
  ]);
  return gain(value, intervalOfT({ ...slopes, estimate: value }, level));
}

function gain(value: number, limits: Interval | undefined): Gain {
  return { value, atLeast: limits?.[0] ?? null, atMost: limits?.[1] ?? null };
}
