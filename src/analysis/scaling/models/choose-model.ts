import { fitModel, type ModelFit } from "./fit-model.js";
import type { Reading, ScalingPoint } from "./observations.js";

/** Fewer worker counts carry no model; from the second figure on they carry the Universal Scalability Law. */
export const FEWEST_FOR_A_MODEL = 4;
export const FEWEST_FOR_USL = 8;
/** How much lower the AICc of the larger model has to be. */
export const CLEARLY_BETTER = 2;

export interface ModelChoice {
  /** What the points carry; `null` where they carry nothing. */
  chosen: ModelFit | null;
  /** Why there is no model. */
  reason?: "too-few-worker-counts" | "rejected" | "superlinear" | "not-converged" | "undetermined";
  /** What was compared: Amdahl's law first, then, from 8 worker counts on, the Universal Scalability Law. */
  candidates: ModelFit[];
  /** AICc of Amdahl's law less that of the Universal Scalability Law; `null` where they were not compared. */
  gain: number | null;
}

/**
 * Which law, if any, the points carry: Amdahl's, or the Universal Scalability Law where its AICc is lower by 2 or more. It
 * is taken back where repeats reject it, where it is clearly superlinear, and where the search found no end.
 *
 * @param points one for each number of workers
 */
export function chooseModel(points: readonly ScalingPoint[], reading: Reading): ModelChoice {
  if (points.length < FEWEST_FOR_A_MODEL) {
    return { chosen: null, reason: "too-few-worker-counts", candidates: [], gain: null };
  }
  const amdahl = fitModel("amdahl", points, reading);
  if (points.length < FEWEST_FOR_USL) return { ...verdict(amdahl), candidates: [amdahl], gain: null };
  const usl = fitModel("usl", points, reading);
  const gain = (amdahl.aicc as number) - (usl.aicc as number);
  return { ...verdict(gain >= CLEARLY_BETTER ? usl : amdahl), candidates: [amdahl, usl], gain };
}

/** Whether the peak of a fit may be stated: it was measured past, and the points carry the model that has it. */
export function isPeakSupported(fit: ModelFit, choice: ModelChoice): boolean {
  return fit.peak?.insideTestedRange === true && choice.chosen?.model === fit.model;
}

/** Whether the data carry a fit. */
export function verdict(fit: ModelFit): Pick<ModelChoice, "chosen" | "reason"> {
  if (!fit.converged) return { chosen: null, reason: "not-converged" };
  if (fit.rejected) return { chosen: null, reason: "rejected" };
  if (fit.superlinear?.clear) return { chosen: null, reason: "superlinear" };
  // A serial share of 0 to 100 % is every curve that there can be.
  const [low, high] = fit.parameters.alpha?.interval ?? [0, 0];
  if (low <= 0 && high >= 1) return { chosen: null, reason: "undetermined" };
  return { chosen: fit };
}
