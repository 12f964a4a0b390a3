import { describe, expect, test } from "vitest";
import { answerFit, type FitAnswer, type Measured } from "../../../../src/analysis/scaling/models/answer.js";
import { seededRandom } from "../../../../src/stats/random.js";
import { gaussian } from "../../../bench/noise.js";
import { CISCO, PLAIN, points, RAYTRACER } from "./tables.js";

const rowsOf = (table: typeof RAYTRACER): Measured[] =>
  table.flatMap(({ workers, throughputs }) => throughputs.map((figure) => ({ workers, figure })));
const auto = (rows: readonly Measured[]) => answerFit(rows, { model: "auto", reading: PLAIN });
const lawsOf = ({ laws }: FitAnswer) => Object.fromEntries(laws.map((law) => [law.model, law]));

/** SPEC SDM91 on a SPARCcenter 2000 (Gunther, Guerrilla Capacity Planning, 2007; CRAN usl 3.0.3). */
const SDM91 = points([1, 18, 36, 72, 108, 144, 216], [64.9, 995.9, 1652.4, 1853.2, 1828.9, 1775, 1702.2]);
/** Made with alpha and beta of 0.02 and rounded (tests of CRAN usl 3.0.3). */
const SYNTHETIC = points([1, 2, 4, 6, 8, 10], [1, 1.8868, 3.0769, 3.5294, 3.5398, 3.3557]);

describe("a peak that the table has demands the law that has one", () => {
  test("also of 6 worker counts: published parameters of 0.02", () => {
    const answer = auto(rowsOf(SYNTHETIC));
    expect(answer.model).toBe("usl");
    expect(answer.parameters.alpha?.estimate).toBeCloseTo(0.02, 4);
    expect(answer.parameters.beta?.estimate).toBeCloseTo(0.02, 4);
    expect(answer.measuredPeak?.workers).toBe(8);
    expect(answer.peak?.supported).toBe(true);
    const { amdahl, usl } = lawsOf(answer);
    expect([amdahl?.tried, amdahl?.chosen, usl?.chosen]).toEqual([true, false, true]);
    expect(amdahl?.why).toMatch(/^tried, .*: it has no peak, but throughput falls from 8 workers on \(p .*\)$/);
    expect(answer.warnings.join()).not.toContain("worker counts are few");
  });

  test("asked for, SDM91 has the published peak and limit, and a single worker far from the measured 64.9", () => {
    const { peak, limit, firstWarnings } = answerFit(rowsOf(SDM91), { model: "usl", reading: PLAIN });
    expect(peak?.workers).toBeCloseTo(96.51956, 2);
    expect(limit).toBeCloseTo(3245.589, 1);
    // gamma is 89.995 by the package's own limit for an alpha of 0.001.
    expect(firstWarnings).toHaveLength(1);
    expect(firstWarnings[0]).toContain("a throughput of 90, where 64.9 was measured (38.7 % more)");
  });

  test("where Amdahl's law is asked for, the fall stands before its figures", () => {
    const { firstWarnings } = answerFit(rowsOf(SYNTHETIC), { model: "amdahl", reading: PLAIN });
    expect(firstWarnings[0]).toMatch(
      /^Throughput falls from 8 workers on .* Amdahl's law has no peak: --model usl has one/,
    );
  });

  test("a fall that one measurement each does not make certain is named", () => {
    const answer = auto([1, 1.9, 3.1, 2.6].map((figure, index) => ({ workers: 2 ** index, figure })));
    expect(answer.measuredPeak).toBeNull();
    const { warnings } = answerFit(
      [1, 1.9, 3.1, 2.6].map((figure, index) => ({ workers: 2 ** index, figure })),
      {
        model: "amdahl",
        reading: PLAIN,
      },
    );
    expect(warnings.join()).toContain("Throughput at 8 workers is 16.1 % less than at 4");
  });
});

