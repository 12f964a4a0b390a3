import { describe, expect, test } from "vitest";
import { worthItTo } from "../../../../src/analysis/scaling/thresholds/worth-it-to.js";

/** Gains of a known curve, each with limits so far from it. */
function judge(speedUps: Record<number, number>, above: number | null, rounds = (workers: number) => workers) {
  const points = Object.entries(speedUps).map(([count, speedUp]) => {
    const workers = Number(count);
    return { workers, speedUp, idealByRounds: rounds(workers) };
  });
  return worthItTo(points, (from, to) => {
    const value = to.speedUp - from.speedUp;
    return { value, atLeast: above === null ? null : value - above, atMost: above === null ? null : value + above };
  });
}

describe("worth it to", () => {
  test("is the last count before the gain of one more worker is clearly under half of ideal", () => {
    const found = judge({ 1: 1, 2: 1.8, 4: 3, 8: 4.6 }, 0.1);
    expect(found).toMatchObject({ workers: 4, next: 8, reached: true, pointValues: false });
    expect(found.endedBy).toMatchObject({ from: 4, to: 8 });
    expect(found.endedBy?.share).toBeCloseTo(0.4, 12);
    expect(found.endedBy?.atMost).toBeCloseTo(1.7 / 4, 12);
  });

  test("leaves a gain open that is under half, but not shown to be, or that is not shown at all", () => {
    expect(judge({ 1: 1, 2: 1.45, 3: 1.6 }, 0.1)).toMatchObject({ workers: 1, next: 2, open: [2], endedBy: { to: 3 } });
    expect(judge({ 1: 1, 2: 1.8, 4: 3.2 }, 1.5)).toMatchObject({ workers: 1, reached: false, open: [2, 4] });
  });

  test("leaves open a gain that its pair does not decide", () => {
    const points = [1, 2, 4].map((workers) => ({ workers, idealByRounds: workers }));
    const gain = (from: { workers: number }, to: { workers: number }) => {
      const value = to.workers - from.workers;
      return { value, atLeast: 0.1, atMost: 2 * value };
    };
    expect(worthItTo(points, gain, (_, to) => to.workers < 4)).toMatchObject({ workers: 2, open: [4], reached: false });
  });

  test("leaves open what was measured once among others measured several times", () => {
    const points = [1, 2, 4, 8].map((workers) => ({ workers, idealByRounds: workers }));
    const found = (gains: Record<number, number>) =>
      worthItTo(points, (_, { workers }) => {
        const value = gains[workers] ?? 0;
        const isSingle = workers > 2;
        return { value, atLeast: isSingle ? null : value - 0.1, atMost: isSingle ? null : value + 0.1 };
      });
    for (const once of [
      { 4: 2, 8: 0 },
      { 4: 0, 8: 4 },
    ])
      expect(found({ 2: 0.9, ...once })).toMatchObject({ workers: 2, open: [4, 8], reached: false, endedBy: null });
  });

  test("holds up to the most tested where every step pays", () => {
    expect(judge({ 1: 1, 2: 2, 4: 4 }, 0.1)).toMatchObject({ workers: 4, next: null, reached: false, endedBy: null });
  });

  test("judges no step for which the rounds promise nothing", () => {
    const rounds = (workers: number) => 8 / Math.ceil(8 / workers);
    expect(judge({ 1: 1, 2: 2, 4: 4, 6: 4, 8: 8 }, 0.1, rounds)).toMatchObject({ workers: 8, reached: false });
    const flat = judge({ 1: 1, 2: 2, 4: 4, 6: 4, 8: 4.1 }, 0.1, rounds);
    expect(flat).toMatchObject({ workers: 4, next: 6, endedBy: { from: 4, to: 8 } });
  });

  test("says why it names none, and what rests on one measurement each", () => {
    expect(judge({ 1: 1, 2: 0.9 }, 0.1, () => 1)).toMatchObject({ workers: null, reason: "no-gain-to-expect" });
    const points = [1, 2].map((workers) => ({ workers, idealByRounds: workers }));
    expect(worthItTo(points, () => null)).toMatchObject({ workers: null, reason: "no-reference" });
    expect(judge({ 1: 1, 2: 1.2 }, null)).toMatchObject({ workers: 1, pointValues: true });
  });
});
