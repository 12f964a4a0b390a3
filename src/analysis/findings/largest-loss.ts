import { plural, whole, workerWords } from "../../words/number.js";
import { shareIntervalWords, shareWords } from "../../words/percent.js";
import { coresWords } from "../cells/core-words.js";
import { usableCores, workloadBound } from "../cells/ideal-speed-up.js";
import type { LossPart } from "../results/stack.js";
import { type LeadLoss, type LineLoss, leadLosses } from "../scaling/stack/lead-losses.js";
import { LOSS_NOUNS, LOSS_VERBS } from "../scaling/stack/words.js";
import type { FindingContext, FindingRule } from "./finding.js";

const MOST_NAMED = 4;
/** Parts that hold the waits outside tasks where these were not recorded. */
const HOLDS_WAITS: readonly LossPart[] = ["startUp", "dispatch"];

/** Where the workers' time goes: the largest loss of every line of workers, and its share. */
export const largestLoss: FindingRule = (context) =>
  leadLosses(context.scaling).map((lead) => {
    const [first, ...others] = lead;
    const { stack, loss } = first;
    const cores = coresFor(first, context);
    // Cores are named where the work is held back by them.
    const on = cores === null ? "" : ` on ${coresWords(cores)}`;
    return {
      text: `${workerWords(stack.workers)}${on} (${first.line.label}): ${lossWords(lead)}${likewise(others)}.`,
      weight: weightOf(first),
      cells: lead.map((one) => one.stack),
      figures: {
        workers: stack.workers,
        cores,
        loss: loss.part,
        share: loss.value,
        low: loss.interval?.[0] ?? null,
        high: loss.interval?.[1] ?? null,
        rival: loss.rival,
        useful: stack.shares.useful?.value ?? null,
        trials: stack.trials,
        ...Object.fromEntries(others.map((one) => [`${one.line.label} share`, one.loss.value])),
      },
    };
  });

/** Worth more where the loss is clear, and where it may say why a line over worker counts flattens. */
export function weightOf({ line, stack, loss }: LineLoss): number {
  const isClear = loss.rival === null && stack.restsOn === "all-trials" && loss.interval !== null;
  if (line.stack.length > 1) return isClear ? 77 : 52;
  return isClear ? 60 : 40;
}

/** Usable cores, where the work of the line is CPU-bound. */
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
  const { useful } = stack.shares;
  const what = stack.reference
    ? "useful work is"
    : "useful and extra work, not told apart without a run on one worker, are";
  const rest = useful === null ? "" : `; ${what} ${shareWords(useful.value)}`;
  return `${shareWords(loss.value)} of worker time ${LOSS_VERBS[loss.part]}${includes}${rank}${rest}`;
}

function likewise(others: readonly LineLoss[]): string {
  if (others.length === 0) return "";
  const words = others.slice(0, MOST_NAMED).map(({ line, loss }) => `${line.label} (${shareWords(loss.value)})`);
  const more = others.length > MOST_NAMED ? `; and ${whole(others.length - MOST_NAMED)} more` : "";
  return `. The same comes first for ${words.join("; ")}${more}`;
}
