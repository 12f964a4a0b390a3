import { describe, expect, it } from "vitest";
import { COMPARED_BLOCKS, measuredFloorPercent } from "../../../src/analysis/comparing/machine-floor.js";
import { hodgesLehmann } from "../../../src/stats/hodges-lehmann.js";
import { quantile } from "../../../src/stats/quantile.js";
import { seededRandom } from "../../../src/stats/random.js";
import { signedRankTest } from "../../../src/stats/signed-rank.js";
import { gaussian, NOISES, type Noise } from "../../bench/noise.js";

/** Log ratios of one cell under two names. */
const equalPairs = (blocks: number, noise: Noise, random: () => number) =>
  Array.from({ length: blocks }, () => noise(random) - noise(random));

const LOUD: Record<string, Noise> = {
  ...NOISES,
  "loud log-normal": (random) => 0.06 * gaussian(random),
};

describe("measuredFloorPercent", () => {
  it("is about the 97.5th percentile of what fresh comparisons of equal programs show, on every kind of noise", () => {
    for (const [name, noise] of Object.entries(LOUD)) {
      const random = seededRandom(5);
      const fresh = Array.from({ length: 1_500 }, () => {
        const logs = equalPairs(COMPARED_BLOCKS, noise, random);
        return { change: Math.abs(Math.expm1(hodgesLehmann(logs, []).estimate)) * 100, p: signedRankTest(logs).p };
      });
      const truth = quantile(
        fresh.map(({ change }) => change),
        0.975,
      );
      const floors = Array.from({ length: 8 }, (_, seed) => measuredFloorPercent(equalPairs(150, noise, random), seed));
      const mean = floors.reduce((sum, floor) => sum + floor, 0) / floors.length;
      expect(mean / truth, name).toBeGreaterThan(0.85);
      expect(mean / truth, name).toBeLessThan(1.25);
      // False alarms of the rule under the lowest of these floors, on comparisons that it never saw.
      const lowest = Math.min(...floors);
      const alarms = fresh.filter(({ change, p }) => p <= 0.05 && change >= Math.max(2, lowest)).length;
      expect(alarms / fresh.length, name).toBeLessThanOrEqual(0.045);
    }
  });

  it("is the same for the same recording and seed, and grows with the noise", () => {
    const logs = equalPairs(100, LOUD["loud log-normal"] as Noise, seededRandom(2));
    expect(measuredFloorPercent(logs, 7)).toBe(measuredFloorPercent(logs, 7));
    const half = logs.map((log) => log / 2);
    const ratio = measuredFloorPercent(logs, 7) / measuredFloorPercent(half, 7);
    expect(ratio).toBeGreaterThan(1.9);
    expect(ratio).toBeLessThan(2.2);
  });

  it("is nothing where nothing differs, and refuses to draw from nothing", () => {
    expect(measuredFloorPercent(Array(40).fill(0), 1)).toBe(0);
    expect(() => measuredFloorPercent([], 1)).toThrow(RangeError);
  });
});
