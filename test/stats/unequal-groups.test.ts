import { describe, expect, it } from "vitest";
import { seededRandom } from "../../src/stats/random.js";
import { pOfT } from "../../src/stats/t-statistic.js";
import { anyApartP, eachAgainstOthers, equalMeansP, groupMean, spreadOfMeans } from "../../src/stats/unequal-groups.js";
import { welchT } from "../../src/stats/welch-t.js";
import { gaussian } from "../bench/noise.js";

const A = [27.5, 21.0, 19.0, 23.6, 17.0, 17.9, 16.9, 20.1, 21.9, 22.6];
const B = [27.1, 22.0, 20.8, 23.4, 23.4, 23.5, 25.8, 22.0, 24.8, 20.2, 21.9, 22.1];

describe("two groups", () => {
  const groups = [A, B].map((values) => groupMean(values));

  it("are tested as Welch tests them, by F*, by each against the other and by both together", () => {
    const p = pOfT(welchT(A, B));
    expect(equalMeansP(groups)).toBeCloseTo(p, 12);
    expect(anyApartP(groups)).toBeCloseTo(p, 12);
    const [, second] = eachAgainstOthers(groups);
    expect(second).toMatchObject({ estimate: expect.closeTo(welchT(A, B).estimate, 12) });
    expect(second?.df).toBeCloseTo(welchT(A, B).df, 10);
  });

  it("without any spread differ for certain, or not at all", () => {
    const at = (mean: number) => ({ mean, variance: 0, count: 5, df: 4 });
    expect(equalMeansP([at(1), at(2)])).toBe(0);
    expect(equalMeansP([at(1), at(1)])).toBe(1);
    expect(() => equalMeansP([at(1)])).toThrow(RangeError);
  });
});

describe("several groups", () => {
  const draw = (random: () => number, spread: number, count = 10) =>
    Array.from({ length: count }, () => spread * gaussian(random));

  it("of one mean are called different in 5 % of cases, also where spreads differ by a factor of five", () => {
    let alarms = 0;
    for (let seed = 0; seed < 1000; seed++) {
      const random = seededRandom(seed);
      const groups = [1, 1, 2, 3, 5].map((spread) => groupMean(draw(random, spread)));
      if (equalMeansP(groups) <= 0.05) alarms++;
    }
    expect(alarms).toBeGreaterThan(30);
    expect(alarms).toBeLessThan(75);
  });

  it("have the spread of their true means, the noise taken out", () => {
    const random = seededRandom(1);
    const groups = Array.from({ length: 400 }, () => {
      const own = 3 * gaussian(random);
      return groupMean(draw(random, 2).map((value) => own + value));
    });
    expect(spreadOfMeans(groups)).toBeGreaterThan(2.75);
    expect(spreadOfMeans(groups)).toBeLessThan(3.25);
    expect(spreadOfMeans([groupMean([1, 3]), groupMean([1, 3])])).toBe(0);
  });

  it("with values that follow the ones before have wider errors, which hold the true mean", () => {
    let held = 0;
    for (let seed = 0; seed < 1000; seed++) {
      const random = seededRandom(seed);
      let last = gaussian(random);
      const values = Array.from({ length: 20 }, () => {
        last = 0.5 * last + Math.sqrt(0.75) * gaussian(random);
        return last;
      });
      const { mean, variance, count, df } = groupMean(values, 0.5);
      if (pOfT({ estimate: mean, standardError: Math.sqrt(variance / count), df }) > 0.05) held++;
    }
    expect(held).toBeGreaterThan(930);
  });
});
