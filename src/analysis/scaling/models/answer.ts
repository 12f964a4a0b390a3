import { groups } from "d3-array";
import { UserError } from "../../../user-error.js";
import type { Interval } from "../../results/run-analysis.js";
import { chooseLaw, type LawChoice } from "./choose-law.js";
import { isPeakSupported } from "./choose-model.js";
import { fitModel, type ModelFit } from "./fit-model.js";
import { laws } from "./index.js";
import type { Law } from "./law.js";
import { type Reading, type ScalingPoint, throughputOf } from "./observations.js";
import { firstWarningsOf, warningsOf } from "./warnings.js";

/** One row of a table: a throughput or a time, as `reading.figure` says. */
export interface Measured {
  workers: number;
  figure: number;
}

export interface FitQuestion {
  /** `auto`: the law that the rows carry, if any. */
  model: Law["id"] | "auto";
  reading: Reading;
  /** Clause that says why the work grows with the workers, and times with it; left out: nothing says so. */
  growing?: string | null;
}

/** Answer for a table: its fits and their support. An explicit model always answers; what is not supported is flagged. */
export interface FitAnswer {
  /** What was fitted; `null` where `auto` found that the rows carry no model. */
  model: Law["id"] | null;
  /** Why there is no model. */
  reason?: LawChoice["reason"];
  reading: Reading;
  measurements: number;
  distinctWorkers: number;
  tested: Interval;
  parameters: ModelFit["parameters"];
  /** `supported`: inside the tested range, and the rows carry this model rather than Amdahl's law. */
  peak: { workers: number; throughput: number; insideTestedRange: boolean; supported: boolean } | null;
  limit: number | null;
  /** All else of the fit; `null` without a model. */
  fit: ModelFit | null;
  /** Every law as `auto` judges it, and what an explicit model is held against. */
  laws: LawChoice["laws"];
  measuredPeak: LawChoice["measuredPeak"];
  /** Sentences: what makes the figures wrong, to stand before them; and what else to beware of. */
  firstWarnings: string[];
  warnings: string[];
}

/**
 * Fits a table.
 *
 * @param rows at least one
 * @throws UserError where an explicit model has more parameters than there are worker counts
 */
export function answerFit(rows: readonly Measured[], { model, reading, growing = null }: FitQuestion): FitAnswer {
  const points = pointsOf(rows, laws.amdahl, reading);
  const choice = chooseLaw({ points, scaled: pointsOf(rows, laws.gustafson, reading), reading, growing });
  const fit = model === "auto" ? choice.chosen : explicitFit(rows, model, reading);
  const single = rows.filter(({ workers }) => workers === 1).map(({ figure }) => figure);
  const workers = [...new Set(rows.map((row) => row.workers))].sort((a, b) => a - b);
  return {
    model: fit?.model ?? null,
    ...(fit === null && { reason: choice.reason }),
    reading,
    measurements: rows.length,
    distinctWorkers: workers.length,
    tested: [workers[0] as number, workers.at(-1) as number],
    parameters: fit?.parameters ?? {},
    peak: fit?.peak ? { ...fit.peak, supported: isPeakSupported(fit, choice) } : null,
    limit: fit?.limit ?? null,
    fit,
    laws: choice.laws,
    measuredPeak: choice.measuredPeak,
    firstWarnings: fit === null ? [] : firstWarningsOf(fit, choice, { single, growing }),
    warnings: warningsOf(fit, choice, points),
  };
}

function explicitFit(rows: readonly Measured[], id: Law["id"], reading: Reading): ModelFit {
  const law: Law = laws[id];
  const points = pointsOf(rows, law, reading);
  const needed = law.parameters.length;
  if (points.length < needed) {
    throw new UserError(
      `${law.name} has ${needed} parameters, and the table has ${points.length === 1 ? "one worker count" : `${points.length} worker counts`}: measure at least ${needed}`,
    );
  }
  return fitModel(id, points, reading);
}

/** Rows by worker count, fewest first. */
function pointsOf(rows: readonly Measured[], law: Law, reading: Reading): ScalingPoint[] {
  return groups(rows, ({ workers }) => workers)
    .map(([workers, own]) => ({
      workers,
      throughputs: own.map(({ figure }) => throughputOf(law, workers, figure, reading)),
    }))
    .sort((a, b) => a.workers - b.workers);
}
