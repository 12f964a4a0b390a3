import { largest, smallest } from "../../../record/limits/extremes.js";
import { aicc } from "../../../stats/aicc.js";
import type { Interval } from "../../../stats/interval.js";
import { type LackOfFit, lackOfFit } from "../../../stats/lack-of-fit.js";
import type { LeastSquaresFit } from "../../../stats/levenberg-marquardt.js";
import { mean } from "../../../stats/mean.js";
import { intervalOfT } from "../../../stats/t-statistic.js";
import { laws } from "./index.js";
import type { Law, Parameter } from "./law.js";
import {
  figureOf,
  observationsOf,
  offScale,
  predicted,
  type Reading,
  readings,
  type ScalingPoint,
} from "./observations.js";
import { solve, type Task } from "./solve.js";

export interface FittedParameter {
  estimate: number;
  /** From the full Jacobian; `null` where the points do not determine the parameters, or are as few as they. */
  standardError: number | null;
  /** 95 %, by t with `df` degrees of freedom; of a parameter on a bound, what of it lies within the bounds. */
  interval: Interval | null;
  /** Whether the fit ended on a bound of the parameter. */
  atBound: boolean;
}

export type FittedParameters = Partial<Record<Parameter["name"], FittedParameter>>;

/** Measured and fitted figure, throughput or time; the residual is their difference on the fitted scale. */
export interface Residual {
  workers: number;
  observed: number;
  fitted: number;
  residual: number;
}

export interface ModelFit {
  model: Law["id"];
  reading: Reading;
  parameters: FittedParameters;
  residuals: Residual[];
  /** Of what was fitted: the sum of the squared residuals, and observations less parameters. */
  rss: number;
  df: number;
  converged: boolean;
  /** Of the means of the distinct worker counts; k counts the parameters and the variance. `null`: too few of them. */
  aicc: number | null;
  /** `null` where nothing was measured twice. */
  lackOfFit: LackOfFit | null;
  /** Repeats show that the means do not follow the law: lack of fit at p < 0.01. */
  rejected: boolean;
  /** The fit without the bound at 0, where it leads below: more throughput than workers. `clear`: by its interval. */
  superlinear: { parameters: FittedParameters; clear: boolean } | null;
  /** Smallest and largest number of workers that was measured. */
  tested: Interval;
  distinctWorkers: number;
  /** Highest point of the curve, its workers no whole number; `null` where it rises for ever. */
  peak: { workers: number; throughput: number; insideTestedRange: boolean } | null;
  /** What the throughput stays under; `null` where nothing holds it back. */
  limit: number | null;
}

const REJECT_BELOW = 0.01;
/** A misfit of less than this share of the figures is rounding. */
const ROUNDING = 1e-12;

/**
 * Fits a law by least squares.
 *
 * @param points one for each number of workers, at least as many as the law has parameters
 * @throws RangeError on fewer points, or a figure that is not above 0
 */
export function fitModel(id: Law["id"], points: readonly ScalingPoint[], reading: Reading): ModelFit {
  const law: Law = laws[id];
  if (points.length < law.parameters.length) {
    throw new RangeError(`${points.length} worker counts do not determine ${law.parameters.length} parameters`);
  }
  const task = { law, points, reading, observations: observationsOf(law, points, reading) };
  const fit = solve(task);
  const misfit = misfitOf(task, fit.parameters);
  const workers = points.map((point) => point.workers);
  const tested: Interval = [smallest(workers), largest(workers)];
  return {
    model: id,
    reading,
    parameters: described(law, fit),
    residuals: residualsOf(task, fit),
    rss: fit.rss,
    df: fit.df,
    converged: fit.converged,
    ...misfit,
    rejected: misfit.lackOfFit !== null && misfit.lackOfFit.p < REJECT_BELOW,
    superlinear: superlinearOf(task, fit),
    tested,
    distinctWorkers: points.length,
    peak: peakOf(law, fit.parameters, tested),
    limit: law.limit(fit.parameters),
  };
}

/** Throughput that a fit expects of `workers`. */
export function throughputAt({ model, parameters }: ModelFit, workers: number): number {
  const law: Law = laws[model];
  const values = law.parameters.map(({ name }) => parameters[name]?.estimate as number);
  return law.throughput(workers, values);
}

/** What was measured, throughput or time, as a fit expects it of `workers`. */
export function figureAt(fit: ModelFit, workers: number): number {
  return figureOf(laws[fit.model], workers, throughputAt(fit, workers), fit.reading);
}

function described({ parameters }: Law, fit: LeastSquaresFit): FittedParameters {
  const all = parameters.map(({ name, lower, upper }, index): [string, FittedParameter] => {
    const estimate = fit.parameters[index] as number;
    const standardError = fit.standardErrors?.[index] ?? null;
    const atBound = fit.atBound[index] as boolean;
    const reach = standardError === null ? null : intervalOfT({ estimate, standardError, df: fit.df }, 0.95);
    const within = (): Interval | null => reach && [Math.max(reach[0], lower), Math.min(reach[1], upper)];
    return [name, { estimate, standardError, interval: atBound ? within() : reach, atBound }];
  });
  return Object.fromEntries(all);
}

function residualsOf({ observations, reading }: Task, fit: LeastSquaresFit): Residual[] {
  return observations.map(({ workers, value }, index) => {
    const above = fit.residuals[index] as number;
    const [observed, fitted] = [offScale(value, reading), offScale(value + above, reading)];
    return { workers, observed, fitted, residual: -above };
  });
}

function superlinearOf(task: Task, fit: LeastSquaresFit): ModelFit["superlinear"] {
  const { law } = task;
  const stopped = law.parameters.some(({ lower }, index) => lower === 0 && fit.parameters[index] === 0);
  if (!stopped) return null;
  const free = solve(task, { start: fit.parameters });
  const parameters = described(law, free);
  const below = Object.values(parameters).filter(({ estimate }) => estimate < 0);
  if (below.length === 0) return null;
  return { parameters, clear: below.some(({ interval }) => interval !== null && interval[1] < 0) };
}

function misfitOf({ law, points, reading }: Task, values: readonly number[]): Pick<ModelFit, "aicc" | "lackOfFit"> {
  const observed = readings(law, points, reading);
  const places = points.map(({ workers }, index) => ({
    observed: observed[index] as number[],
    fitted: predicted(law, workers, values, reading),
  }));
  const size = reading.scale === "log" ? 1 : mean(observed.map(mean));
  const rss = places.reduce((sum, place) => sum + (mean(place.observed) - place.fitted) ** 2, 0);
  return {
    aicc: aicc(Math.max(rss, points.length * (ROUNDING * size) ** 2), points.length, law.parameters.length + 1),
    lackOfFit: lackOfFit(places, law.parameters.length),
  };
}

function peakOf(law: Law, values: readonly number[], [fewest, most]: Interval): ModelFit["peak"] {
  const workers = law.peakWorkers(values);
  if (workers === null) return null;
  const insideTestedRange = workers >= fewest && workers <= most;
  return { workers, throughput: law.throughput(workers, values), insideTestedRange };
}
