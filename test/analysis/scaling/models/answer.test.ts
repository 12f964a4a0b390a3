import { describe, expect, test } from "vitest";
import { answerFit, type FitQuestion, type Measured } from "../../../../src/analysis/scaling/models/answer.js";
import { UserError } from "../../../../src/user-error.js";
import { CISCO, PLAIN, RAYTRACER } from "./tables.js";

const rowsOf = (table: typeof RAYTRACER): Measured[] =>
  table.flatMap(({ workers, throughputs }) => throughputs.map((figure) => ({ workers, figure })));

const usl = (n: number) => (10 * n) / (1 + 0.03 * (n - 1) + 0.01 * n * (n - 1));
const rows = (workers: readonly number[], law: (n: number) => number, repeats: readonly number[] = [1]): Measured[] =>
  workers.flatMap((n) => repeats.map((factor) => ({ workers: n, figure: law(n) * factor })));

const ask = (model: FitQuestion["model"], table: readonly Measured[]) => answerFit(table, { model, reading: PLAIN });
const EIGHT = [1, 2, 4, 6, 8, 12, 16, 24];

describe("an explicit model always answers", () => {
  test("with a peak outside what was tested: given, flagged, and warned of", () => {
    const { peak, warnings } = ask("usl", rowsOf(CISCO));
    expect(peak).toMatchObject({ insideTestedRange: false, supported: false });
    expect(peak?.workers).toBeCloseTo(35.57, 2);
    expect(warnings.join()).toContain("outside the tested range of 1 to 32 workers");
  });

  test("with no peak where beta is 0, and what lies on the bound is said", () => {
    const { peak, limit, warnings } = ask("usl", rowsOf(RAYTRACER));
    expect(peak).toBeNull();
    expect(limit).toBeCloseTo(378.199, 3);
    expect(warnings.join()).toContain("beta lies on its bound 0");
    expect(warnings.join()).toContain("beta would be 0.000201 below 0, not clearly so");
  });

  test("on few points: the peak stands there, not supported, and the points are called few", () => {
    const { peak, warnings } = ask("usl", rows([1, 2, 4, 8, 10], usl));
    expect(peak).toMatchObject({ insideTestedRange: true, supported: false });
    expect(warnings.join()).toContain("5 worker counts are few: from 8 on");
    expect(ask("usl", rows([1, 4, 16], usl)).warnings.join()).toContain("nothing says how sure it is");
    expect(ask("amdahl", rows([1, 4, 16], usl)).warnings.join()).toContain("3 worker counts are few: from 4 on");
  });

  test("but two worker counts do not determine three parameters", () => {
    expect(() => ask("usl", rows([1, 2], usl))).toThrow(UserError);
    expect(() => ask("usl", rows([1, 2], usl))).toThrow(/has 3 parameters, and the table has 2 worker counts/);
    expect(() => ask("amdahl", rows([4, 4], usl))).toThrow(/one worker count/);
  });

  test("with a supported peak where the table carries it", () => {
    const { peak, warnings, laws } = ask("usl", rows(EIGHT, usl, [0.99, 1.01]));
    expect(peak).toMatchObject({ insideTestedRange: true, supported: true });
    expect(peak?.workers).toBeCloseTo(Math.sqrt(0.97 / 0.01), 1);
    expect(warnings).toEqual([]);
    expect(laws.filter(({ tried }) => tried).map(({ model }) => model)).toEqual(["amdahl", "usl"]);
  });

  test("where repeats reject it, with a warning and without support", () => {
    const table = rows(EIGHT, (n) => (n <= 8 ? 10 * n : 90 - n), [0.999, 1.001]);
    const { fit, peak, warnings } = ask("usl", table);
    expect(fit?.rejected).toBe(true);
    expect(peak?.supported).toBe(false);
    expect(warnings.join()).toContain("The table does not follow this law");
  });

  test("where Amdahl's law does as well, the peak is not supported", () => {
    // A little noise that beta can follow a little way.
    const noise = [1.02, 0.98, 1.01, 0.99, 1.01, 1, 1, 0.98];
    const table = EIGHT.map((workers, index) => ({
      workers,
      figure: (10 * workers * (noise[index] as number)) / (1 + 0.2 * (workers - 1)),
    }));
    const { peak, warnings, laws } = ask("usl", table);
    const [amdahl, law] = laws.map(({ aicc }) => aicc as number) as [number, number];
    expect(amdahl - law).toBeLessThan(2);
    expect(peak === null || !peak.supported).toBe(true);
    if (peak?.insideTestedRange) expect(warnings.join()).toContain("the peak is not supported");
  });
});

describe("auto says what the table carries", () => {
  test("Amdahl's law for the ray tracer, the other law for Cisco", () => {
    expect(ask("auto", rowsOf(RAYTRACER)).model).toBe("amdahl");
    expect(ask("auto", rowsOf(CISCO)).model).toBe("usl");
  });

  test.each([
    [
      "too-few-worker-counts",
      rows([1, 2, 4], usl),
      "3 worker counts carry no model: measure at least 4, and 8 for a peak.",
    ],
    [
      "rejected",
      rows(EIGHT, (n) => Math.min(n, 8), [0.99, 1, 1.01]),
      "No model: neither Amdahl's law nor the Universal Scalability Law describes the table",
    ],
    ["rejected", rows([1, 2, 4, 8, 16], (n) => Math.min(n, 8), [0.99, 1, 1.01]), "Amdahl's law does not describe"],
    ["superlinear", rows([1, 2, 4, 8], (n) => n / (1 - 0.03 * (n - 1))), "grows clearly faster"],
  ] as const)("nothing, and why: %s", (reason, table, words) => {
    const answer = ask("auto", table);
    expect(answer).toMatchObject({ model: null, reason, parameters: {}, peak: null, limit: null, fit: null });
    expect(answer.warnings).toHaveLength(1);
    expect(answer.warnings[0]).toContain(words);
  });
});

test("times are of the same work, but for Gustafson's law of work that grows with the workers", () => {
  const reading = { scale: "plain", figure: "time" } as const;
  const fixed = EIGHT.map((workers) => ({ workers, figure: 1 / usl(workers) }));
  expect(answerFit(fixed, { model: "usl", reading }).parameters.beta?.estimate).toBeCloseTo(0.01, 8);
  const scaled = EIGHT.map((workers) => ({ workers, figure: workers / (workers - 0.1 * (workers - 1)) }));
  expect(answerFit(scaled, { model: "gustafson", reading }).parameters.alpha?.estimate).toBeCloseTo(0.1, 8);
});
