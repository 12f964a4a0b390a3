import type { Ratio } from "../../../stats/interval.js";
import type { EfficientTo } from "../../results/scaling.js";

/** An efficiency from here on counts as one. */
const EFFICIENT = 0.9;

/** Efficiency at one worker count, by ascending workers. */
export interface EfficiencyPoint {
  workers: number;
  /** Speed-up / workers. */
  efficiency: Ratio | null;
  /** Speed-up that the rounds of equal tasks allow, whatever the cores. */
  idealByRounds: number;
}

/**
 * The largest count, without a gap, whose efficiency interval reaches 0.9. Efficiency is speed-up / workers:
 * it is about how well workers are used, so what the cores do not give counts against it. Counts that the rounds alone keep
 * under 0.9 are passed over: what is missing there is no overhead.
 */
export function efficientTo(points: readonly EfficiencyPoint[]): EfficientTo {
  const fits = points.filter(({ workers, idealByRounds }) => idealByRounds / workers >= EFFICIENT);
  const passedOver = points.filter((point) => !fits.includes(point)).map(({ workers }) => workers);
  const known = fits.flatMap(({ workers, efficiency }) => (efficiency ? [{ workers, ...efficiency }] : []));
  if (known.length === 0) {
    const none = { workers: null, next: null, reached: false, pointValues: false, reason: "no-reference" as const };
    return { ...none, efficiency: null, endedBy: null, passedOver };
  }
  const end = known.findIndex(({ value, interval }) => (interval?.[1] ?? value) < EFFICIENT);
  const last = end === -1 ? known.at(-1) : known[end - 1];
  return {
    workers: last?.workers ?? null,
    next: nextTested(points, last?.workers ?? 0),
    reached: end !== -1,
    // The reference itself is 1 by definition.
    pointValues: known.every(({ interval }) => interval === null) && known.some(({ value }) => value !== 1),
    efficiency: last ? { value: last.value, interval: last.interval } : null,
    endedBy: known[end] ?? null,
    passedOver,
  };
}

/** The fewest tested workers above a count; `null` where it is the most. */
export function nextTested(points: readonly { workers: number }[], workers: number): number | null {
  return points.find((point) => point.workers > workers)?.workers ?? null;
}
