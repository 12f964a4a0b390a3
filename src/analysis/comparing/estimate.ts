import { percentileInterval, ratioReplicates, resampledMedians } from "../../stats/bootstrap.js";
import { geometricMean } from "../../stats/geometric-mean.js";
import { hodgesLehmann } from "../../stats/hodges-lehmann.js";
import { mannWhitneyTest } from "../../stats/mann-whitney.js";
import { median } from "../../stats/median.js";
import { pairedT } from "../../stats/paired-t.js";
import { signedRankTest } from "../../stats/signed-rank.js";
import { intervalOfT, pOfT, type TEstimate } from "../../stats/t-statistic.js";
import { tost } from "../../stats/tost.js";
import { welchT } from "../../stats/welch-t.js";
import type { Measure } from "../../words/measure.js";
import { type CellView, isTimed } from "../cells/cell-view.js";
import { commonTimes, logTimes } from "../cells/usable-times.js";
import type { InconclusiveReason, Interval, Method, Ratio } from "../results/run-analysis.js";
import { asCost, signOf } from "./figure-cost.js";

/** "Same" means inside these bounds of the log ratio: 3 % either way, whichever of the two cells is the reference. */
export const EQUIVALENCE: readonly [number, number] = [-Math.log(1.03), Math.log(1.03)];
/** From this many on, rank methods and the bootstrap hold their level; below, t on logs does. */
export const RANKS_FROM = 10;
const RESAMPLES = 2000;

/** The ratio of two cells' times before any verdict; everything with `log` is a natural logarithm of that ratio. */
export interface Estimate {
  method: Method | null;
  /** Why there is no ratio. */
  reason?: InconclusiveReason;
  n: number;
  /** Typical times of the trials that the ratio rests on: medians, or, where t on logs makes the ratio, geometric means. */
  fromMs: number | null;
  toMs: number | null;
  logRatio: number | null;
  log95: Interval | null;
  log90: Interval | null;
  /** Two-sided p value of "no change"; `null` where the trials give none. */
  p: number | null;
  /** Two one-sided tests put the ratio inside {@link EQUIVALENCE} at 5 %. */
  equivalent: boolean;
}

/** The time of `to` over the time of `from`. */
export type Estimator = (from: CellView, to: CellView) => Estimate;

/**
 * Estimates pairs of cells, each once however many lists and sentences ask for it. The same questions in the same order
 * give the same answers.
 *
 * @param interleaved true: trials are paired by block, and only blocks in which both cells are usable count. False: the
 *   sides are independent samples.
 */
export function estimator(interleaved: boolean): Estimator {
  const mediansOf = resampling();
  const known = new Map<CellView, Map<CellView, Estimate>>();
  return (from, to) => {
    const byTo = known.get(from) ?? new Map<CellView, Estimate>();
    known.set(from, byTo);
    const result = byTo.get(to) ?? estimate();
    byTo.set(to, result);
    return result;

    function estimate(): Estimate {
      if (from.times.length === 0 || to.times.length === 0) return without("no-usable-trial");
      if (from.belowResolution || to.belowResolution) return without("below-resolution");
      return interleaved ? estimatePaired(from, to) : estimateUnpaired(from, to, mediansOf);
    }
  };
}

/** Two-sided p value of "no change" between two cells; `null` where the trials give none. */
export type PValueOf = (from: CellView, to: CellView) => number | null;

/** The p values of {@link estimator} by themselves: a family needs them of many pairs that nobody wants estimated. */
export function pValueOf(interleaved: boolean): PValueOf {
  return (from, to) => {
    if (!isTimed(from) || !isTimed(to)) return null;
    if (interleaved) return pairedP(commonTimes([to, from]).map(([toMs = 0, fromMs = 0]) => Math.log(toMs / fromMs)));
    const n = Math.min(from.times.length, to.times.length);
    if (n < 2) return null;
    return n < RANKS_FROM
      ? pOfT(welchT(logTimes(from), logTimes(to)))
      : mannWhitneyTest(wallTimes(from), wallTimes(to)).p;
  };
}

/** As {@link pValueOf}, by t on logarithms whatever the number of trials: few ranks cannot give the small p values of many pairs. */
export function tPValueOf(interleaved: boolean): PValueOf {
  return (from, to) => {
    if (!isTimed(from) || !isTimed(to)) return null;
    if (!interleaved) {
      const few = Math.min(from.times.length, to.times.length) < 2;
      return few ? null : pOfT(welchT(logTimes(from), logTimes(to)));
    }
    const logRatios = commonTimes([to, from]).map(([toMs = 0, fromMs = 0]) => Math.log(toMs / fromMs));
    return logRatios.length < 2 ? null : pOfT(pairedT(logRatios));
  };
}

function pairedP(logRatios: readonly number[]): number | null {
  if (logRatios.length < 2) return null;
  return logRatios.length < RANKS_FROM ? pOfT(pairedT(logRatios)) : signedRankTest(logRatios).p;
}

/** Medians of a cell's resamples, drawn once; every cell with a seed of its own, so that no two move together. */
function resampling(): (view: CellView) => Float64Array {
  const known = new Map<CellView, Float64Array>();
  return (view) => {
    const medians = known.get(view) ?? resampledMedians(wallTimes(view), { resamples: RESAMPLES, seed: known.size });
    known.set(view, medians);
    return medians;
  };
}

