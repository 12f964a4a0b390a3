import { geometricMean } from "../../stats/geometric-mean.js";
import { median } from "../../stats/median.js";
import type { HistoryPoint, Series } from "./series.js";

/** One time in ms for each point of a series. */
export interface SeriesValues {
  /** `null` where the run has none that a clock could tell from nothing. */
  ms: (number | null)[];
  /** Whether they are divided by the control cell, and set back to ms by what that usually takes. */
  byControl: boolean;
}

/**
 * Values of a series over its runs: the cell's median, or where that makes the series quieter the median of its quotients
 * with the control cell beside each trial. How quiet a series is shows between neighbours, the median step from one run to
 * the next, which a change of level leaves alone.
 */
export function valuesOf({ points }: Series): SeriesValues {
  // What a program prints need not follow the speed of the machine.
  const isTime = points.every(({ cell }) => cell.measure === undefined);
  const timed = points.map(({ cell }) => (cell.belowResolution ? null : cell.medianMs));
  const divided = isTime ? dividedByControl(points, timed) : null;
  if (divided === null || medianStep(divided) >= medianStep(timed)) return { ms: timed, byControl: false };
  return { ms: divided, byControl: true };
}

/** The same divided by the control cell; runs without one in ten blocks stay as they are. `null`: no run has it. */
function dividedByControl(
  points: readonly HistoryPoint[],
  timed: readonly (number | null)[],
): (number | null)[] | null {
  const work = points.findLast(({ controlCell }) => controlCell !== undefined)?.controlCell;
  if (work === undefined) return null;
  const controls = points.map(({ controlCell: own }) =>
    own?.workload === work.workload && own.n === work.n ? own.typicalMs : null,
  );
  const typical = controls.flatMap((ms) => ms ?? []);
  if (typical.length === 0) return null;
  const usualMs = geometricMean(typical);
  return points.map(({ cell: { quotient } }, index) => {
    const ms = timed[index] ?? null;
    return ms === null || quotient === null || (controls[index] ?? null) === null ? ms : quotient * usualMs;
  });
}

function medianStep(ms: readonly (number | null)[]): number {
  const logs = ms.flatMap((value) => (value === null ? [] : Math.log(value)));
  const steps = logs.slice(1).map((value, index) => Math.abs(value - (logs[index] as number)));
  return steps.length === 0 ? 0 : median(steps);
}
