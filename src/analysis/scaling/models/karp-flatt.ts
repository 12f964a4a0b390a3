import type { Interval, Ratio } from "../../../stats/interval.js";

/** The experimentally determined serial share at one worker count. */
export interface KarpFlatt {
  workers: number;
  serialShare: number;
  /** From the interval of the speed-up; `null` without one. */
  interval: Interval | null;
}

/** At two workers 2 % of noise spans -0.019 to 0.061: the metric says nothing there. */
const FEWEST_WORKERS = 3;

/**
 * Karp and Flatt's metric (CACM 33(5), 1990) of each measured speed-up: constant over the workers speaks for a serial
 * part, rising for overhead. Up to two workers have none.
 */
export function karpFlatt(speedUps: readonly { workers: number; speedUp: Ratio }[]): KarpFlatt[] {
  return speedUps
    .filter(({ workers }) => workers >= FEWEST_WORKERS)
    .map(({ workers, speedUp: { value, interval } }) => ({
      workers,
      serialShare: serialShare(value, workers),
      // The faster, the less is serial.
      interval: interval && [serialShare(interval[1], workers), serialShare(interval[0], workers)],
    }));
}

/** e = (1 / S - 1 / p) / (1 - 1 / p). */
function serialShare(speedUp: number, workers: number): number {
  return (1 / speedUp - 1 / workers) / (1 - 1 / workers);
}
