import { mannWhitneyTest } from "../../stats/mann-whitney.js";
import { mean } from "../../stats/mean.js";
import { intervalOfT } from "../../stats/t-statistic.js";
import { welchT } from "../../stats/welch-t.js";
import { toPercent } from "../comparing/estimate.js";
import { GENERAL_FLOOR_PERCENT } from "../comparing/verdict.js";
import type { Interval } from "../results/run-analysis.js";
import { changePoints, FEWEST_RUNS, type FindChanges, findChanges } from "./change-points.js";

/** It is suspected until later runs bring p down to this, which takes about seven runs on either side. */
const CONFIRMED_AT_MOST = 0.001;

/** A stretch of a series without a change in it. */
export interface Segment {
  /** First and last place in the series. */
  from: number;
  to: number;
  /** How many values it has. */
  runs: number;
  /** Geometric mean of its values. */
  level: number;
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
  /** Of the rank test of the two segments. */
  p: number;
  /** Place of the run whose coming confirmed it; `null`: it is only suspected. */
  confirmedBy: number | null;
}

export interface Levels {
  segments: Segment[];
  /** Between the segments, in order. */
  changes: LevelChange[];
}

/**
 * Segments and changes of a series of times (E-divisive on their logarithms). Changes smaller than the floor are none: the
 * smallest goes first, and what it parted is one segment.
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
  let points = changePoints(logs, find);
  for (;;) {
    const segments = segmentsOf(logs, points);
    const sizes = segments
      .slice(1)
      .map(({ level }, index) => Math.abs(Math.log(level / (segments[index]?.level ?? 1))));
    const smallest = Math.min(...sizes);
    // Compared as percentages are: 2 % more and 2 % less.
    if (sizes.length === 0 || smallest >= least) return { segments, changes: changesBetween(logs, segments) };
    points = points.filter((_, index) => index !== sizes.indexOf(smallest));
  }
}

function segmentsOf(logs: readonly number[], points: readonly number[]): Segment[] {
  const starts = [0, ...points];
  return starts.map((from, index) => {
    const end = starts[index + 1] ?? logs.length;
    return { from, to: end - 1, runs: end - from, level: Math.exp(mean(logs.slice(from, end))) };
  });
}

function changesBetween(logs: readonly number[], segments: readonly Segment[]): LevelChange[] {
  return segments.slice(1).map((after, index): LevelChange => {
    const before = segments[index] as Segment;
    const [old, now] = [logs.slice(before.from, before.to + 1), logs.slice(after.from, after.to + 1)];
    const t = welchT(old, now);
    const [low, high] = intervalOfT(t, 0.95);
    return {
      at: after.from,
      before,
      after,
      ratio: Math.exp(t.estimate),
      changePercent: toPercent(t.estimate),
      interval: [toPercent(low), toPercent(high)],
      p: mannWhitneyTest(old, now).p,
      confirmedBy: confirmedBy(old, now, after.from),
    };
  });
}

/** The first run with which the rank test reaches the level that confirms. */
function confirmedBy(old: readonly number[], now: readonly number[], at: number): number | null {
  for (let count = FEWEST_RUNS + 1; count <= now.length; count++) {
    if (mannWhitneyTest(old, now.slice(0, count)).p <= CONFIRMED_AT_MOST) return at + count - 1;
  }
  return null;
}