function estimatePaired(from: CellView, to: CellView): Estimate {
  const common = commonTimes([to, from]);
  const times: Sides = [common.map(([, ms = 0]) => ms), common.map(([ms = 0]) => ms)];
  const logRatios = common.map(([toMs = 0, fromMs = 0]) => Math.log(toMs / fromMs));
  if (common.length === 0) return without("no-usable-trial");
  if (common.length === 1) return single(times);
  if (common.length < RANKS_FROM) return ofT("paired-t", pairedT(logRatios), times);
  const { estimate: logRatio, intervals } = hodgesLehmann(logRatios, [0.95, 0.9]);
  const [log95, log90] = intervals as [Interval, Interval];
  const { p } = signedRankTest(logRatios);
  return { method: "signed-rank", ...typical(times), logRatio, log95, log90, p, equivalent: isInside(log90) };
}

function estimateUnpaired(from: CellView, to: CellView, mediansOf: (view: CellView) => Float64Array): Estimate {
  const times: Sides = [wallTimes(from), wallTimes(to)];
  const { n, fromMs, toMs } = typical(times);
  if (n === 1) return single(times);
  if (n < RANKS_FROM) return ofT("welch", welchT(logTimes(from), logTimes(to)), times);
  const replicates = ratioReplicates(mediansOf(from), mediansOf(to));
  const [log95, log90] = [0.95, 0.9].map((level) => percentileInterval(replicates, level).map(Math.log)) as Interval[];
  return {
    method: "bootstrap",
    n,
    fromMs,
    toMs,
    logRatio: Math.log(toMs / fromMs),
    log95: log95 as Interval,
    log90: log90 as Interval,
    p: mannWhitneyTest(...times).p,
    equivalent: isInside(log90 as Interval),
  };
}

/** Times in ms of the two cells that a ratio rests on. */
type Sides = [from: number[], to: number[]];

function typical([from, to]: Sides, typicalOf = median): { n: number; fromMs: number; toMs: number } {
  return { n: Math.min(from.length, to.length), fromMs: typicalOf(from), toMs: typicalOf(to) };
}

function ofT(method: Method, t: TEstimate, times: Sides): Estimate {
  return {
    method,
    ...typical(times, geometricMean),
    logRatio: t.estimate,
    log95: intervalOfT(t, 0.95),
    log90: intervalOfT(t, 0.9),
    p: pOfT(t),
    equivalent: tost(t, EQUIVALENCE) <= 0.05,
  };
}

/** One trial on a side says nothing about spread: the values, and no more. */
function single(times: Sides): Estimate {
  const { fromMs, toMs } = typical(times);
  return { ...EMPTY, method: "single-trial", n: 1, fromMs, toMs, logRatio: Math.log(toMs / fromMs) };
}

function without(reason: InconclusiveReason): Estimate {
  return { ...EMPTY, reason };
}

const EMPTY: Estimate = {
  method: null,
  n: 0,
  fromMs: null,
  toMs: null,
  logRatio: null,
  log95: null,
  log90: null,
  p: null,
  equivalent: false,
};

/** The estimate as the other cell has it. What is decided from it is the same: floor and equivalence hold either way. */
export function turned(estimate: Estimate): Estimate {
  const { logRatio, log95, log90, fromMs, toMs } = estimate;
  const other = (log: Interval | null): Interval | null => log && [0 - log[1], 0 - log[0]];
  return {
    ...estimate,
    fromMs: toMs,
    toMs: fromMs,
    logRatio: logRatio === null ? null : 0 - logRatio,
    log95: other(log95),
    log90: other(log90),
  };
}

/** The estimate as one of the figures that the costs stand for, which is the estimate itself where less is better. */
export function inFigures<E extends Pick<Estimate, "logRatio" | "log95" | "log90" | "fromMs" | "toMs">>(
  estimate: E,
  measure: Measure | undefined,
): E {
  const sign = signOf(measure);
  if (sign === 1) return estimate;
  const { logRatio, log95, log90, fromMs, toMs } = estimate;
  const ends = (log: Interval | null): Interval | null => log && [0 - log[1], 0 - log[0]];
  const figure = (cost: number | null) => (cost === null ? null : asCost(cost, measure));
  return {
    ...estimate,
    logRatio: logRatio === null ? null : 0 - logRatio,
    log95: ends(log95),
    log90: ends(log90),
    fromMs: figure(fromMs),
    toMs: figure(toMs),
  };
}

/** Speed-up from an estimate: work done in a unit of time by `to` over that by `from`; `work` is that of `to` over that of `from`. */
export function speedOver({ logRatio, log95 }: Estimate, work = 1): Ratio | null {
  return logRatio === null ? null : { value: work * Math.exp(-logRatio), interval: speedInterval(log95, work) };
}

/** (ratio - 1) x 100 from a log ratio. */
export function toPercent(logRatio: number): number {
  return Math.expm1(logRatio) * 100;
}

/** An interval of log ratios in percent of change. */
export function intervalInPercent(log: Interval | null): Interval | null {
  return log && [toPercent(log[0]), toPercent(log[1])];
}

/** An interval of log ratios of times, as one of speeds. */
export function speedInterval(log: Interval | null, work = 1): Interval | null {
  return log && [work * Math.exp(-log[1]), work * Math.exp(-log[0])];
}

function wallTimes(view: CellView): number[] {
  return view.times.map(({ wallMs }) => wallMs);
}

function isInside([low, high]: Interval): boolean {
  return low > EQUIVALENCE[0] && high < EQUIVALENCE[1];
}
