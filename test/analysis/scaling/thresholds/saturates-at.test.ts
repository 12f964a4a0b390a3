import { describe, expect, test } from "vitest";
import { saturatesAt } from "../../../../src/analysis/scaling/thresholds/saturates-at.js";

/** Ratios of known speeds, with intervals of so much either way. */
function judge(speeds: Record<number, number>, reach: number | null, rounds = (workers: number) => workers) {
  const points = Object.entries(speeds).map(([count, speed]) => {
    const workers = Number(count);
    return { workers, speed, idealByRounds: rounds(workers) };
  });
  return saturatesAt(points, (from, to) => {
    const value = to.speed / from.speed;
    const within = (share: number): [number, number] | null =>
      reach === null ? null : [value * (1 - share * reach), value * (1 + share * reach)];
    return { value, interval: within(1), interval90: within(0.8) };
  });
}

describe("saturates at", () => {
  test("is the smallest count within 5 % of the best, where time is level beyond", () => {
    const found = judge({ 1: 1, 4: 4, 8: 8, 16: 8.1, 32: 8 }, 0.01);
    expect(found).toMatchObject({ workers: 8, next: 16, best: 16, beyond: "level", reached: true });
    expect(found.shareOfBest?.value).toBeCloseTo(8 / 8.1, 12);
  });

  test("is reached where more workers clearly take longer", () => {
    expect(judge({ 1: 1, 2: 1.9, 4: 1.5, 8: 1.2 }, 0.01)).toMatchObject({
      workers: 2,
      beyond: "falling",
      reached: true,
    });
  });

  test("is not reached on a curve that still rises, however slowly", () => {
    const amdahl = (workers: number) => 1 / (0.1 + 0.9 / workers);
    const every = Object.fromEntries(Array.from({ length: 32 }, (_, index) => [index + 1, amdahl(index + 1)]));
    expect(judge(every, 0.01)).toMatchObject({ workers: 26, next: 27, best: 32, beyond: "rising", reached: false });
    const doubling = Object.fromEntries([1, 2, 4, 8, 16].map((workers) => [workers, amdahl(workers)]));
    expect(judge(doubling, 0.01)).toMatchObject({ workers: 16, next: null, beyond: "untested", reached: false });
  });

  test("takes no last small step for a plateau, nor one for which rounds promise nothing", () => {
    expect(judge({ 1: 1, 8: 6, 14: 8, 15: 8 }, 0.01)).toMatchObject({
      workers: 14,
      beyond: "untested",
      reached: false,
    });
    const rounds = (workers: number) => 8 / Math.ceil(8 / workers);
    expect(judge({ 1: 1, 2: 2, 4: 4, 6: 4 }, 0.01, rounds)).toMatchObject({ workers: 4, beyond: "untested" });
    expect(judge({ 1: 1, 2: 2, 4: 4, 6: 4, 8: 4 }, 0.01, rounds)).toMatchObject({ workers: 4, beyond: "level" });
  });

  test("claims nothing from wide intervals or from one trial", () => {
    expect(judge({ 1: 1, 8: 8, 16: 8 }, 0.2)).toMatchObject({ workers: 8, beyond: "unclear", reached: false });
    expect(judge({ 1: 1, 8: 8, 16: 8 }, null)).toMatchObject({ beyond: "unclear", pointValues: true, reached: false });
  });
});