describe("every law is accounted for", () => {
  test("the ray tracer, whose beta is 0: published gain of none", () => {
    const { amdahl, usl, gustafson } = lawsOf(auto(rowsOf(RAYTRACER)));
    expect(amdahl).toMatchObject({ tried: true, chosen: true });
    expect(usl).toMatchObject({ tried: true, chosen: false });
    expect(usl?.why).toMatch(/would have to be lower than Amdahl's by 2, and is higher by/);
    expect(gustafson).toMatchObject({ tried: false, chosen: false, aicc: null, rejected: null });
    expect(gustafson?.why).toContain("left out, as it needs times of work that grows with the workers");
  });

  test("Cisco, which rises by noise near its end, by AICc", () => {
    const { amdahl, usl } = lawsOf(auto(rowsOf(CISCO)));
    expect((amdahl?.aicc as number) - (usl?.aicc as number)).toBeGreaterThan(2);
    expect(usl?.chosen).toBe(true);
  });

  test("the larger law under 8 worker counts, and all under 4", () => {
    const table = [1, 2, 4, 8].map((workers) => ({ workers, figure: workers / (1 + 0.1 * (workers - 1)) }));
    expect(lawsOf(auto(table)).usl?.why).toContain(
      "left out, as it needs 8 worker counts, or throughput that clearly falls",
    );
    expect(auto(table.slice(1)).laws.map(({ tried }) => tried)).toEqual([false, false, false]);
  });

  test("repeats that reject what was preferred are its reason", () => {
    const table = [1, 2, 4, 8, 16].flatMap((workers) =>
      [0.99, 1, 1.01].map((factor) => ({ workers, figure: Math.min(workers, 8) * factor })),
    );
    expect(lawsOf(auto(table)).amdahl).toMatchObject({ tried: true, chosen: false, rejected: true });
    expect(lawsOf(auto(table)).amdahl?.why).toContain("repeats reject it");
  });
});

describe("times of work that grows with the workers", () => {
  const rows = [1, 2, 4, 8].map((workers) => ({ workers, figure: workers / (workers - 0.1 * (workers - 1)) }));
  const reading = { scale: "plain", figure: "time" } as const;

  test("carry Gustafson's law alone", () => {
    const answer = answerFit(rows, { model: "auto", reading, growing: "n grows with the workers" });
    expect(answer.model).toBe("gustafson");
    expect(answer.parameters.alpha?.estimate).toBeCloseTo(0.1, 8);
    expect(lawsOf(answer).amdahl?.why).toBe(
      "left out, as it needs the same work at every worker count, and n grows with the workers",
    );
  });

  test("are misread by another law, which is said before its figures", () => {
    const { firstWarnings } = answerFit(rows, { model: "amdahl", reading, growing: "n grows with the workers" });
    expect(firstWarnings[0]).toContain(
      "n grows with the workers, and Amdahl's law reads the times as those of the same work",
    );
  });
});

describe("a single worker", () => {
  const table = (single: number) =>
    [1, 2, 4, 8, 16].map((workers) => ({
      workers,
      figure: workers === 1 ? single : workers / (1 + 0.1 * (workers - 1)),
    }));

  test("near the fit is no matter, and one far from it stands before the figures", () => {
    const near = answerFit(table(0.98), { model: "amdahl", reading: PLAIN });
    expect(near.firstWarnings).toEqual([]);
    const far = answerFit(table(0.6), { model: "amdahl", reading: PLAIN });
    expect(far.firstWarnings[0]).toMatch(/^The fit is off at one worker: a throughput of .* where 0\.6 was measured/);
  });
});

describe("chosen laws of simulated tables: 50 each", () => {
  const RUNS = 50;
  const usl = (peak: number) => (n: number) => n / (1 + 0.03 * (n - 1) + (0.97 / peak ** 2) * n * (n - 1));
  const simulate = (workers: readonly number[], truth: (n: number) => number, repeats: number) => {
    const random = seededRandom(11);
    const rows = () =>
      workers.flatMap((n) =>
        Array.from({ length: repeats }, () => ({ workers: n, figure: truth(n) * Math.exp(0.02 * gaussian(random)) })),
      );
    return Array.from({ length: RUNS }, () => auto(rows()));
  };
  const share = (answers: readonly FitAnswer[], model: FitAnswer["model"]) =>
    answers.filter((answer) => answer.model === model).length / RUNS;

  test("a peak half way is found at 5 worker counts with 3 repeats, near its place", () => {
    const answers = simulate([1, 2, 4, 8, 16], usl(8), 3);
    expect(share(answers, "usl")).toBeGreaterThan(0.9);
    const places = answers.flatMap(({ peak }) => (peak ? [peak.workers] : [])).sort((a, b) => a - b);
    expect(Math.abs((places[places.length >> 1] as number) / 8 - 1)).toBeLessThan(0.02);
  });

  test.each([
    ["a level line", () => 1],
    ["a fifth that is serial", (n: number) => n / (1 + 0.2 * (n - 1))],
    ["a hard limit", (n: number) => Math.min(n, 8)],
  ])("no peak is made of %s", (_, truth) => {
    for (const repeats of [1, 3])
      expect(share(simulate([1, 2, 4, 8, 16], truth, repeats), "usl")).toBeLessThanOrEqual(0.04);
  });
});
