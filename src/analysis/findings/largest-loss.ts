import { plural, whole } from "../../words/number.js";
import { shareIntervalWords, shareWords } from "../../words/percent.js";
import { sentenceCase } from "../../words/sentence.js";
import { workerWords } from "../cells/cell-labels.js";
import { coresWords } from "../cells/core-words.js";
import { usableCores, workloadBound } from "../cells/ideal-speed-up.js";
import type { LossPart, Share } from "../results/stack.js";
import { type LeadLoss, type LineLoss, leadLosses } from "../scaling/stack/lead-losses.js";
import { LOSS_NOUNS, LOSS_VERBS } from "../scaling/stack/words.js";
import type { FindingContext, FindingRule } from "./finding-context.js";

const MOST_NAMED = 4;
/** Parts that hold the waits outside tasks where these were not recorded. */
const HOLDS_WAITS: readonly LossPart[] = ["startUp", "dispatch"];

/** Where the workers' time goes: the largest loss of every line of workers, and its share. */
export const largestLoss: FindingRule = (context) =>
  leadLosses(context.scaling).map((lead) => {
    const [{ stack, loss }, ...others] = lead;
    return {
      text: sentenceCase(`${placeWords(lead[0], context)}: ${lossWords(lead)}${likewise(others)}.`),
      weight: weightOf(lead[0]),
      evidence: {
        cells: lead.map((one) => one.stack.key),
        figures: {
          workers: stack.workers,
          cores: coresFor(lead[0], context),
          loss: loss.part,
          share: loss.value,
          low: loss.interval?.[0] ?? null,
          high: loss.interval?.[1] ?? null,
          rival: loss.rival,
          useful: stack.shares.useful?.value ?? null,
          trials: stack.trials,
          ...Object.fromEntries(others.map((one) => [`${one.line.label} share`, one.loss.value])),
        },
      },
    };
  });

/** Worth more where the loss is clear, and where it may say why a line over worker counts flattens. */
export function weightOf({ line, stack, loss }: LineLoss): number {
  const isClear = loss.rival === null && stack.restsOn === "all-trials" && loss.interval !== null;
  if (line.stack.length > 1) return isClear ? 77 : 52;
  return isClear ? 60 : 40;
}

/** "8 workers on 2 cores (thread pool)": cores where the work is held back by them. */
function placeWords(one: LineLoss, context: FindingContext): string {
  const cores = coresFor(one, context);
  const on = cores === null ? "" : ` on ${coresWords(cores)}`;
  return `${workerWords(one.stack.workers)}${on} (${one.line.label})`;
}

export function coresFor({ line }: LineLoss, { experiment, machine }: FindingContext): number | null {
  const bound = workloadBound(experiment, { strategy: line.strategy, workers: 1, ...line.factors });
  return bound === "cpu" ? usableCores(machine) : null;
}

function lossWords([{ stack, loss }]: LeadLoss): string {
  const evidence =
    stack.restsOn === "one-trial"
      ? "in the one trial that kept its tasks"
      : loss.interval === null
        ? "one trial, so no interval"
        : `95 % interval ${shareIntervalWords(loss.interval)}, ${plural(stack.trials, "trial")}`;
  const rank =
    loss.rival === null
      ? `, the largest loss (${evidence})`
      : ` (${evidence}); the trials do not tell whether that or ${LOSS_NOUNS[loss.rival]} is the largest loss`;
  const includes = stack.waitsOutsideTasks || !HOLDS_WAITS.includes(loss.part) ? "" : ", waiting for a core included";
  return `${shareWords(loss.value)} of worker time ${LOSS_VERBS[loss.part]}${includes}${rank}${usefulWords(stack.shares.useful, stack.reference !== null)}`;
}

function usefulWords(useful: Share | null, isTold: boolean): string {
  if (useful === null) return "";
  const what = isTold ? "useful work is" : "useful and extra work, not told apart without a run on one worker, are";
  return `; ${what} ${shareWords(useful.value)}`;
}

function likewise(others: readonly LineLoss[]): string {
  if (others.length === 0) return "";
  const words = others.slice(0, MOST_NAMED).map(({ line, loss }) => `${line.label} (${shareWords(loss.value)})`);
  const more = others.length > MOST_NAMED ? `; and ${whole(others.length - MOST_NAMED)} more` : "";
  return `. The same comes first for ${words.join("; ")}${more}`;
}
