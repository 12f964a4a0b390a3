import { describe, expect, test } from "vitest";
import { chooseModel, isPeakSupported } from "../../../../src/analysis/scaling/models/choose-model.js";
import { fitModel } from "../../../../src/analysis/scaling/models/fit-model.js";
import { seededRandom } from "../../../../src/stats/random.js";
import { gaussian } from "../../../bench/noise.js";
import { CISCO, LOG, measured, PLAIN, points, RAYTRACER } from "./tables.js";

const usl = (n: number) => n / (1 + 0.03 * (n - 1) + 0.005 * n * (n - 1));

describe("chooseModel on tables", () => {
  test("stays with Amdahl's law where beta is 0: the ray tracer", () => {
    const choice = chooseModel(RAYTRACER, PLAIN);
    expect(choice.chosen?.model).toBe("amdahl");
    expect(choice.gain).toBeLessThan(0);
  });

  test("takes the Universal Scalability Law for Cisco, whose peak lies beyond what was tested", () => {
    const choice = chooseModel(CISCO, PLAIN);
    expect(choice.chosen?.model).toBe("usl");
    expect(choice.gain).toBeGreaterThan(2);
    expect(isPeakSupported(fitModel("usl", CISCO, PLAIN), choice)).toBe(false);
  });

  test("supports a peak that was measured past", () => {
    const past = points([1, 2, 4, 6, 8, 12, 16, 24, 32], [1, 2, 4, 6, 8, 12, 16, 24, 32].map(usl));
    const choice = chooseModel(past, PLAIN);
    expect(choice.chosen?.peak?.workers).toBeCloseTo(Math.sqrt(0.97 / 0.005), 6);
    expect(isPeakSupported(fitModel("usl", past, PLAIN), choice)).toBe(true);
  });

  test("knows no model for 3 worker counts, and only Amdahl's law for 4 to 7, whatever they look like", () => {
    const table = (size: number) =>
      points([1, 4, 8, 12, 16, 24, 32, 48].slice(0, size), [1, 4, 8, 12, 16, 24, 32, 48].map(usl));
    expect(chooseModel(table(3), PLAIN)).toMatchObject({ chosen: null, reason: "too-few-worker-counts" });
    for (const size of [4, 7]) {
      const { candidates, gain } = chooseModel(table(size), PLAIN);
      expect(candidates.map(({ model }) => model)).toEqual(["amdahl"]);
      expect(gain).toBeNull();
    }
    expect(chooseModel(table(8), PLAIN).chosen?.model).toBe("usl");
    // An explicit fit answers all the same; its peak is not supported.
    const explicit = fitModel("usl", table(7), PLAIN);
    expect(explicit.peak?.insideTestedRange).toBe(true);
    expect(isPeakSupported(explicit, chooseModel(table(7), PLAIN))).toBe(false);
  });

  test("takes no law whose serial share may be anything", () => {
    const table = points([1, 2, 4, 8], [1, 1.6, 1.1, 3.4]);
    const [low, high] = fitModel("amdahl", table, LOG).parameters.alpha?.interval ?? [];
    expect(low).toBeLessThanOrEqual(0);
    expect(high).toBeGreaterThanOrEqual(1);
    expect(chooseModel(table, LOG)).toMatchObject({ chosen: null, reason: "undetermined" });
  });

  test("does not quote a serial share of 0 for what is clearly superlinear", () => {
    const table = points([1, 2, 4, 8], [1, 2.1, 4.6, 11]);
    expect(chooseModel(table, LOG)).toMatchObject({ chosen: null, reason: "superlinear" });
  });
});

describe("chooseModel on simulated runs: 16 worker counts, 20 blocks, 400 runs each", () => {
  const RUNS = 400;
  const WORKERS = Array.from({ length: 16 }, (_, index) => index + 1);

  function simulate(truth: (workers: number) => number, noise: number) {
    const random = seededRandom(100 * noise);
    return Array.from({ length: RUNS }, () =>
      chooseModel(measured(WORKERS, truth, { blocks: 20, noise: () => noise * gaussian(random) }), LOG),
    );
  }

  const share = (found: readonly unknown[]) => found.length / RUNS;

  test.each([0.02, 0.05])("no peak is invented for a hard limit at 8, noise %d", (noise) => {
    const choices = simulate((n) => Math.min(n, 8), noise);
    expect(share(choices.filter(({ chosen }) => chosen?.model === "usl"))).toBeLessThanOrEqual(0.02);
    // AICc by itself would take it every time.
    expect(share(choices.filter(({ gain }) => (gain ?? 0) >= 2))).toBeGreaterThan(0.98);
  });

  test.each([0.02, 0.05])("a tenth that is serial is Amdahl's law, covered by its interval, noise %d", (noise) => {
    const choices = simulate((n) => n / (1 + 0.1 * (n - 1)), noise);
    // Lack of fit at 1 %, and AICc by 2 now and then.
    expect(share(choices.filter(({ chosen }) => chosen?.model === "amdahl"))).toBeGreaterThan(0.93);
    expect(choices.filter((choice) => choice.chosen && isPeakSupported(choice.chosen, choice))).toEqual([]);
    const covered = choices.filter(({ candidates: [amdahl] }) => {
      const [low, high] = amdahl?.parameters.alpha?.interval ?? [0, 0];
      return low <= 0.1 && high >= 0.1;
    });
    // 95 %, with three Monte Carlo standard errors of 1.1 points.
    expect(share(covered)).toBeGreaterThan(0.917);
    expect(share(covered)).toBeLessThan(0.983);
  });

  test.each([0.02, 0.05])("a true peak inside the range is found, noise %d", (noise) => {
    const choices = simulate(usl, noise);
    const supported = choices.filter((choice) => choice.chosen && isPeakSupported(choice.chosen, choice));
    expect(share(supported)).toBeGreaterThan(0.95);
  });
});
