import { describe, expect, test } from "vitest";
import { hodgesLehmann } from "../../src/stats/hodges-lehmann.js";
import { seededRandom } from "../../src/stats/random.js";
import { tInterval } from "../../src/stats/t-interval.js";
import { drift, NOISES, type Noise } from "../bench/noise.js";

/** 4000 rounds: the Monte Carlo standard error of a coverage of 95 % is 0.34 points. */
const ROUNDS = 4000;
const MONTE_CARLO = Math.sqrt((0.95 * 0.05) / ROUNDS);

/** Log ratios of two equal programs in interleaved blocks: the drift cancels, the noise does not. */
function logRatios(noise: Noise, blocks: number, random: () => number): number[] {
  return Array.from({ length: blocks }, (_, block) => {
    const mood = drift(block, blocks);
    return mood + noise(random) - (mood + noise(random));
  });
}

function coverage(interval: (values: number[]) => readonly [number, number], noise: Noise, blocks: number): number {
  const random = seededRandom(blocks);
  let covered = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const [low, high] = interval(logRatios(noise, blocks, random));
    if (low <= 0 && high >= 0) covered++;
  }
  return covered / ROUNDS;
}

describe("coverage of nominal 95 % intervals, simulated", () => {
  for (const [name, noise] of Object.entries(NOISES)) {
    test.each([10, 20, 30])(`Hodges-Lehmann on ${name} noise with %i blocks covers 94 to 96 %%`, (blocks) => {
      const share = coverage((values) => hodgesLehmann(values, [0.95]).intervals[0] ?? [0, 0], noise, blocks);
      // Two standard errors of the simulation itself on either side.
      expect(share).toBeGreaterThan(0.94 - 2 * MONTE_CARLO);
      expect(share).toBeLessThan(0.96 + 2 * MONTE_CARLO);
    });

    test.each([5, 8])(`t on logs on ${name} noise with %i blocks covers at least 94 %%`, (blocks) => {
      const share = coverage((values) => tInterval(values, 0.95), noise, blocks);
      expect(share).toBeGreaterThan(0.94 - 2 * MONTE_CARLO);
    });
  }
});
