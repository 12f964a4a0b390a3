import { smallest } from "../../record/limits/extremes.js";
import { mannWhitneyTest } from "../../stats/mann-whitney.js";
import { whitened, widening } from "../../stats/serial-correlation.js";
import { intervalOfT, pOfT, type TEstimate } from "../../stats/t-statistic.js";
import { welchT } from "../../stats/welch-t.js";
import { toPercent } from "../comparing/estimate.js";
import { GENERAL_FLOOR_PERCENT } from "../comparing/verdict.js";
import type { Interval } from "../results/run-analysis.js";
import { changePoints, FEWEST_RUNS, type FindChanges, findChanges, STRETCH } from "./change-points.js";
import { correlationAbout, fittedAt, type Piece, piecesOf } from "./pieces.js";

/** It is suspected until later runs bring p down to this, which takes about seven runs on either side. */
const CONFIRMED_AT_MOST = 0.001;
/** Of a drift, and of a step at the end of one. */
const CLEAR_AT_MOST = 0.01;

/** A stretch of a series without a step in it. */
export interface Segment {
  /** First and last place in the series. */
  from: number;
  to: number;
  /** How many values it has. */
  runs: number;
  /** Geometric mean of its values. */
  level: number;
  /** `null`: it stays at its level. */
  drift: Drift | null;
}

/** A steady change from run to run. */
export interface Drift {
  /** Where the line begins and ends. */
  first: number;
  last: number;
  /** From the first run to the last, with its 95 % interval. */
  changePercent: number;
  interval: Interval;
  p: number;
}

/** A change of level within a series. */
export interface LevelChange {
  /** First place at the new level. */
  at: number;
  before: Segment;
  after: Segment;
  /** Ratio of the levels, new over old, in percent of change; with its 95 % interval. */
  ratio: number;
  changePercent: number;
  interval: Interval;
  /** Of the rank test of what lies on either side. */
  p: number;
  /** Place of the run whose coming confirmed it; `null`: it is only suspected. */
  confirmedBy: number | null;
}

export interface Levels {
  segments: Segment[];
  /** Steps between segments, in order; a drift may begin and end without one. */
  changes: LevelChange[];
}

/**
 * Segments and changes of a series of times (E-divisive on their logarithms). Changes smaller than the floor are none: the
 * smallest goes first, and what it parted is one segment. Serial correlation, estimated from the runs around a change,
 * widens its interval and is taken out before its rank test.
 *
 * @param values all above 0, in the order of recording
 * @param find searches a stretch of their logarithms
 */
export function levelsOf(
  values: readonly number[],
  floorPercent = GENERAL_FLOOR_PERCENT,
  find: FindChanges = findChanges,
): Levels {
  if (values.length === 0) return { segments: [], changes: [] };
  const logs = values.map(Math.log);
  const least = Math.log1p(floorPercent / 100);
  const described = piecesOf(logs, largeEnough(logs, changePoints(logs, find), least));
  const parts = described.map((piece): Part => {
    const { from, end, mean } = piece;
    const drift = piece.isDrift ? clearDrift(logs, piece, described, least) : null;
    const segment = { from, to: end - 1, runs: end - from, level: Math.exp(mean), drift };
    return { piece: drift === null ? { ...piece, isDrift: false, slope: 0 } : piece, segment };
  });
  return { segments: parts.map(({ segment }) => segment), changes: changesBetween(logs, parts, least) };
}

/** A piece, and what is said of it. */
interface Part {
  piece: Piece;
  segment: Segment;
}

/** The points without those that part levels less than `least` apart, the smallest left out first. */
function largeEnough(logs: readonly number[], found: readonly number[], least: number): number[] {
  const totals = [0];
  for (const log of logs) totals.push((totals.at(-1) as number) + log);
  const meanOf = (from: number, end: number) => ((totals[end] as number) - (totals[from] as number)) / (end - from);
  let points = [...found];
  for (;;) {
    const edges = [0, ...points, logs.length];
    const means = edges.slice(1).map((end, index) => meanOf(edges[index] as number, end));
    const sizes = means.slice(1).map((mean, index) => Math.abs(mean - (means[index] as number)));
    const slightest = smallest(sizes);
    // Compared as percentages are: 2 % more and 2 % less.
    if (sizes.length === 0 || slightest >= least) return points;
    points = points.filter((_, index) => index !== sizes.indexOf(slightest));
  }
}

