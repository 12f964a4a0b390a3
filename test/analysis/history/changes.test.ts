import { describe, expect, test } from "vitest";
import { levelsOf } from "../../../src/analysis/history/changes.js";
import { correlationAbout, piecesOf } from "../../../src/analysis/history/pieces.js";
import { mannWhitneyTest } from "../../../src/stats/mann-whitney.js";
import { mean } from "../../../src/stats/mean.js";
import { median } from "../../../src/stats/median.js";
import { seededRandom } from "../../../src/stats/random.js";
import { whitened } from "../../../src/stats/serial-correlation.js";
import { gaussian, NOISES } from "../../bench/noise.js";

const RUNS = 1_000;

/** Medians of ten trials a run, each trial with 2 % of noise; `factor` multiplies those from `at` on. */
function medians(random: () => number, runs: number, { at = runs, factor = 1 } = {}): number[] {
  return Array.from({ length: runs }, (_, run) => {
    const ms = Array.from({ length: 10 }, () => 100 * Math.exp(0.02 * gaussian(random)));
    return median(ms) * (run < at ? 1 : factor);
  });
}

/** Segments of one run each, with this noise in percent. */
function steps(levels: readonly [ms: number, runs: number][], seed: number, percent = 1): number[] {
  const random = seededRandom(seed);
  return levels.flatMap(([ms, runs]) =>
    Array.from({ length: runs }, () => ms * Math.exp((percent / 100) * gaussian(random))),
  );
}

describe("levelsOf", () => {
  test("finds ten of ten steps of 20 % in series of a thousand runs, where they are, and nothing else", () => {
    const random = seededRandom(6);
    for (let cell = 0; cell < 10; cell++) {
      const at = 4 + Math.floor(random() * (RUNS - 12));
      const { changes, segments } = levelsOf(medians(random, RUNS, { at, factor: 1.2 }));
      expect(changes.map((change) => change.at)).toEqual([at]);
      expect(segments).toHaveLength(2);
      expect(changes[0]?.changePercent).toBeGreaterThan(17);
      expect(changes[0]?.changePercent).toBeLessThan(23);
      expect(changes[0]?.confirmedBy).not.toBeNull();
    }
  });

  test("finds a change in at most 1 of 100 flat series of a thousand runs", () => {
    const random = seededRandom(7);
    const flat = Array.from({ length: 100 }, () => medians(random, RUNS));
    expect(flat.filter((values) => levelsOf(values).changes.length > 0).length).toBeLessThanOrEqual(1);
  });

  test.each(Object.entries(NOISES))("finds a change in few short flat series of %s noise", (_, noise) => {
    const random = seededRandom(8);
    const flat = Array.from({ length: 300 }, () => Array.from({ length: 30 }, () => 100 * Math.exp(noise(random))));
    expect(flat.filter((values) => levelsOf(values).changes.length > 0).length).toBeLessThanOrEqual(6);
  });

  test("gives the levels as geometric means, the change as their ratio with an interval, and p of both segments without their serial correlation", () => {
    const values = steps(
      [
        [100, 12],
        [110, 15],
      ],
      1,
    );
    const { segments, changes } = levelsOf(values);
    const level = (part: number[]) => Math.exp(mean(part.map(Math.log)));
    expect(segments).toEqual([
      { from: 0, to: 11, runs: 12, level: level(values.slice(0, 12)), drift: null },
      { from: 12, to: 26, runs: 15, level: level(values.slice(12)), drift: null },
    ]);
    const [change] = changes;
    expect(change?.ratio).toBeCloseTo(level(values.slice(12)) / level(values.slice(0, 12)), 12);
    const logs = values.map(Math.log);
    const r = correlationAbout(logs, piecesOf(logs, [12]));
    expect(r).toBeGreaterThan(0);
    expect(change?.p).toBe(mannWhitneyTest(whitened(logs.slice(0, 12), r), whitened(logs.slice(12), r)).p);
    const [low, high] = change?.interval ?? [0, 0];
    expect(low).toBeLessThan(10);
    expect(high).toBeGreaterThan(9);
  });

  test("suspects a change first, and has it confirmed by the run that brings p to 0.001", () => {
    const values = steps(
      [
        [100, 7],
        [120, 12],
      ],
      2,
    );
    const seen = Array.from({ length: 12 }, (_, index) => levelsOf(values.slice(0, 8 + index)).changes[0]);
    const firstSuspected = seen.findIndex((change) => change !== undefined);
    const firstConfirmed = seen.findIndex((change) => change?.confirmedBy != null);
    // Four runs at the new level give p = 0.006, seven and seven 0.0006; the tests of the search and of serial correlation may ask for more.
    expect([3, 4, 5]).toContain(firstSuspected);
    expect(firstConfirmed).toBeGreaterThan(firstSuspected);
    const by = 7 + firstConfirmed;
    expect(seen.slice(firstConfirmed).map((change) => change?.confirmedBy)).toEqual(
      Array(12 - firstConfirmed).fill(by),
    );
    expect(mannWhitneyTest(values.slice(0, 7), values.slice(7, by + 1)).p).toBeLessThanOrEqual(0.001);
  });

  test("knows a change and its way back, and passes over what is smaller than the floor", () => {
    const bump = steps(
      [
        [100, 15],
        [112, 14],
        [100, 16],
      ],
      3,
    );
    expect(levelsOf(bump).changes.map(({ at }) => at)).toEqual([15, 29]);
    expect(levelsOf(bump, 15).changes).toEqual([]);
    const small = steps(
      [
        [100, 60],
        [101.2, 60],
        [130, 20],
      ],
      4,
      0.2,
    );
    const { changes, segments } = levelsOf(small);
    expect(changes.map(({ at }) => at)).toEqual([120]);
    expect(segments).toHaveLength(2);
  });

  test("calls a steady rise a drift, with its size over its runs, beside a step at its end", () => {
    const random = seededRandom(9);
    const values = Array.from(
      { length: 80 },
      (_, run) => 100 * (run < 40 ? 1 + (0.12 * run) / 39 : 1.35) * Math.exp(0.01 * gaussian(random)),
    );
    const rise = levelsOf(values.slice(0, 40));
    expect(rise.changes).toEqual([]);
    expect(rise.segments).toHaveLength(1);
    const drift = rise.segments[0]?.drift;
    expect(drift?.interval[0]).toBeLessThan(12);
    expect(drift?.interval[1]).toBeGreaterThan(12);
    expect(drift?.changePercent).toBeCloseTo(((drift?.last ?? 0) / (drift?.first ?? 1) - 1) * 100, 9);
    const both = levelsOf(values);
    expect(both.segments.map(({ from, to, drift: own }) => [from, to, own !== null])).toEqual([
      [0, 39, true],
      [40, 79, false],
    ]);
    // From the end of the line, 112, to 135.
    const [step, ...more] = both.changes;
    expect(more).toEqual([]);
    expect(step?.at).toBe(40);
    expect(step?.interval[0]).toBeLessThan((135 / 112 - 1) * 100);
    expect(step?.interval[1]).toBeGreaterThan((135 / 112 - 1) * 100);
  });

  test("has one segment of what is short, and none of nothing", () => {
    expect(levelsOf([3, 4, 5])).toMatchObject({ segments: [{ from: 0, to: 2 }], changes: [] });
    expect(levelsOf([])).toEqual({ segments: [], changes: [] });
  });
});
