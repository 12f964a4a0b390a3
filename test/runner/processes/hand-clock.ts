import type { Clock } from "../../../src/runner/processes/system.js";

/** A clock that stands still until it is advanced; timers that are due then run in order. */
export function handClock(): Clock & { advance(ms: number): void } {
  let now = 0;
  let timers: { atMs: number; then: () => void }[] = [];
  return {
    nowMs: () => now,
    after(ms, then) {
      const timer = { atMs: now + ms, then };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    advance(ms) {
      const end = now + ms;
      for (;;) {
        const [next] = timers.filter(({ atMs }) => atMs <= end).sort((a, b) => a.atMs - b.atMs);
        if (next === undefined) break;
        timers = timers.filter((other) => other !== next);
        now = Math.max(now, next.atMs);
        next.then();
      }
      now = Math.max(now, end);
    },
  };
}
