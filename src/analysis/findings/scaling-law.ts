import { statement } from "../../words/headline.js";
import { multiple, multipleInterval, plural, trimmed, whole } from "../../words/number.js";
import { shareWords } from "../../words/percent.js";
import { sentenceCase } from "../../words/sentence.js";
import type { KarpFlatt, LineModels, Scaling, ScalingPoint } from "../results/scaling.js";
import { briefSerialWords, isTooWide, serialWords, shareInterval } from "../scaling/law-words.js";
import { FEWEST_FOR_USL } from "../scaling/models/choose-model.js";
import type { FittedParameter, ModelFit } from "../scaling/models/fit-model.js";
import type { FindingContext, FindingRule } from "./finding.js";

/**
 * The scaling law that the data of a line carry, with its parameters in intervals: Amdahl's, the Universal Scalability Law,
 * or, where the work grows with the workers, Gustafson's. Where none is carried, nothing is quoted.
 */
export const scalingLaw: FindingRule = (context) =>
  context.scaling.flatMap((line) => {
    const { chosen, fits } = line.models;
    const fit = fits.find(({ model }) => model === chosen);
    const alpha = fit?.parameters.alpha;
    if (!fit || !alpha?.interval) return [];
    const [low, high] = alpha.interval;
    const detail = [
      parameterWords(fit, alpha),
      peakWords(fit, line),
      limitWords(fit, line, context),
      trendWords(line.models),
    ];
    return {
      ...statement(headlines(fit, alpha, line), [rangeWords(fit, line.points), ...detail].filter(Boolean).join(" ")),
      weight: high - low < 0.1 ? 64 : 46,
      cells: line.points,
      figures: Object.fromEntries(Object.entries(fit.parameters).map(([name, { estimate }]) => [name, estimate])),
    };
  });

const NAMES: Record<ModelFit["model"], string> = {
  amdahl: "Amdahl's law",
  gustafson: "Gustafson's law",
  usl: "the Universal Scalability Law",
};

/** Few points are compatible with many curves: they follow a law only where another one was held against it. */
function headlines({ model, distinctWorkers }: ModelFit, alpha: FittedParameter, { label }: Scaling): string[] {
  const name = NAMES[model];
  const serial = `${briefSerialWords(alpha)} of the work is serial`;
  if (distinctWorkers < FEWEST_FOR_USL) {
    const points = `${whole(distinctWorkers)} points are compatible with ${name}`;
    return [
      `${sentenceCase(label)}: ${points}, ${briefSerialWords(alpha)} serial`,
      `${sentenceCase(label)}: compatible with ${name}, ${briefSerialWords(alpha)} serial`,
      `${points}, ${briefSerialWords(alpha)} serial`,
    ];
  }
  const points = plural(distinctWorkers, "point");
  return [
    `${sentenceCase(label)} follows ${name} at ${points}: ${serial}`,
    `${sentenceCase(label)} follows ${name} at ${points}`,
    `${points} follow ${name}: ${serial}`,
    `${points} follow ${name}`,
  ];
}

/** "The points lie over 1 to 8 workers."; where rounds or cores leave less room, over an ideal speed-up. */
function rangeWords({ tested }: ModelFit, points: readonly ScalingPoint[]): string {
  const isPlain = points.every(({ workers, ideal }) => workers === ideal);
  const range = `${trimmed(tested[0])} to ${trimmed(tested[1])}`;
  return `Measured ${isPlain ? `with ${range} workers` : `over an ideal speed-up of ${range}`}.`;
}

function parameterWords({ model, parameters: { beta } }: ModelFit, alpha: FittedParameter): string {
  const serial = sentenceCase(serialWords(alpha));
  if (model === "gustafson") return `${serial} of the parallel run is serial.`;
  if (model === "amdahl" || !beta?.interval) return `${serial} is serial.`;
  return `${serial} waits for one at a time, and each pair of workers costs ${serialWords(beta)}.`;
}

function peakWords({ model, peak }: ModelFit, { models }: Scaling): string {
  if (model !== "usl") return "";
  return models.isPeakSupported && peak
    ? `Its peak lies at ${trimmed(peak.workers)} workers.`
    : "It has no peak in the tested range.";
}

/** Amdahl's limit of the speed-up over one worker, 1 / serial share, and never more than there are tasks to do at once. */
function limitWords({ model, parameters: { alpha } }: ModelFit, line: Scaling, { experiment }: FindingContext): string {
  if (model !== "amdahl" || !alpha) return "";
  const [low, high] = shareInterval(alpha);
  const limit = 1 / alpha.estimate;
  const tasks = experiment.division === "tasks" ? (line.factors.tasks ?? Infinity) : Infinity;
  if (limit === Infinity && tasks === Infinity) return "";
  if (limit >= tasks)
    return `${plural(tasks, "task")} allow at most ${multiple(tasks)} one worker, and the law sets no lower limit.`;
  if (isTooWide([low, high])) return "";
  const interval = multipleInterval([1 / high, Math.min(1 / low, tasks)]);
  return `However many workers there are, the law allows at most ${multiple(limit)} one worker (95 % interval ${interval}).`;
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
  return `Karp and Flatt's serial share ${trend[karpFlattTrend]}.`;
}

function karpFlattWords({ workers, serialShare }: KarpFlatt): string {
  return `${serialShare > 0 ? shareWords(serialShare) : "none"} with ${whole(workers)}`;
}
