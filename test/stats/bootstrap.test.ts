import { describe, expect, test } from "vitest";
import { percentileInterval, ratioReplicates, resampledMedians } from "../../src/stats/bootstrap.js";
import { median } from "../../src/stats/median.js";
import { seededRandom } from "../../src/stats/random.js";
import { replicatesOf } from "./replicates.js";

// The city data of Davison and Hinkley 1997 (boot 1.3-31): populations of ten cities in 1920 and 1930.
const U = [138, 93, 61, 179, 48, 37, 29, 23, 30, 2];
const X = [143, 104, 69, 260, 75, 63, 50, 48, 111, 50];

describe("percentile bootstrap", () => {
  test("comes near the published interval of the city data, 1.266 to 2.085", () => {
    const replicates = replicatesOf(
      (random) => {
        let [u, x] = [0, 0];
        for (let draw = 0; draw < 10; draw++) {
          const place = Math.floor(random() * 10);
          u += U[place] as number;
          x += X[place] as number;
        }
        return x / u;
      },
      { resamples: 20_000, seed: 7 },
    );
    const [low, high] = percentileInterval(replicates, 0.95);
    // The published ends rest on 999 resamples: standard deviations 0.009 and 0.041.
    expect(Math.abs(low - 1.266)).toBeLessThan(0.03);
    expect(Math.abs(high - 2.085)).toBeLessThan(0.1);
  });

  test("the same seed gives the same figures, another seed others", () => {
    const draw = (seed: number) => resampledMedians(X, { resamples: 50, seed });
    expect(draw(1)).toEqual(draw(1));
    expect(draw(1)).not.toEqual(draw(2));
  });

  test("counting places gives the medians that sorting gives", () => {
    // The second is of the size of the first, whose draws are kept.
    for (const sample of [X, U, X.slice(1), [5]]) {
      const ours = resampledMedians(sample, { resamples: 200, seed: 3 });
      const random = seededRandom(3);
      const ordered = [...sample].sort((a, b) => a - b);
      for (const found of ours) {
        expect(found).toBe(median(sample.map(() => ordered[Math.floor(random() * sample.length)] as number)));
      }
    }
  });

  test("ratios pair the draws of both sides, ascending", () => {
    expect([...ratioReplicates([2, 4, 5], [4, 4, 1])]).toEqual([0.2, 1, 2]);
  });

  test("refuses what has no ratio", () => {
    expect(() => ratioReplicates([0], [1])).toThrow(RangeError);
    expect(() => resampledMedians([], { resamples: 10, seed: 1 })).toThrow(RangeError);
  });
});

describe("seeded random numbers", () => {
  test("are the same on every machine", () => {
    const random = seededRandom(42);
    expect([random(), random(), random()].map((figure) => Math.floor(figure * 1e6))).toMatchInlineSnapshot(`
      [
        63250,
        479946,
        341346,
      ]
    `);
  });

  test("are uniform, and near seeds part at once", () => {
    const random = seededRandom(1);
    const tenths = new Array<number>(10).fill(0);
    for (let draw = 0; draw < 100_000; draw++) {
      const place = Math.floor(random() * 10);
      tenths[place] = (tenths[place] as number) + 1;
    }
    // Chi-squared with 9 degrees of freedom: 27.9 at 0.1 %.
    expect(tenths.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0)).toBeLessThan(27.9);
    expect(new Set([1, 2, 3, 4].map((seed) => seededRandom(seed)())).size).toBe(4);
  });
});
