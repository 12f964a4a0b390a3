import { nowMs } from "../strategies/run-task.js";

/** As Node made them: libraries that fake time for tests put others in their place. */
const { setInterval, clearInterval } = globalThis;

/** The finest step that timers have. */
const TICK_MS = 1;

export interface LoopWatch {
  /** Stops, and says how long something else than a tick had to wait. */
  stop(): { "loop-delay-max-ms": number; "loop-delay-p99-ms": number };
}

/**
 * Watches how long the event loop of this thread is held up, with a timer of 1 ms; that costs about a hundredth of a
 * core, so it runs only where the trial is about it.
 */
export function watchLoop(): LoopWatch {
  const gapsMs: number[] = [];
  let lastMs = nowMs();
  const tick = () => {
    const now = nowMs();
    gapsMs.push(now - lastMs);
    lastMs = now;
  };
  const timer = setInterval(tick, TICK_MS);
  return {
    stop() {
      clearInterval(timer);
      // The loop may be held up at this very moment: the time since the last tick counts.
      tick();
      const holdsMs = gapsMs.map((gap) => Math.max(0, gap - TICK_MS));
      return { "loop-delay-max-ms": longest(holdsMs), "loop-delay-p99-ms": waitingTime(holdsMs, gapsMs, 0.99) };
    },
  };
}

/**
 * The wait that something which comes at any moment of the watch stays under with probability `share`. A quantile over
 * ticks would not do: a loop that is held up for a second ticks once in it.
 */
export function waitingTime(holdsMs: readonly number[], gapsMs: readonly number[], share: number): number {
  const totalMs = gapsMs.reduce((total, gap) => total + gap, 0);
  // In a hold of h, the wait of an arrival at any moment is longer than x during h - x.
  const longerThan = (x: number) => holdsMs.reduce((total, hold) => total + Math.max(0, hold - x), 0) / totalMs;
  let [low, high] = [0, longest(holdsMs)];
  for (let step = 0; step < 40; step++) {
    const middle = (low + high) / 2;
    if (longerThan(middle) > 1 - share) low = middle;
    else high = middle;
  }
  return high;
}

/** A long trial has more ticks than a call has room for arguments. */
function longest(holdsMs: readonly number[]): number {
  return holdsMs.reduce((most, hold) => Math.max(most, hold), 0);
}
