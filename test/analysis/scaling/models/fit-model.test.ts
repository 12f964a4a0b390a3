import { describe, expect, test } from "vitest";
import { fitModel, type ModelFit, throughputAt } from "../../../../src/analysis/scaling/models/fit-model.js";
import { growthOf } from "../../../work.js";
import { CISCO, LOG, measured, PLAIN, points, RAYTRACER } from "./tables.js";

function estimates({ parameters }: Pick<ModelFit, "parameters">): number[] {
  return Object.values(parameters).map(({ estimate }) => estimate);
}

describe("published tables, typed in", () => {
  test("the ray tracer: parameters and standard errors as CRAN usl prints them, beta on its bound", () => {
    const fit = fitModel("usl", RAYTRACER, PLAIN);
    const { alpha, beta, gamma } = fit.parameters;
    expect(alpha?.estimate.toFixed(6)).toBe("0.057771");
    expect(beta?.estimate).toBe(0);
    expect(gamma?.estimate.toFixed(6)).toBe("21.848843");
    // Without beta's column the first would be 0.00526.
    expect(alpha?.standardError?.toFixed(6)).toBe("0.013293");
    expect(beta?.standardError?.toFixed(6)).toBe("0.000118");
    expect(gamma?.standardError?.toFixed(6)).toBe("2.196165");
    expect(Math.sqrt(fit.rss / fit.df).toFixed(2)).toBe("9.34");
    expect(fit).toMatchObject({ df: 8, converged: true, peak: null, tested: [1, 64], distinctWorkers: 11 });
    expect(fit.limit?.toFixed(0)).toBe("378");
    expect(throughputAt(fit, 96).toFixed(1)).toBe("323.3");
    expect(throughputAt(fit, 128).toFixed(1)).toBe("335.5");
  });

  test("the ray tracer: intervals by the right quantile, t(0.975, 8) = 2.306004, that of beta within its bounds", () => {
    const { alpha, beta } = fitModel("usl", RAYTRACER, PLAIN).parameters;
    const [low, high] = alpha?.interval ?? [0, 0];
    expect((high - low) / 2 / (alpha?.standardError as number)).toBeCloseTo(2.306004, 6);
    expect((high + low) / 2).toBeCloseTo(alpha?.estimate as number, 12);
    expect(beta).toMatchObject({ atBound: true, interval: [0, expect.closeTo(0.000271923, 8)] });
    expect(alpha?.atBound).toBe(false);
  });

  test("the ray tracer is superlinear without its bound, but not clearly", () => {
    const { superlinear } = fitModel("usl", RAYTRACER, PLAIN);
    // computed_here of the reference file, by SciPy.
    const [alpha, beta, gamma] = estimates(superlinear as NonNullable<typeof superlinear>);
    expect(alpha).toBeCloseTo(0.0781478479, 8);
    expect(beta).toBeCloseTo(-0.000201121276, 10);
    expect(gamma).toBeCloseTo(24.7661740544, 6);
    expect(superlinear?.clear).toBe(false);
  });

  test("six rows of the ray tracer: every parameter inside its bounds", () => {
    const fit = fitModel("usl", RAYTRACER.slice(0, 6), PLAIN);
    // CRAN usl, tests/confint.Rout.save.
    expect(estimates(fit).map((value) => value.toFixed(5))).toEqual(["0.02444", "0.00163", "20.85605"]);
    expect(fit.superlinear).toBeNull();
  });

  test("Cisco: parameters and throughputs to the 0.001 % of the published figures, at a lower sum of squares", () => {
    const fit = fitModel("usl", CISCO, PLAIN);
    const published = [0.02671591, 0.0007690945, 995.6486];
    estimates(fit).forEach((value, index) => {
      expect(Math.abs(value / (published[index] as number) - 1)).toBeLessThan(1e-5);
    });
    const [a = 0, b = 0, g = 0] = published;
    const theirs = CISCO.reduce((sum, { workers: n, throughputs: [x = 0] }) => {
      return sum + ((g * n) / (1 + a * (n - 1) + b * n * (n - 1)) - x) ** 2;
    }, 0);
    expect(fit.rss).toBeLessThan(theirs);
    expect(throughputAt(fit, 20)).toBeCloseTo(11063.633, 3);
    expect(throughputAt(fit, 35)).toBeCloseTo(12341.746, 3);
    expect(fit.peak?.workers).toBeCloseTo(Math.sqrt((1 - 0.026716) / 0.00076909), 2);
    expect(fit.peak?.insideTestedRange).toBe(false);
  });
});