/** The slope with the standard error of least squares, widened by the serial correlation; `null` where it shows too little. */
function clearDrift(logs: readonly number[], piece: Piece, pieces: readonly Piece[], least: number): Drift | null {
  const { from, end, slope } = piece;
  const steps = end - from - 1;
  const residuals = logs.slice(from, end).map((log, index) => log - fittedAt(piece, from + index));
  const squares = residuals.reduce((all, e) => all + e * e, 0);
  const error = Math.sqrt(squares / (steps - 1) / ((steps * (steps + 1) * (steps + 2)) / 12));
  const correlation = correlationAbout(logs, pieces, Math.max(from, end - STRETCH), end);
  const t = widened({ estimate: slope * steps, standardError: error * steps, df: steps - 1 }, correlation);
  const [p, [low, high]] = [pOfT(t), intervalOfT(t, 0.95)];
  if (p > CLEAR_AT_MOST || Math.abs(t.estimate) < least) return null;
  return {
    first: Math.exp(fittedAt(piece, from)),
    last: Math.exp(fittedAt(piece, end - 1)),
    changePercent: toPercent(t.estimate),
    interval: [toPercent(low), toPercent(high)],
    p,
  };
}

function widened({ estimate, standardError, df }: TEstimate, correlation: number, factor = 1): TEstimate {
  const wider = widening(correlation);
  return { estimate, standardError: standardError * wider * factor, df: Math.max(1, df / wider ** 2) };
}

function changesBetween(logs: readonly number[], parts: readonly Part[], least: number): LevelChange[] {
  const pieces = parts.map(({ piece }) => piece);
  return parts.slice(1).flatMap((after, index): LevelChange[] => {
    const before = parts[index] as Part;
    const at = after.piece.from;
    const correlation = correlationAbout(logs, pieces, Math.max(0, at - STRETCH / 2), at + STRETCH / 2);
    const [old, now] = [levelledTo(logs, before.piece, at), levelledTo(logs, after.piece, at)];
    const isBesideDrift = before.piece.isDrift || after.piece.isDrift;
    // The end of a fitted line is known half as well as the mean of as many figures.
    const t = widened(welchT(old, now), correlation, isBesideDrift ? 2 : 1);
    if (isBesideDrift && (pOfT(t) > CLEAR_AT_MOST || Math.abs(t.estimate) < least)) return [];
    const [low, high] = intervalOfT(t, 0.95);
    const near: Sides = [
      uncorrelated(old, correlation).slice(-STRETCH),
      uncorrelated(now, correlation).slice(0, STRETCH),
    ];
    const by = confirmedAfter(near);
    return [
      {
        at,
        before: before.segment,
        after: after.segment,
        ratio: Math.exp(t.estimate),
        changePercent: toPercent(t.estimate),
        interval: [toPercent(low), toPercent(high)],
        p: mannWhitneyTest(...near).p,
        confirmedBy: by === null ? null : at + by - 1 + (correlation > 0 ? 1 : 0),
      },
    ];
  });
}

type Sides = [old: number[], now: number[]];

/** The figures of a piece as they would be without its slope, at the level that its line has at a place. */
function levelledTo(logs: readonly number[], { from, end, slope }: Piece, at: number): number[] {
  return logs.slice(from, end).map((log, index) => log - slope * (from + index - at));
}

function uncorrelated(figures: number[], correlation: number): number[] {
  return correlation === 0 ? figures : whitened(figures, correlation);
}

/** How many runs behind the change it took until the rank test reached the level that confirms. */
function confirmedAfter([old, now]: Sides): number | null {
  for (let count = FEWEST_RUNS + 1; count <= now.length; count++) {
    if (mannWhitneyTest(old, now.slice(0, count)).p <= CONFIRMED_AT_MOST) return count;
  }
  return null;
}
