import { largest } from "../../../record/limits/extremes.js";
import { geometricMean } from "../../../stats/geometric-mean.js";
import { mean } from "../../../stats/mean.js";
import { level, probability, trimmed } from "../../../words/number.js";
import { lessOrMore } from "../../../words/percent.js";
import type { LawChoice } from "./choose-law.js";
import { CLEARLY_BETTER, FEWEST_FOR_A_MODEL, FEWEST_FOR_USL } from "./choose-model.js";
import { figureAt, type ModelFit } from "./fit-model.js";
import { laws } from "./index.js";
import type { ScalingPoint } from "./observations.js";

/** How far the fitted figure of one worker may lie from the measured one. */
const FAR = 1.1;
/** A fall of throughput, in percent, that is named where it may be noise. */
const NAMED_FALL = 5;

/**
 * Warnings of what makes the figures of a fit wrong, as sentences.
 *
 * @param single figures measured with one worker
 * @param growing clause that says why the work grows with the workers
 */
export function firstWarningsOf(
  fit: ModelFit,
  { measuredPeak }: LawChoice,
  { single, growing }: { single: readonly number[]; growing: string | null },
): string[] {
  return [...growingWork(fit, growing), ...clearFall(fit, measuredPeak), ...singleWorker(fit, single)];
}

/** Other warnings about a fit, as sentences. */
export function warningsOf(fit: ModelFit | null, choice: LawChoice, points: readonly ScalingPoint[]): string[] {
  if (fit === null) return choice.reason === undefined ? [] : [NO_MODEL[choice.reason](choice, points.length)];
  return [
    ...fewPoints(fit, choice),
    ...misfit(fit),
    ...unclearFall(fit, choice, points),
    ...peak(fit, choice),
    ...bounds(fit),
    ...superlinear(fit),
  ];
}

/** What a law without a peak leaves out, where it may be noise. */
function unclearFall({ model }: ModelFit, { measuredPeak }: LawChoice, points: readonly ScalingPoint[]): string[] {
  if (model !== "amdahl" || measuredPeak !== null) return [];
  const means = points.map(({ throughputs }) => mean(throughputs));
  const highest = means.indexOf(largest(means));
  const fallen = 100 * ((means.at(-1) as number) / (means[highest] as number) - 1);
  if (fallen > -NAMED_FALL) return [];
  const [from, to] = [points[highest], points.at(-1)].map((point) => level(point?.workers ?? 0));
  return [
    `Throughput at ${to} workers is ${lessOrMore(fallen)} than at ${from}, which this law cannot say and the table does not make certain: repeats would tell.`,
  ];
}

function growingWork({ model, reading }: ModelFit, growing: string | null): string[] {
  if (growing === null || reading.figure !== "time" || laws[model].work === "scaled") return [];
  return [
    `${growing}, and ${laws[model].name} reads the times as those of the same work: --model gustafson fits times of growing work.`,
  ];
}

function clearFall({ model }: ModelFit, measuredPeak: LawChoice["measuredPeak"]): string[] {
  if (model !== "amdahl" || measuredPeak === null) return [];
  const { workers, p } = measuredPeak;
  return [
    `Throughput falls from ${level(workers)} workers on (p ${probability(p)}), and ${laws[model].name} has no peak: --model usl has one.`,
  ];
}

function singleWorker(fit: ModelFit, single: readonly number[]): string[] {
  if (single.length === 0) return [];
  const { scale, figure } = fit.reading;
  const measured = scale === "log" ? geometricMean(single) : mean(single);
  const fitted = figureAt(fit, 1);
  const ratio = fitted / measured;
  if (Math.max(ratio, 1 / ratio) <= FAR) return [];
  const other = scale === "log" ? "" : "; --log counts every worker count alike";
  return [
    `The fit is off at one worker: a ${figure} of ${trimmed(fitted, 4)}, where ${trimmed(measured, 4)} was measured (${lessOrMore((ratio - 1) * 100)}). Serial share, limit and speed-ups are those of the fit, not of the measured single worker${other}.`,
  ];
}

const NO_MODEL: Record<NonNullable<LawChoice["reason"]>, (choice: LawChoice, distinctWorkers: number) => string> = {
  "too-few-worker-counts": (_, distinct) =>
    `${counts(distinct)} ${distinct === 1 ? "carries" : "carry"} no model: measure at least ${FEWEST_FOR_A_MODEL}, and ${FEWEST_FOR_USL} for a peak.`,
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

function fewPoints({ distinctWorkers, df, model }: ModelFit, { measuredPeak }: LawChoice): string[] {
  if (df === 0) {
    return [
      `${counts(distinctWorkers)} for as many parameters: the curve goes through them, and nothing says how sure it is.`,
    ];
  }
  if (distinctWorkers < FEWEST_FOR_A_MODEL) {
    return [`${counts(distinctWorkers)} are few: from ${FEWEST_FOR_A_MODEL} on a model can be told from chance.`];
  }
  if (model !== "usl" || distinctWorkers >= FEWEST_FOR_USL || measuredPeak !== null) return [];
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
  { gain, measuredPeak }: LawChoice,
) {
  if (found === null) return [];
  if (!found.insideTestedRange) {
    return [`The peak lies outside the tested range of ${trimmed(fewest)} to ${trimmed(most)} workers: it is a guess.`];
  }
  const isOpen = model === "usl" && distinctWorkers >= FEWEST_FOR_USL && !rejected && measuredPeak === null;
  if (!isOpen || (gain ?? 0) >= CLEARLY_BETTER) return [];
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
