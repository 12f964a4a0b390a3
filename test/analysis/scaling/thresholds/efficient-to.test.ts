import { describe, expect, test } from "vitest";
import { efficientTo } from "../../../../src/analysis/scaling/thresholds/efficient-to.js";
import type { Ratio } from "../../../../src/stats/interval.js";

/** Efficiencies with an interval of 2 points either way. */
function points(efficiencies: Record<number, number | null>, idealByRounds = (workers: number) => workers) {
  return Object.entries(efficiencies).map(([count, value]) => {
    const workers = Number(count);
    const efficiency: Ratio | null = value === null ? null : { value, interval: [value - 0.02, value + 0.02] };
    return { workers, efficiency, idealByRounds: idealByRounds(workers) };
  });
}

describe("efficient to", () => {
  test("is the last count of 0.9 or more, with the next tested one and those that are open", () => {
    const found = efficientTo(points({ 1: 1, 2: 0.95, 4: 0.885, 8: 0.6 }));
    expect(found).toMatchObject({ workers: 2, next: 4, reached: true, open: [4], pointValues: false, passedOver: [] });
    expect(found.efficiency?.value).toBe(0.95);
    expect(found.endedBy).toMatchObject({ workers: 8, value: 0.6 });
  });

  test("claims no efficiency that its interval leaves far under 0.9, nor one that the estimate denies", () => {
    const wide = { value: 0.95, interval: [0.8, 1.1] as [number, number] };
    const low = { value: 0.115, interval: [0, 20] as [number, number] };
    const at = (workers: number, efficiency: Ratio) => ({ workers, efficiency, idealByRounds: workers });
    const one = at(1, { value: 1, interval: null });
    expect(efficientTo([one, at(2, wide)])).toMatchObject({ workers: 1, reached: false, open: [2] });
    expect(efficientTo([one, at(8, low)])).toMatchObject({ workers: 1, reached: false, open: [8] });
  });

  test("leaves open what was measured once among others measured several times", () => {
    const [one, , four] = points({ 1: 1, 2: 0.95, 4: 0.95 });
    for (const value of [0.99, 0.5]) {
      const once = { workers: 2, efficiency: { value, interval: null }, idealByRounds: 2 };
      const found = efficientTo([one, once, four].flatMap((point) => point ?? []));
      expect(found).toMatchObject({ workers: 1, open: [2], reached: false, pointValues: false });
    }
  });

  test("goes no further than a gap", () => {
    expect(efficientTo(points({ 1: 1, 2: 0.7, 4: 0.95 })).workers).toBe(1);
  });

  test("holds up to the most tested where no count ends it", () => {
    expect(efficientTo(points({ 1: 1, 2: 0.99, 4: 0.97 }))).toMatchObject({ workers: 4, next: null, reached: false });
  });

  test("names no count where not even the fewest workers are efficient", () => {
    const found = efficientTo(points({ 1: 0.5, 2: 0.4 }));
    expect(found).toMatchObject({ workers: null, next: 1, reached: true, endedBy: { workers: 1, value: 0.5 } });
  });

  test("passes over counts that the rounds of 8 tasks keep under 0.9, and never names one", () => {
    const rounds = (workers: number) => 8 / Math.ceil(8 / workers);
    const perfect = Object.fromEntries([1, 2, 3, 4, 6, 8].map((workers) => [workers, rounds(workers) / workers]));
    expect(efficientTo(points(perfect, rounds))).toMatchObject({ workers: 8, next: null, passedOver: [3, 6] });
    const twoCores = { 1: 1, 2: 1, 3: 0.67, 4: 0.5, 6: 0.33 };
    expect(efficientTo(points(twoCores, rounds))).toMatchObject({ workers: 2, next: 3, endedBy: { workers: 4 } });
  });

  test("says so where there is nothing to be efficient against, or no interval", () => {
    expect(efficientTo(points({ 2: null, 4: null }))).toMatchObject({ workers: null, reason: "no-reference" });
    const bare = [
      { workers: 1, efficiency: { value: 1, interval: null }, idealByRounds: 1 },
      { workers: 2, efficiency: { value: 0.92, interval: null }, idealByRounds: 2 },
    ];
    expect(efficientTo(bare)).toMatchObject({ workers: 2, pointValues: true });
  });
});
