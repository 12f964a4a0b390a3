import type { Ratio } from "../../../stats/interval.js";
import type { EfficientTo } from "../../results/scaling.js";
import { type Standing, thresholdIn } from "./standing.js";

/** An efficiency from here on counts as one ... */
const EFFICIENT = 0.9;
/** ... if it is shown not to lie more than 3 % under it, as with everything that is "the same". */
const AT_LEAST = EFFICIENT / 1.03;

/** Efficiency at one worker count, by ascending workers. */
export interface EfficiencyPoint {
  workers: number;
  /** Speed-up / workers. */
  efficiency: Ratio | null;
  /** Speed-up that the rounds of equal tasks allow, whatever the cores. */
  idealByRounds: number;
}

/**
 * The largest count, without a gap, that is efficient. Efficiency is speed-up / workers: it is about how well workers are
 * used, so what the cores do not give counts against it. Counts that the rounds alone keep under 0.9 are passed over: what
 * is missing there is no overhead.
 */
export function efficientTo(points: readonly EfficiencyPoint[]): EfficientTo {
  const fits = points.filter(({ workers, idealByRounds }) => idealByRounds / workers >= EFFICIENT);
  const passedOver = points.filter((point) => !fits.includes(point)).map(({ workers }) => workers);
  const known = fits.flatMap(({ workers, efficiency }) => (efficiency ? [{ workers, ...efficiency }] : []));
  if (known.length === 0) {
    const none = { workers: null, next: null, reached: false, open: [], pointValues: false };
    return { ...none, reason: "no-reference", efficiency: null, endedBy: null, passedOver };
  }
  const isLimited = known.some(({ interval }) => interval !== null);
  // Among counts with intervals, one without (measured once) decides nothing; the reference is 1 by definition.
  const isUnknown = ({ value, interval }: Ratio) => isLimited && interval === null && value !== 1;
  const { last, end, open } = thresholdIn(known, (one) => (isUnknown(one) ? "open" : standingOf(one)));
  return {
    workers: last?.workers ?? null,
    next: nextTested(points, last?.workers ?? 0),
    reached: end !== undefined,
    open: open.map(({ workers }) => workers),
    pointValues: !isLimited && known.some(({ value }) => value !== 1),
    efficiency: last ? { value: last.value, interval: last.interval } : null,
    endedBy: end ?? null,
    passedOver,
  };
}

/** Without an interval, by the value. */
function standingOf({ value, interval }: Ratio): Standing {
  const [low, high] = interval ?? [value, value];
  if (high < EFFICIENT) return "fails";
  return value >= EFFICIENT && low >= AT_LEAST ? "holds" : "open";
}

/** The fewest tested workers above a count; `null` where it is the most. */
export function nextTested(points: readonly { workers: number }[], workers: number): number | null {
  return points.find((point) => point.workers > workers)?.workers ?? null;
}
