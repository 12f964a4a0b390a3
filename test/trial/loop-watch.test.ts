import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { waitingTime, watchLoop } from "../../src/trial/loop-watch.js";

function hold(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}

describe("watchLoop", () => {
  it("sees for how long the loop was held up", async () => {
    const watch = watchLoop();
    await pause(20);
    hold(80);
    await pause(20);
    const { "loop-delay-max-ms": max, "loop-delay-p99-ms": p99 } = watch.stop();
    expect(max).toBeGreaterThan(70);
    expect(p99).toBeLessThanOrEqual(max);
    expect(p99).toBeGreaterThan(50);
  });

  it("counts a hold that is not over yet", () => {
    const watch = watchLoop();
    hold(40);
    expect(watch.stop()["loop-delay-max-ms"]).toBeGreaterThan(35);
  });
});

describe("waitingTime", () => {
  it("is the quantile over moments, not over ticks", () => {
    // Held for 1000 of 2000 ms: an arrival at any moment waits longer than x with probability (1000 - x) / 2000.
    const gaps = [1_000, ...Array<number>(1_000).fill(1)];
    const holds = [1_000, ...Array<number>(1_000).fill(0)];
    expect(waitingTime(holds, gaps, 0.99)).toBeCloseTo(980, 6);
    expect(waitingTime(holds, gaps, 0.75)).toBeCloseTo(500, 6);
  });

  it("is nothing where the loop was free", () => {
    expect(waitingTime([0, 0], [1, 1], 0.99)).toBe(0);
  });
});