describe("every law finds what its points were made of", () => {
  const WORKERS = [1, 2, 3, 4, 6, 8, 12, 16];
  const LAWS = {
    amdahl: { truth: (n: number) => (3 * n) / (1 + 0.1 * (n - 1)), values: [0.1, 3], limit: 30 },
    gustafson: { truth: (n: number) => 3 * (n - 0.2 * (n - 1)), values: [0.2, 3], limit: null },
    usl: {
      truth: (n: number) => (3 * n) / (1 + 0.05 * (n - 1) + 0.01 * n * (n - 1)),
      values: [0.05, 0.01, 3],
      limit: 60,
    },
  };
  const READINGS = (["plain", "log"] as const).flatMap((scale) =>
    (["throughput", "time"] as const).map((figure) => ({ scale, figure })),
  );

  test.each((["amdahl", "gustafson", "usl"] as const).flatMap((id) => READINGS.map((reading) => ({ id, reading }))))(
    "$id on $reading.scale $reading.figure",
    ({ id, reading }) => {
      const { truth, values, limit } = LAWS[id];
      const fit = fitModel(id, points(WORKERS, WORKERS.map(truth)), reading);
      estimates(fit).forEach((value, index) => {
        expect(value).toBeCloseTo(values[index] as number, 8);
      });
      expect(fit.converged).toBe(true);
      if (limit === null) expect(fit.limit).toBeNull();
      else expect(fit.limit).toBeCloseTo(limit, 6);
      const last = fit.residuals.at(-1);
      const time = (id === "gustafson" ? 16 : 1) / truth(16);
      expect(last?.observed).toBeCloseTo(reading.figure === "time" ? time : truth(16), 9);
      expect(last?.fitted).toBeCloseTo(last?.observed as number, 9);
    },
  );
});

