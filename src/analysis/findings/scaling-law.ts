import { multiple, multipleInterval, trimmed, whole } from "../../words/number.js";
import { shareWords } from "../../words/percent.js";
import { sentenceCase } from "../../words/sentence.js";
import type { KarpFlatt, LineModels, Scaling, ScalingPoint } from "../results/scaling.js";
import { serialWords, shareAtMost } from "../scaling/law-words.js";
import type { FittedParameter, ModelFit } from "../scaling/models/fit-model.js";
import type { FindingRule } from "./finding.js";

/**
 * The scaling law that the data of a line carry, with its parameters in intervals: Amdahl's, the Universal Scalability Law,
 * or, where the work grows with the workers, Gustafson's. Where none is carried, nothing is quoted.
 */
export const scalingLaw: FindingRule = ({ scaling }) =>
  scaling.flatMap((line) => {
    const { chosen, fits } = line.models;
    const fit = fits.find(({ model }) => model === chosen);
    const words = fit && lawWords(fit, line);
    if (!fit || !words) return [];
    const [low, high] = fit.parameters.alpha?.interval ?? [0, 1];
    return {
      text: `${sentenceCase(line.label)} follows ${words}${trendWords(line.models)}.`,
      weight: high - low < 0.1 ? 64 : 46,
      cells: line.points,
      figures: Object.fromEntries(Object.entries(fit.parameters).map(([name, { estimate }]) => [name, estimate])),
    };
  });

function lawWords(fit: ModelFit, { models, points }: Scaling): string | null {
  const { alpha, beta } = fit.parameters;
  if (!alpha?.interval) return null;
  const range = rangeWords(fit, points);
  if (fit.model === "gustafson") return `Gustafson's law ${range}: ${serialWords(alpha)} of the parallel run is serial`;
  if (fit.model === "usl" && beta?.interval) {
    const peak =
      models.isPeakSupported && fit.peak
        ? `, with its peak at ${trimmed(fit.peak.workers)}`
        : ", with no peak in the tested range";
    return (
      `the Universal Scalability Law ${range}${peak}: ${serialWords(alpha)} waits for one at a time, and each pair of ` +
      `workers costs ${serialWords(beta)}`
    );
  }
  return `Amdahl's law ${range}: ${serialWords(alpha)} is serial${limitWords(alpha)}`;
}

/** "over 1 to 8 workers"; where rounds or cores leave less room, "over an ideal speed-up of 1 to 4". */
function rangeWords({ tested }: ModelFit, points: readonly ScalingPoint[]): string {
  const what = points.every(({ workers, ideal }) => workers === ideal) ? "" : "an ideal speed-up of ";
  return `over ${what}${trimmed(tested[0])} to ${trimmed(tested[1])}${what === "" ? " workers" : ""}`;
}

/** The law's limit of the speed-up over one worker, 1 / serial share, with the interval turned over. */
function limitWords({ estimate, interval }: FittedParameter): string {
  const [low, high] = interval ?? [0, 1];
  if (low <= 0) return "";
  return `; the law's limit is ${multiple(1 / estimate)} one worker (${multipleInterval([1 / shareAtMost(high), 1 / low])})`;
}

function trendWords({ karpFlatt, karpFlattTrend }: LineModels): string {
  const [first, last] = [karpFlatt[0], karpFlatt.at(-1)];
  if (!first || !last || karpFlattTrend === null || karpFlattTrend === "unclear") return "";
  const ends = `(${karpFlattWords(first)}, ${karpFlattWords(last)})`;
  const trend = {
    level: `stays the same within 2 points ${ends}, as a serial part does`,
    rising: `rises with the workers ${ends}, as overhead does`,
    falling: `falls with the workers ${ends}`,
  };
  return `. Karp and Flatt's serial share ${trend[karpFlattTrend]}`;
}

function karpFlattWords({ workers, serialShare }: KarpFlatt): string {
  return `${serialShare > 0 ? shareWords(serialShare) : "none"} with ${whole(workers)}`;
}
