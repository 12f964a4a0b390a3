import { amdahl } from "../../../src/analysis/scaling/models/amdahl.js";
import { fitModel, type ModelFit, throughputAt } from "../../../src/analysis/scaling/models/fit-model.js";
import { gustafson } from "../../../src/analysis/scaling/models/gustafson.js";
import { karpFlatt } from "../../../src/analysis/scaling/models/karp-flatt.js";
import { PLAIN, points } from "../../analysis/scaling/models/tables.js";
import { reference } from "../reference.js";
import type { Figure } from "./figure.js";

/** Karp and Flatt's metric says nothing at two workers, so the table's first column is left out. */
export function serialShares(): Figure[] {
  const file = reference<{
    p: number[];
    A: { speedup: number[]; e: number[] };
    amdahl: Record<"f0.05_p8" | "f0.2_limit" | "f0.2_p8", number>;
  }>("karp-flatt");
  const measured = file.p.map((workers, index) => ({
    workers,
    speedUp: { value: file.A.speedup[index] as number, interval: null },
  }));
  return [
    ...karpFlatt(measured).map(({ workers, serialShare }) => ({
      name: `e at ${workers}`,
      ours: serialShare,
      published: file.A.e[file.p.indexOf(workers)] as number,
      within: 0.002,
    })),
    { name: "5 % serial, 8 workers", ours: amdahl.throughput(8, [0.05, 1]), published: file.amdahl["f0.05_p8"] },
    { name: "20 % serial, 8 workers", ours: amdahl.throughput(8, [0.2, 1]), published: file.amdahl["f0.2_p8"] },
    { name: "20 % serial, limit", ours: amdahl.limit([0.2, 1]) as number, published: file.amdahl["f0.2_limit"] },
  ];
}

export function scaledSpeedUps(): Figure[] {
  const { N, scaled_speedup, implied_s_prime_computed } = reference<{
    N: number;
    scaled_speedup: number[];
    implied_s_prime_computed: number[];
  }>("gustafson-1988");
  return scaled_speedup.map((published, index) => ({
    name: `scaled speed-up ${index}`,
    ours: gustafson.throughput(N, [implied_s_prime_computed[index] as number, 1]),
    published,
  }));
}

interface RayTracer {
  N: number[];
  X: number[];
  published: Record<
    "alpha" | "beta" | "gamma" | "residual_se" | "df" | "limit_X" | "optimal_N" | "optimal_X",
    number
  > & {
    se: Record<"alpha" | "beta" | "gamma", number>;
    predict: Record<string, number>;
    efficiency: number[];
  };
  published_first6: Record<"alpha" | "beta" | "gamma", number>;
  computed_here: { "bounded_optimum(scipy 1.17.1 trf)": { rss: number } };
}

const NAMES = ["alpha", "beta", "gamma"] as const;

export function rayTracer(): Figure[] {
  const { N, X, published, published_first6, computed_here } = reference<RayTracer>("usl-raytracer");
  const fit = fitModel("usl", points(N, X), PLAIN);
  const first6 = fitModel("usl", points(N.slice(0, 6), X.slice(0, 6)), PLAIN);
  const { rss } = computed_here["bounded_optimum(scipy 1.17.1 trf)"];
  const alpha = estimate(fit, "alpha");
  return [
    // beta is printed 0.0: it has to be on the bound.
    ...NAMES.map((name) => ({
      name,
      ours: estimate(fit, name),
      published: published[name],
      ...(name === "beta" && { within: 0 }),
    })),
    ...NAMES.map((name) => ({
      name: `standard error of ${name}`,
      ours: fit.parameters[name]?.standardError as number,
      published: published.se[name],
    })),
    ...NAMES.map((name) => ({
      name: `${name}, 6 rows`,
      ours: estimate(first6, name),
      published: published_first6[name],
    })),
    { name: "residual standard error", ours: Math.sqrt(fit.rss / fit.df), published: published.residual_se },
    { name: "degrees of freedom", ours: fit.df, published: published.df },
    { name: "sum of squares", ours: fit.rss, published: rss, within: 1e-6 },
    { name: "limit", ours: fit.limit as number, published: published.limit_X },
    { name: "where the limit would be reached alone", ours: 1 / alpha, published: published.optimal_N },
    { name: "throughput there", ours: throughputAt(fit, 1 / alpha), published: published.optimal_X },
    ...Object.entries(published.predict).map(([workers, throughput]) => ({
      name: `throughput at ${workers}`,
      ours: throughputAt(fit, Number(workers)),
      published: throughput,
    })),
    ...published.efficiency.map((efficiency, index) => ({
      name: `efficiency at ${N[index]}`,
      ours: (X[index] as number) / (N[index] as number) / estimate(fit, "gamma"),
      published: efficiency,
    })),
  ];
}

/** The response times are usl4j's, whose tests allow 0.02 %. */
export function cisco(): Figure[] {
  const { N, X, published } = reference<{
    N: number[];
    X: number[];
    published: Record<"sigma(alpha)" | "kappa(beta)" | "lambda(gamma)" | "N_max_floor", number> &
      Record<"X_at" | "R_at", Record<string, number>>;
  }>("usl-cisco");
  const fit = fitModel("usl", points(N, X), PLAIN);
  const close = (name: string, ours: number, value: number, share = 1e-5) => ({
    name,
    ours,
    published: value,
    within: share * value,
  });
  return [
    close("alpha", estimate(fit, "alpha"), published["sigma(alpha)"]),
    close("beta", estimate(fit, "beta"), published["kappa(beta)"]),
    close("gamma", estimate(fit, "gamma"), published["lambda(gamma)"]),
    { name: "peak", ours: Math.floor(fit.peak?.workers ?? 0), published: published.N_max_floor },
    ...Object.entries(published.X_at).map(([n, value]) => close(`X at ${n}`, throughputAt(fit, Number(n)), value)),
    ...Object.entries(published.R_at).map(([n, value]) =>
      close(`R at ${n}`, Number(n) / throughputAt(fit, Number(n)), value, 2e-4),
    ),
  ];
}

export function synthetic(): Figure[] {
  const { N, X, published } = reference<{ N: number[]; X: number[]; published: Record<string, number> }>(
    "usl-synthetic-r-test",
  );
  const fit = fitModel("usl", points(N, X), PLAIN);
  return NAMES.map((name) => ({
    name,
    ours: estimate(fit, name),
    published: published[name] as number,
    within: 5e-4 * (published[name] as number),
  }));
}

function estimate({ parameters }: ModelFit, name: (typeof NAMES)[number]): number {
  return parameters[name]?.estimate as number;
}
