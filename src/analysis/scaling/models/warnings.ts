import { probability, trimmed } from "../../../words/number.js";
import { FEWEST_FOR_A_MODEL, FEWEST_FOR_USL, type ModelChoice } from "./choose-model.js";
import type { ModelFit } from "./fit-model.js";
import { laws } from "./index.js";

/** Warnings about a fit, as sentences. */
export function warningsOf(fit: ModelFit | null, choice: ModelChoice, distinctWorkers: number): string[] {
  if (fit === null) return choice.reason === undefined ? [] : [NO_MODEL[choice.reason](choice, distinctWorkers)];
  return [...fewPoints(fit), ...misfit(fit), ...peak(fit, choice), ...bounds(fit), ...superlinear(fit)];
}

const NO_MODEL: Record<NonNullable<ModelChoice["reason"]>, (choice: ModelChoice, distinctWorkers: number) => string> = {
  "too-few-worker-counts": (_, distinct) =>
    `${counts(distinct)} carry no model: measure at least ${FEWEST_FOR_A_MODEL}, and ${FEWEST_FOR_USL} for a peak.`,
  rejected: ({ candidates }) => {
    const names = candidates.map(({ model }) => laws[model].name);
    const misfits =
      names.length > 1 ? `neither ${names.join(" nor the ")} describes` : `${names.join()} does not describe`;
    return `No model: ${misfits} the table, as its repeats lie closer together than their means lie to a fit.`;
  },
  superlinear: () => "No model: throughput grows clearly faster than the number of workers.",
  "not-converged": () => "No model: the search for a fit found no end.",
  undetermined: () => "No model: the serial share may be anything from 0 to 100 %; more or quieter repeats would tell.",
};

function fewPoints({ distinctWorkers, df, model }: ModelFit): string[] {
  if (df === 0) {
    return [
      `${counts(distinctWorkers)} for as many parameters: the curve goes through them, and nothing says how sure it is.`,
    ];
  }
  if (distinctWorkers < FEWEST_FOR_A_MODEL) {
    return [`${counts(distinctWorkers)} are few: from ${FEWEST_FOR_A_MODEL} on a model can be told from chance.`];
  }
  if (model !== "usl" || distinctWorkers >= FEWEST_FOR_USL) return [];
  return [`${counts(distinctWorkers)} are few: from ${FEWEST_FOR_USL} on this law can be told from Amdahl's.`];
}

function misfit({ converged, lackOfFit, rejected }: ModelFit): string[] {
  if (!converged) return ["The search found no end: the figures are where it stopped."];
  if (lackOfFit === null) return ["No worker count was measured twice, so nothing tells a misfit from noise."];
  if (!rejected) return [];
  return [
    `The table does not follow this law: its repeats lie closer together than their means lie to the fit (lack of fit, p ${probability(lackOfFit.p)}).`,
  ];
}

function peak(
  { model, peak: found, tested: [fewest, most], distinctWorkers, rejected }: ModelFit,
  { gain }: ModelChoice,
) {
  if (found === null) return [];
  if (!found.insideTestedRange) {
    return [`The peak lies outside the tested range of ${trimmed(fewest)} to ${trimmed(most)} workers: it is a guess.`];
  }
  if (model !== "usl" || distinctWorkers < FEWEST_FOR_USL || rejected || (gain ?? 0) >= 2) return [];
  return ["Amdahl's law, which has no peak, describes the table nearly as well or better: the peak is not supported."];
}

function bounds({ parameters }: ModelFit): string[] {
  return Object.entries(parameters)
    .filter(([, { atBound }]) => atBound)
    .map(([name, { estimate }]) => `${name} lies on its bound ${trimmed(estimate)}: its interval ends there.`);
}

function superlinear({ superlinear: free }: ModelFit): string[] {
  if (free === null) return [];
  return Object.entries(free.parameters)
    .filter(([, { estimate }]) => estimate < 0)
    .map(([name, { estimate, interval }]) => {
      const clearly = interval !== null && interval[1] < 0 ? "clearly" : "not clearly";
      return `Without its bound ${name} would be ${trimmed(-estimate)} below 0, ${clearly} so: faster growth than the law allows (superlinear).`;
    });
}

function counts(distinct: number): string {
  return distinct === 1 ? "One worker count" : `${distinct} worker counts`;
}
