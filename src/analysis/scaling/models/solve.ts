import { groups } from "d3-array";
import { largest } from "../../../record/limits/extremes.js";
import { type LeastSquaresFit, levenbergMarquardt } from "../../../stats/levenberg-marquardt.js";
import { mean } from "../../../stats/mean.js";
import { inverseNormalDiagonal } from "../../../stats/qr.js";
import type { Law } from "./law.js";
import { gradientOf, type Observation, predicted, type Reading, type ScalingPoint } from "./observations.js";

/** A law with what it is fitted to. */
export interface Task {
  law: Law;
  points: readonly ScalingPoint[];
  reading: Reading;
  observations: readonly Observation[];
}

/** Of more observations those of one worker count are searched as one: each step costs as much as there are rows. */
const MOST_ROWS = 2_000;

/** An observation, or several of one worker count by their mean, with the root of their number as its weight. */
interface WeighedRow extends Observation {
  weight: number;
}

/** Least squares of the law; `free`: without its lower bounds, from another start. */
export function solve(task: Task, free?: { start: number[] }): LeastSquaresFit {
  const { observations } = task;
  if (observations.length <= MOST_ROWS) {
    return search(
      task,
      observations.map((one) => ({ ...one, weight: 1 })),
      free,
    );
  }
  const rows = groups(observations, ({ workers }) => workers).map(([workers, own]): WeighedRow => {
    return { workers, value: mean(own.map(({ value }) => value)), weight: Math.sqrt(own.length) };
  });
  return ofAll(task, rows, search(task, rows, free));
}

function search({ law, points, reading }: Task, rows: readonly WeighedRow[], free?: { start: number[] }) {
  const single = largest(points.map(({ workers, throughputs }) => mean(throughputs) / workers));
  return levenbergMarquardt({
    start: free?.start ?? law.start(single),
    lower: law.parameters.map(({ lower }) => (free ? Number.NEGATIVE_INFINITY : lower)),
    upper: law.parameters.map(({ upper }) => upper),
    residuals: (values) =>
      rows.map(({ workers, value, weight }) => (predicted(law, workers, values, reading) - value) * weight),
    jacobian: (values) => gradients({ law, reading }, rows, values),
  });
}

function gradients(
  { law, reading }: Pick<Task, "law" | "reading">,
  rows: readonly WeighedRow[],
  values: readonly number[],
) {
  return rows.map(({ workers, weight }) => {
    const gradient = gradientOf(law, workers, values, reading);
    return weight === 1 ? gradient : gradient.map((slope) => slope * weight);
  });
}

/** The fit to the means as one of all observations, of which it is the same: their spread about the means adds to the residuals alone. */
function ofAll(task: Task, rows: readonly WeighedRow[], fit: LeastSquaresFit): LeastSquaresFit {
  const { law, reading, observations } = task;
  const expected = new Map(rows.map(({ workers }) => [workers, predicted(law, workers, fit.parameters, reading)]));
  const residuals = observations.map(({ workers, value }) => (expected.get(workers) as number) - value);
  const rss = residuals.reduce((sum, residual) => sum + residual ** 2, 0);
  const df = observations.length - fit.parameters.length;
  const variances = inverseNormalDiagonal(gradients(task, rows, fit.parameters));
  const standardErrors = variances?.map((variance) => Math.sqrt((variance * rss) / df)) ?? null;
  return { ...fit, standardErrors, residuals, rss, df };
}
