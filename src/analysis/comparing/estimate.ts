import { percentileInterval, ratioReplicates, resampledMedians } from "../../stats/bootstrap.js";
import { hodgesLehmann } from "../../stats/hodges-lehmann.js";
import { mannWhitneyTest } from "../../stats/mann-whitney.js";
import { median } from "../../stats/median.js";
import { pairedT } from "../../stats/paired-t.js";
import { signedRankTest } from "../../stats/signed-rank.js";
import { intervalOfT, pOfT, type TEstimate } from "../../stats/t-statistic.js";
import { tost } from "../../stats/tost.js";
import { welchT } from "../../stats/welch-t.js";
import type { CellView } from "../cells/cell-view.js";
import type { InconclusiveReason, Interval, Method } from "../results/run-analysis.js";

/** "Same" means inside these bounds of the log ratio: 3 % either way. */
const EQUIVALENCE: readonly [number, number] = [Math.log(0.97), Math.log(1.03)];
/** From this many on, rank methods and the bootstrap hold their level; below, t on logs does (statistics.md). */
export const RANKS_FROM = 10;
const RESAMPLES = 2000;

/** The ratio of two cells' times before any verdict; everything with `log` is a natural logarithm of that ratio. */
export interface Estimate {
  method: Method | null;
  /** Why there is no ratio. */
  reason?: InconclusiveReason;
  n: number;
  /** Medians of the trials that the ratio rests on. */
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
  const fromByBlock = new Map(from.times.map(({ block, wallMs }) => [block, wallMs]));
  const pairs = to.times.flatMap(({ block, wallMs }) => {
    const fromMs = fromByBlock.get(block);
    return fromMs === undefined ? [] : [{ fromMs, toMs: wallMs }];
  });
  const [fromMs, toMs] = [pairs.map((pair) => pair.fromMs), pairs.map((pair) => pair.toMs)];
  const logs = pairs.map((pair) => Math.log(pair.toMs / pair.fromMs));
  if (pairs.length === 0) return without("no-usable-trial");
  if (pairs.length === 1) return single(fromMs, toMs);
  if (pairs.length < RANKS_FROM) return fromT("paired-t", pairedT(logs), fromMs, toMs);

  const { estimate: logRatio, intervals } = hodgesLehmann(logs, [0.95, 0.9]);
  return {
    method: "signed-rank",
    n: pairs.length,
    fromMs: median(fromMs),
    toMs: median(toMs),
    logRatio,
    log95: intervals[0] as Interval,
    log90: intervals[1] as Interval,
    p: signedRankTest(logs).p,
    equivalent: inside(intervals[1] as Interval),
  };
}

function estimateUnpaired(a: CellView, b: CellView, mediansOf: (view: CellView) => Float64Array): Estimate {
  const [from, to] = [wallTimes(a), wallTimes(b)];
  const n = Math.min(from.length, to.length);
  if (n === 1) return single(from, to);
  if (n < RANKS_FROM) return fromT("welch", welchT(from.map(Math.log), to.map(Math.log)), from, to);
  const replicates = ratioReplicates(mediansOf(a), mediansOf(b));
  const [fromMs, toMs] = [median(from), median(to)];
  const log90 = logs(percentileInterval(replicates, 0.9));
  return {
    method: "bootstrap",
    n,
    fromMs,
    toMs,
    logRatio: Math.log(toMs / fromMs),
    log95: logs(percentileInterval(replicates, 0.95)),
    log90,
    p: mannWhitneyTest(from, to).p,
    equivalent: inside(log90),
  };
}

function fromT(method: Method, t: TEstimate, from: number[], to: number[]): Estimate {
  return {
    method,
    n: Math.min(from.length, to.length),
    fromMs: median(from),
    toMs: median(to),
    logRatio: t.estimate,
    log95: intervalOfT(t, 0.95),
    log90: intervalOfT(t, 0.9),
    p: pOfT(t),
    equivalent: tost(t, EQUIVALENCE) <= 0.05,
  };
}

/** One trial on a side says nothing about spread: the values, and no more. */
function single(from: number[], to: number[]): Estimate {
  const [fromMs, toMs] = [median(from), median(to)];
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

function wallTimes(view: CellView): number[] {
  return view.times.map(({ wallMs }) => wallMs);
}

function logs([low, high]: Interval): Interval {
  return [Math.log(low), Math.log(high)];
}

function inside([low, high]: Interval): boolean {
  return low > EQUIVALENCE[0] && high < EQUIVALENCE[1];
}
