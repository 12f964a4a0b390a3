import { describe, expect, test } from "vitest";
import { saturatesAt } from "../../../../src/analysis/scaling/thresholds/saturates-at.js";

/** Decisions on known speeds: the same within 3 %, a change from so much on (in percent), else open. */
function judge(speeds: Record<number, number>, clearFrom: number | null, rounds = (workers: number) => workers) {
  const points = Object.entries(speeds).map(([count, speed]) => {
    const workers = Number(count);
    return { workers, speed, idealByRounds: rounds(workers) };
  });
  return saturatesAt(
    points,
    (from, to) => {
      if (clearFrom === null) return null;
      const percent = 100 * (from.speed / to.speed - 1);
      if (Math.abs(percent) >= clearFrom) return percent < 0 ? "faster" : "slower";
      return Math.abs(percent) < 3 && clearFrom < 10 ? "same" : "inconclusive";
    },
    clearFrom === null,
  );
}

describe("saturates at", () => {
  test("is the first count above the last gain, where time is level beyond", () => {
    const found = judge({ 1: 1, 4: 4, 8: 8, 16: 8.1, 32: 8 }, 2);
    expect(found).toMatchObject({
      workers: 8,
      next: 16,
      gainsTo: 4,
      best: 16,
      beyond: "level",
      reached: true,
      open: [],
    });
  });

  test("is reached where more workers take longer", () => {
    expect(judge({ 1: 1, 2: 1.9, 4: 1.5, 8: 1.2 }, 2)).toMatchObject({
      workers: 2,
      gainsTo: 1,
      beyond: "falling",
      reached: true,
    });
  });

  test("is not where a count between may take less time", () => {
    // From 2 to 4 workers open, from 2 to 8 and from 4 to 8 slower.
    expect(judge({ 1: 1, 2: 1.9, 4: 2.05, 8: 1.5 }, 15)).toMatchObject({ workers: 4, reached: true, open: [2] });
  });

  test("is not reached on a curve that still rises", () => {
    const amdahl = (workers: number) => 1 / (0.1 + 0.9 / workers);
    const doubling = Object.fromEntries([1, 2, 4, 8, 16].map((workers) => [workers, amdahl(workers)]));
    expect(judge(doubling, 2)).toMatchObject({ workers: 16, next: null, gainsTo: 8, beyond: "rising", reached: false });
    const every = Object.fromEntries(Array.from({ length: 32 }, (_, index) => [index + 1, amdahl(index + 1)]));
    expect(judge(every, 2)).toMatchObject({ beyond: "untested", reached: false });
  });

  test("takes no last small step for a plateau, nor one for which rounds promise nothing", () => {
    expect(judge({ 1: 1, 8: 6, 14: 8, 15: 8 }, 2)).toMatchObject({ workers: 14, beyond: "untested", reached: false });
    const rounds = (workers: number) => 8 / Math.ceil(8 / workers);
    expect(judge({ 1: 1, 2: 2, 4: 4, 6: 4 }, 2, rounds)).toMatchObject({ workers: 4, beyond: "untested" });
    expect(judge({ 1: 1, 2: 2, 4: 4, 6: 4, 8: 4 }, 2, rounds)).toMatchObject({ workers: 4, beyond: "level" });
  });

  test("names the counts between the last gain and the first level one", () => {
    // 4 to 8 workers: 5 % less time, neither a change nor the same.
    expect(judge({ 1: 1, 4: 4, 8: 4.2, 16: 4.2 }, 8)).toMatchObject({
      workers: 8,
      gainsTo: 1,
      open: [4],
      reached: true,
    });
  });

  test("claims nothing that is not decided, and nothing from one trial", () => {
    expect(judge({ 1: 1, 8: 8, 16: 8 }, 50)).toMatchObject({
      gainsTo: 1,
      beyond: "unclear",
      reached: false,
      open: [8, 16],
    });
    expect(judge({ 1: 1, 8: 8, 16: 8 }, null)).toMatchObject({ beyond: "unclear", pointValues: true, reached: false });
  });

  test("of equal times is the fewest workers", () => {
    expect(judge({ 1: 1, 2: 1, 4: 1 }, 2)).toMatchObject({ workers: 1, gainsTo: null, reached: true });
  });
});
