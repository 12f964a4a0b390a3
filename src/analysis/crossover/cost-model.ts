import { lackOfFit } from "../../stats/lack-of-fit.js";
import { type LeastSquaresFit, levenbergMarquardt } from "../../stats/levenberg-marquardt.js";
import { mean } from "../../stats/mean.js";
import { intervalOfT } from "../../stats/t-statistic.js";
import type { CellView } from "../cells/cell-view.js";
import { logTimes, logTimesWithoutBlocks } from "../cells/usable-times.js";
import type { CostModel } from "../results/run-analysis.js";

/** The sequential cell and the contender's at one N. */
export interface SizedPair {
  n: number;
  sequential: CellView;
  contender: CellView;
}

/** Fewer sizes do not determine three figures with anything left to check them by. */
const FEWEST_SIZES = 3;
/** Repeats that reject the lines at this level leave no model. */
const REJECT_BELOW = 0.01;
/** With one trial a cell nothing can reject: then the points must lie within so much of the lines, typically. */
const CLOSE_ENOUGH = 0.1;

/**
 * Sequential time c N against o + k N: they meet at N* = o / (c - k). Both lines are fitted together by
 * least squares on log times, with log N*, log c and k / c as parameters, so that N* has a standard error of its own; what
 * a block had in common is taken out of its times first.
 *
 * @param pairs by ascending N
 * @returns `null` where the lines do not fit, or do not meet within the tested N
 */
export function costModel(pairs: readonly SizedPair[], interleaved: boolean): CostModel | null {
  const sizes = pairs.filter(({ n }) => n > 0);
  if (sizes.length < FEWEST_SIZES) return null;
  const views = sizes.flatMap(({ sequential, contender }) => [sequential, contender]);
  const logs = (interleaved ? logTimesWithoutBlocks(views) : null) ?? views.map(logTimes);
  const places = sizes.flatMap(({ n }, index) => [
    { n, isContender: false, logs: logs[2 * index] as number[] },
    { n, isContender: true, logs: logs[2 * index + 1] as number[] },
  ]);
  const fit = fitLines(places);
  if (!fit?.converged || fit.standardErrors === null || fit.atBound.some(Boolean)) return null;
  const misfit = lackOfFit(
    places.map((place) => ({ observed: place.logs, fitted: logTimeAt(place, fit.parameters) })),
    fit.parameters.length,
  );
  const isTested = misfit !== null;
  if (isTested ? misfit.p < REJECT_BELOW : Math.sqrt(fit.rss / fit.df) > CLOSE_ENOUGH) return null;
  return described(fit, sizes, isTested);
}

interface Place {
  n: number;
  isContender: boolean;
  logs: readonly number[];
}

/** Parameters: log N*, log c, k / c. */
function fitLines(places: readonly Place[]): LeastSquaresFit | null {
  const start = startOf(places);
  return (
    start &&
    levenbergMarquardt({
      start,
      lower: [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY, 0],
      upper: [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 1],
      residuals: (at) => places.map((place) => logTimeAt(place, at) - mean(place.logs)),
    })
  );
}

/** par = o + k N with o = N* (c - k): c ((1 - r) N* + r N). */
function logTimeAt({ n, isContender }: Place, [logCrossing = 0, logCost = 0, ratio = 0]: readonly number[]): number {
  return logCost + Math.log(isContender ? (1 - ratio) * Math.exp(logCrossing) + ratio * n : n);
}

/** From the smallest N (mostly overhead) and the largest (mostly work); `null` where the contender never gains. */
function startOf(places: readonly Place[]): number[] | null {
  const at = (isContender: boolean) => places.filter((place) => place.isContender === isContender);
  const timesOf = (place: Place | undefined) => Math.exp(mean(place?.logs ?? []));
  const [sequential, contender] = [at(false), at(true)];
  const most = sequential.at(-1)?.n ?? 1;
  const cost = timesOf(sequential.at(-1)) / most;
  const ratio = Math.min(0.95, Math.max(0.05, timesOf(contender.at(-1)) / most / cost));
  const overhead = timesOf(contender[0]);
  const start = [Math.log(overhead / (cost * (1 - ratio))), Math.log(cost), ratio];
  return start.every(Number.isFinite) ? start : null;
}

function described(fit: LeastSquaresFit, sizes: readonly SizedPair[], isTested: boolean): CostModel | null {
  const [logCrossing = 0, logCost = 0, ratio = 0] = fit.parameters;
  const standardError = fit.standardErrors?.[0];
  const [smallest, largest] = [sizes[0]?.n ?? 0, sizes.at(-1)?.n ?? 0];
  const n = Math.exp(logCrossing);
  if (standardError === undefined || n < smallest || n > largest) return null;
  const [low, high] = intervalOfT({ estimate: logCrossing, standardError, df: fit.df }, 0.95);
  const cMs = Math.exp(logCost);
  return {
    n,
    interval: [Math.exp(low), Math.exp(high)],
    overheadMs: n * cMs * (1 - ratio),
    contenderMsPerN: cMs * ratio,
    sequentialMsPerN: cMs,
    isTested,
  };
}