describe("what a fit says beside its parameters", () => {
  const even = { blocks: 3, noise: () => 0 };

  test("times and throughputs differ on the plain scale, and are one thing on logs", () => {
    const [t, x] = [{ figure: "time" } as const, { figure: "throughput" } as const];
    const at = (reading: Parameters<typeof fitModel>[2]) => estimates(fitModel("usl", RAYTRACER, reading))[0] as number;
    expect(at({ scale: "log", ...t })).toBeCloseTo(at({ scale: "log", ...x }), 9);
    expect(Math.abs(at({ scale: "plain", ...t }) - at({ scale: "plain", ...x }))).toBeGreaterThan(0.01);
  });

  test("on logs the geometric mean of a worker count is fitted, on the plain scale every measurement", () => {
    const table = RAYTRACER.map(({ workers, throughputs: [x = 0] }) => ({
      workers,
      throughputs: [x / 1.1, x, x * 1.1],
    }));
    expect(fitModel("amdahl", table, LOG)).toMatchObject({ df: 9, residuals: { length: 11 } });
    expect(fitModel("amdahl", table, PLAIN)).toMatchObject({ df: 31, residuals: { length: 33 } });
    expect(estimates(fitModel("amdahl", table, LOG))[0]).toBeCloseTo(
      estimates(fitModel("amdahl", RAYTRACER, LOG))[0] as number,
      9,
    );
  });

  test("residuals are what was observed less what is fitted; on logs, of the logarithms", () => {
    for (const reading of [PLAIN, LOG]) {
      for (const { observed, fitted, residual } of fitModel("usl", RAYTRACER, reading).residuals) {
        const distance = reading.scale === "log" ? Math.log(observed / fitted) : observed - fitted;
        expect(residual).toBeCloseTo(distance, 9);
      }
    }
  });

  test("a clearly superlinear table is called so, with what the bound held back", () => {
    const table = measured([1, 2, 4, 8, 16], (n) => n / (1 - 0.02 * (n - 1)), even);
    const { parameters, superlinear } = fitModel("amdahl", table, LOG);
    expect(parameters.alpha).toMatchObject({ estimate: 0, atBound: true });
    expect(superlinear?.parameters.alpha?.estimate).toBeCloseTo(-0.02, 6);
    expect(superlinear?.clear).toBe(true);
  });

  test("repeats reject a law that the means do not follow, and one figure a worker count rejects nothing", () => {
    const wobble = [0.99, 1, 1.01];
    const table = [1, 2, 4, 6, 8, 10, 12, 16].map((workers) => ({
      workers,
      throughputs: wobble.map((factor) => factor * Math.min(workers, 8)),
    }));
    const fit = fitModel("usl", table, LOG);
    expect(fit.rejected).toBe(true);
    expect(fit.lackOfFit?.df).toEqual([5, 16]);
    const single = fitModel("usl", points([1, 2, 4, 6, 8, 10, 12, 16], [1, 2, 4, 6, 8, 8, 8, 8]), LOG);
    expect(single).toMatchObject({ rejected: false, lackOfFit: null });
  });

  test("a peak below one worker is at one", () => {
    const fit = fitModel("usl", points([1, 2, 4, 8], [10, 4, 1.5, 0.5]), LOG);
    expect(fit.peak).toMatchObject({ workers: 1, insideTestedRange: true });
  });

  test("as many points as parameters have no standard errors; fewer, or a throughput of 0, no fit", () => {
    expect(fitModel("usl", points([1, 2, 4], [1, 1.9, 3]), PLAIN).parameters.alpha).toMatchObject({
      standardError: null,
      interval: null,
    });
    expect(() => fitModel("usl", points([1, 2], [1, 2]), PLAIN)).toThrow(/2 worker counts do not determine 3/);
    expect(() => fitModel("amdahl", points([1, 2], [1, 0]), PLAIN)).toThrow(RangeError);
  });
});

describe("a table of many rows", () => {
  /** Rows about the ray tracer's curve, as many for each worker count. */
  const rows = (each: number) =>
    RAYTRACER.map(({ workers, throughputs: [known = 0] }) => ({
      workers,
      throughputs: Array.from({ length: each }, (_, index) => known * (1 + Math.sin(index * workers) / 20)),
    }));

  test("is searched by the means of its worker counts, and has the fit of all rows", () => {
    const twice = (points: ReturnType<typeof rows>) =>
      points.map(({ workers, throughputs }) => ({ workers, throughputs: [...throughputs, ...throughputs] }));
    const [once, doubled] = [fitModel("usl", rows(150), PLAIN), fitModel("usl", twice(rows(150)), PLAIN)];
    expect(doubled.residuals).toHaveLength(3_300);
    expect(doubled.rss / once.rss).toBeCloseTo(2, 9);
    estimates(doubled).forEach((value, index) => {
      expect(value).toBeCloseTo(estimates(once)[index] as number, 6);
    });
    for (const name of ["alpha", "gamma"] as const) {
      const ratio = (doubled.parameters[name]?.standardError ?? 0) / (once.parameters[name]?.standardError ?? 0);
      expect(ratio).toBeCloseTo(Math.sqrt(once.df / doubled.df), 6);
    }
  });

  test("takes work in proportion to its rows, however many they are", async () => {
    expect(await growthOf((each) => () => fitModel("usl", rows(each), PLAIN), 400)).toBeLessThan(2.7);
  });
});
