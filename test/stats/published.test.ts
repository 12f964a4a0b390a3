import { describe, expect, test } from "vitest";
import { benjaminiHochberg } from "../../src/stats/benjamini-hochberg.js";
import { percentileInterval } from "../../src/stats/bootstrap.js";
import { eDivisive, type SplitRule } from "../../src/stats/e-divisive.js";
import { geometricMean } from "../../src/stats/geometric-mean.js";
import { levenbergMarquardt } from "../../src/stats/levenberg-marquardt.js";
import { medianAbsoluteDeviation } from "../../src/stats/mad.js";
import { mannWhitneyTest } from "../../src/stats/mann-whitney.js";
import { mean } from "../../src/stats/mean.js";
import { median } from "../../src/stats/median.js";
import { pairedT } from "../../src/stats/paired-t.js";
import { signedRankTest } from "../../src/stats/signed-rank.js";
import { standardDeviation } from "../../src/stats/standard-deviation.js";
import { intervalOfT, pOfT, type TEstimate } from "../../src/stats/t-statistic.js";
import { welchT } from "../../src/stats/welch-t.js";
import type { Figure } from "./published/figure.js";
import { cisco, rayTracer, scaledSpeedUps, serialShares, synthetic } from "./published/models.js";
import { regressions } from "./published/nist-regression.js";
import { hasReference, printed, reference } from "./reference.js";
import { replicatesOf } from "./replicates.js";

interface Published {
  file: string;
  method: string;
  /** Why this tolerance. */
  tolerance: string;
  figures(): Figure[];
}

/** Every published file whose method we have: file, function, tolerance. The column of tolerances says why. */
const TABLE: Published[] = [
  {
    file: "nist-strd-univariate",
    method: "mean, standardDeviation",
    tolerance: "9 digits, 7 where 0.1 cannot be stored",
    figures: nist,
  },
  { file: "bh-1995", method: "benjaminiHochberg", tolerance: "printed digits", figures: benjamini },
  { file: "rank-tests", method: "signedRankTest, mannWhitneyTest", tolerance: "printed digits", figures: ranks },
  { file: "t-tests-power", method: "welchT, pairedT", tolerance: "printed digits", figures: tTests },
  {
    file: "geomean-nulllobur",
    method: "geometricMean",
    tolerance: "one unit of the last digit (the book truncates)",
    figures: means,
  },
  { file: "hyperfine-outliers", method: "medianAbsoluteDeviation", tolerance: "exact counts", figures: outliers },
  {
    file: "boot-intervals",
    method: "percentileInterval",
    tolerance: "Monte Carlo error of 999 resamples",
    figures: bootstrap,
  },
  {
    file: "kalibera-jones",
    method: "mean, standardDeviation",
    tolerance: "printed digits (rounded to 1 decimal)",
    figures: nestedMeans,
  },
  {
    file: "nist-strd-nls",
    method: "levenbergMarquardt",
    tolerance: "6 digits of every parameter and standard error, of all 32 starts",
    figures: nistRegressions,
  },
  {
    file: "changepoints",
    method: "eDivisive",
    tolerance: "exact places, by the file's own stock parameters",
    figures: changePoints,
  },
  { file: "karp-flatt", method: "karpFlatt, amdahl", tolerance: "0.002 of e; printed digits", figures: serialShares },
  { file: "gustafson-1988", method: "gustafson", tolerance: "half a unit of speed-up", figures: scaledSpeedUps },
  { file: "usl-raytracer", method: "fitModel", tolerance: "printed digits, standard errors too", figures: rayTracer },
  {
    file: "usl-cisco",
    method: "fitModel",
    tolerance: "0.001 % as usl-rs (the published fit ended at a larger sum of squares); usl4j 0.02 %",
    figures: cisco,
  },
  { file: "usl-synthetic-r-test", method: "fitModel", tolerance: "3 significant digits", figures: synthetic },
];

describe.skipIf(!hasReference)("published data", () => {
  test.each(TABLE)("$file: $method to $tolerance", ({ figures }) => {
    for (const { name, ours, published, within = printed(published) } of figures()) {
      expect(Math.abs(ours - published), `${name}: ${ours} against ${published}`).toBeLessThanOrEqual(within);
    }
  });
});

function nist(): Figure[] {
  const { sets } = reference<{ sets: Record<string, { data?: number[]; mean: number; sd: number }> }>(
    "nist-strd-univariate",
  );
  const alternating = (start: number, low: number, high: number) => [
    start,
    ...Array.from({ length: 1000 }, (_, index) => (index % 2 === 0 ? low : high)),
  ];
  const data: Record<string, number[]> = {
    NumAcc1: sets.NumAcc1?.data ?? [],
    NumAcc2: alternating(1.2, 1.1, 1.3),
    NumAcc3: alternating(1_000_000.2, 1_000_000.1, 1_000_000.3),
    NumAcc4: alternating(10_000_000.2, 10_000_000.1, 10_000_000.3),
  };
  return Object.entries(sets).flatMap(([name, certified]) => {
    const values = data[name] as number[];
    return [
      { name: `${name} mean`, ours: mean(values), published: certified.mean, within: 1e-9 * certified.mean },
      { name: `${name} sd`, ours: standardDeviation(values), published: certified.sd, within: 1e-7 * certified.sd },
    ];
  });
}

