/** A reading of another machine's clock between two of this one's, in ms. */
export interface ClockReading {
  sentMs: number;
  thereMs: number;
  arrivedMs: number;
}

/** What is added to times of another clock to have them on this one, and how far off that may be either way, in ms. */
export interface ClockOffset {
  offsetMs: number;
  uncertaintyMs: number;
}

/**
 * The offset of another machine's clock, by the reading that took least time on its way: the other clock was read somewhere
 * between, so the middle is wrong by half of that time at most (Cristian's algorithm, 1989).
 */
export function clockOffset(readings: readonly ClockReading[]): ClockOffset | null {
  const [best] = readings.toSorted((a, b) => a.arrivedMs - a.sentMs - (b.arrivedMs - b.sentMs));
  if (best === undefined) return null;
  const uncertaintyMs = (best.arrivedMs - best.sentMs) / 2;
  return { offsetMs: best.sentMs + uncertaintyMs - best.thereMs, uncertaintyMs };
}
