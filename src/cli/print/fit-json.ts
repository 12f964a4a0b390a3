import type { FitAnswer } from "../../analysis/scaling/models/answer.js";
import type { ScalingTable } from "../../formats/scaling-table.js";

/** An answer as `fit --json` prints it: the model first, then how far it may be believed. */
export function fitJson(answer: FitAnswer, { workersName, figureName, notes }: ScalingTable) {
  const { fit, warnings, reading, compared, ...rest } = answer;
  return {
    ...rest,
    scale: reading.scale,
    kind: reading.figure,
    x: workersName,
    y: figureName,
    converged: fit?.converged ?? null,
    rss: fit?.rss ?? null,
    df: fit?.df ?? null,
    residualStandardError: fit && fit.df > 0 ? Math.sqrt(fit.rss / fit.df) : null,
    aicc: fit?.aicc ?? null,
    lackOfFit: fit?.lackOfFit ?? null,
    rejected: fit?.rejected ?? null,
    superlinear: fit?.superlinear ?? null,
    compared,
    residuals: fit?.residuals ?? [],
    warnings: [...notes, ...warnings],
  };
}