function benjamini(): Figure[] {
  const { p, alpha, bh_rejects, bh_adjusted_first4 } = reference<{
    p: number[];
    alpha: number;
    bh_rejects: number;
    bh_adjusted_first4: number[];
  }>("bh-1995");
  const q = benjaminiHochberg(p);
  return [
    { name: "rejections", ours: q.filter((value) => value <= alpha).length, published: bh_rejects },
    ...bh_adjusted_first4.map((published, index) => ({ name: `q ${index}`, ours: q[index] as number, published })),
  ];
}

function ranks(): Figure[] {
  type Test = { x: number[]; y: number[] } & Record<"W" | "V", number> & Record<string, number>;
  const { mann_whitney: unpaired, signed_rank: paired } = reference<{ mann_whitney: Test; signed_rank: Test }>(
    "rank-tests",
  );
  const exact = mannWhitneyTest(unpaired.y, unpaired.x);
  const normal = mannWhitneyTest(unpaired.y, unpaired.x, "normal");
  const differences = paired.x.map((value, index) => value - (paired.y[index] as number));
  const signed = signedRankTest(differences);
  return [
    { name: "W", ours: exact.u, published: unpaired.W },
    { name: "Mann-Whitney exact, greater", ours: exact.p / 2, published: unpaired.p_exact_greater as number },
    { name: "Mann-Whitney normal", ours: normal.p / 2, published: unpaired.p_normal_greater_nocorrection as number },
    { name: "V", ours: signed.v, published: paired.V },
    { name: "signed rank exact", ours: signed.p, published: paired.p_exact_two_sided as number },
    {
      name: "signed rank normal",
      ours: signedRankTest(differences, "normal").p / 2,
      published: paired.p_normal_greater_nocorrection as number,
    },
  ];
}

function tTests(): Figure[] {
  interface Unpaired {
    x: number[];
    y: number[];
    t: number;
    df: number;
    p: number;
    ci95: [number, number];
  }
  const file = reference<{
    welch: Unpaired;
    welch_outlier: Unpaired;
    paired_sleep: { g1: number[]; g2: number[] } & Omit<Unpaired, "x" | "y">;
  }>("t-tests-power");
  const sleep = file.paired_sleep;
  const differences = sleep.g1.map((value, index) => value - (sleep.g2[index] as number));
  return [
    ...tFigures("welch", welchT(file.welch.y, file.welch.x), file.welch),
    ...tFigures("welch with outlier", welchT(file.welch_outlier.y, file.welch_outlier.x), file.welch_outlier),
    ...tFigures("paired sleep", pairedT(differences), sleep),
  ];
}

function tFigures(
  name: string,
  ours: TEstimate,
  published: { t: number; df: number; p: number; ci95: [number, number] },
): Figure[] {
  const [low, high] = intervalOfT(ours, 0.95);
  return [
    { name: `${name} t`, ours: ours.estimate / ours.standardError, published: published.t },
    { name: `${name} df`, ours: ours.df, published: published.df },
    { name: `${name} p`, ours: pOfT(ours), published: published.p },
    { name: `${name} low`, ours: low, published: published.ci95[0] },
    { name: `${name} high`, ours: high, published: published.ci95[1] },
  ];
}

function means(): Figure[] {
  const { A, B, C, published } = reference<{
    A: number[];
    B: number[];
    C: number[];
    published: Record<"GM_A_vs_B" | "GM_C_vs_B" | "GM_A_vs_C" | "GM_B_vs_C", number>;
  }>("geomean-nulllobur");
  // The book divides the reference's time by the machine's.
  const against = (own: number[], other: number[]) =>
    geometricMean(own.map((time, index) => (other[index] as number) / time));
  return [
    { name: "A against B", ours: against(A, B), published: published.GM_A_vs_B, within: 1e-4 },
    { name: "C against B", ours: against(C, B), published: published.GM_C_vs_B, within: 1e-4 },
    { name: "A against C", ours: against(A, C), published: published.GM_A_vs_C, within: 1e-4 },
    { name: "B against C", ours: against(B, C), published: published.GM_B_vs_C, within: 1e-4 },
  ];
}

function outliers(): Figure[] {
  const { hyperfine } = reference<{ hyperfine: { cases: { x: number[]; outliers: number }[] } }>("hyperfine-outliers");
  return hyperfine.cases.map(({ x, outliers: published }, index) => {
    const spread = medianAbsoluteDeviation(x) || Number.EPSILON;
    const ours = x.filter((value) => Math.abs(value - median(x)) / spread > 14.826).length;
    return { name: `case ${index}`, ours, published };
  });
}

