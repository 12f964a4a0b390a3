import { describe, expect, test } from "vitest";
import { levelsOf } from "../../../src/analysis/history/changes.js";
import { seededRandom } from "../../../src/stats/random.js";
import { NOISES } from "../../bench/noise.js";
import { correlated, independent, ratesOf, rising, type SeriesKind, stepped } from "../../bench/simulated-series.js";

const SERIES = 150;

/** Shares in percent; `npm run bench -- history-rules` takes a thousand series of each. */
function shares(kind: SeriesKind, runs: number) {
  const counts = ratesOf((values) => levelsOf(values), kind, { series: SERIES, runs, random: seededRandom(1) });
  const share = (count: number) => (100 * count) / SERIES;
  return {
    step: share(counts.step),
    drift: share(counts.drift),
    either: share(counts.either),
    found: share(counts.found),
  };
}

describe("of simulated series", () => {
  // 100 runs take as long as these three; the bench has them.
  test.each([20, 30, 50])("flat ones of %i runs with a serial correlation of 0.5 seldom have a change", (runs) => {
    expect(shares(correlated(0.5), runs).either).toBeLessThanOrEqual(5);
  });

  test.each(Object.entries(NOISES))("flat ones of independent %s noise seldom have a change", (...noise) => {
    for (const runs of [20, 50]) expect(shares(independent(noise), runs).either).toBeLessThanOrEqual(5);
  });

  test("those with a step of 5 % among 50 runs with noise of 2 % have it, near its place", () => {
    const { step, found } = shares(stepped(0.5), 50);
    expect(step).toBeGreaterThanOrEqual(97);
    expect(found).toBeGreaterThanOrEqual(95);
  });

  test("those that rise steadily by 12 % drift, and few have a step", () => {
    const { step, drift } = shares(rising(2), 50);
    expect(drift).toBeGreaterThanOrEqual(90);
    expect(step).toBeLessThanOrEqual(10);
  });
});