function bootstrap(): Figure[] {
  type Levels = Record<"90" | "95", { percentile: [number, number] }>;
  const { city, aircondit } = reference<{
    city: { u: number[]; x: number[]; t0: number; published: Levels };
    aircondit: { hours: number[]; published: Levels };
  }>("boot-intervals");
  const options = { resamples: 20_000, seed: 1 };
  const pick = (size: number, random: () => number) => Array.from({ length: size }, () => Math.floor(random() * size));
  const sum = (values: number[], places: number[]) =>
    places.reduce((total, place) => total + (values[place] as number), 0);
  const cityRatios = replicatesOf((random) => {
    const places = pick(city.u.length, random);
    return sum(city.x, places) / sum(city.u, places);
  }, options);
  const hours = replicatesOf((random) => sum(aircondit.hours, pick(12, random)) / 12, options);
  const ends = (
    name: string,
    replicates: ArrayLike<number>,
    level: number,
    [low, high]: [number, number],
    within: [number, number],
  ) => {
    const ours = percentileInterval(replicates, level);
    return [
      { name: `${name} low`, ours: ours[0], published: low, within: within[0] },
      { name: `${name} high`, ours: ours[1], published: high, within: within[1] },
    ];
  };
  return [
    ...ends("city 90 %", cityRatios, 0.9, city.published[90].percentile, [0.03, 0.08]),
    ...ends("city 95 %", cityRatios, 0.95, city.published[95].percentile, [0.03, 0.08]),
    ...ends("aircondit 95 %", hours, 0.95, aircondit.published[95].percentile, [3, 10]),
  ];
}

/** Mean squares of a nested experiment, S_i^2: the variance of the means at level i, averaged over what lies above. */
function nestedMeans(): Figure[] {
  const { two_level, three_level } = reference<{
    two_level: { data: number[][]; mean: number; row_means: number[]; S2: [number, number] };
    three_level: { data: number[][][]; mean: number; S2: [number, number, number] };
  }>("kalibera-jones");
  const variance = (values: number[]) => standardDeviation(values) ** 2;
  const { data: rows } = two_level;
  const { data: cubes } = three_level;
  const inner = cubes.map((pairs) => pairs.map(mean));
  const squares = (ours: number[], published: number[]) =>
    ours.map((value, level) => ({ name: `S2 ${level}`, ours: value, published: published[level] as number }));
  return [
    { name: "mean", ours: mean(rows.flat()), published: two_level.mean },
    ...rows.map((row, index) => ({
      name: `row ${index}`,
      ours: mean(row),
      published: two_level.row_means[index] as number,
      // 6.25 is printed as 6.3, 4.75 as 4.8.
      within: 0.05 + 1e-9,
    })),
    ...squares([mean(rows.map(variance)), variance(rows.map(mean))], two_level.S2),
    { name: "mean of three levels", ours: mean(cubes.flat(2)), published: three_level.mean },
    ...squares(
      [mean(cubes.flat().map(variance)), mean(inner.map(variance)), variance(inner.map(mean))],
      three_level.S2,
    ),
  ];
}

function nistRegressions(): Figure[] {
  return regressions().flatMap(({ name, start1, start2, residuals, certified, certifiedSd }) =>
    [start1, start2].flatMap((start, which) => {
      const fit = levenbergMarquardt({ start, residuals });
      return [...certified, ...certifiedSd].map((published, index) => ({
        name: `${name} start ${which + 1}, figure ${index}`,
        ours: [...fit.parameters, ...(fit.standardErrors ?? [])][index] as number,
        published,
        within: 5e-7 * Math.abs(published),
      }));
    }),
  );
}

function changePoints(): Figure[] {
  type Series = { series: number[]; expected: number[] };
  const { permutation_sequence: levels, single_series: single } =
    reference<Record<"permutation_sequence" | "single_series", Series>>("changepoints");
  const byT = (before: readonly number[], after: readonly number[]) => pOfT(welchT(before, after));
  const byRanks = (before: readonly number[], after: readonly number[]) => mannWhitneyTest(before, after).p;
  const figures = (name: string, { series, expected }: Series, rule: SplitRule): Figure[] => {
    const found = eDivisive(series, rule).map(({ index }) => index);
    return [
      { name: `${name}: how many`, ours: found.length, published: expected.length },
      ...expected.map((published, place) => ({ name: `${name} ${place}`, ours: found[place] ?? -1, published })),
    ];
  };
  return [
    // t <= 0.01. Its permutation test of 3 figures against 6 cannot go below 2 / 84 but by the luck of the seed.
    ...figures("levels by t", levels, { minimum: 2, test: byT, atMost: 0.01 }),
    // max_pvalue 0.0001.
    ...figures("one change by t", single, { minimum: 2, test: byT, atMost: 0.0001 }),
    ...figures("one change by ranks", single, { minimum: 4, test: byRanks, atMost: 0.0001 }),
  ];
}
