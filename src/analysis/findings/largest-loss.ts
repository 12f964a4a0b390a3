import { statement } from "../../words/headline.js";
import { plural, whole, workerWords } from "../../words/number.js";
import { shareIntervalWords, shareWords } from "../../words/percent.js";
import { lowerFirst, sentenceCase } from "../../words/sentence.js";
import { strategyWords } from "../cells/cell-labels.js";
import { coresWords } from "../cells/core-words.js";
import { usableCores, workloadBound } from "../cells/ideal-speed-up.js";
import type { LossPart, Share } from "../results/stack.js";
import { isTooWide } from "../scaling/law-words.js";
import { type LineLoss, leadLosses } from "../scaling/stack/lead-losses.js";
import { LOSS_MEANING, LOSS_NOUNS } from "../scaling/stack/words.js";
import type { FindingContext, FindingRule } from "./finding.js";

const MOST_NAMED = 4;
/** Smaller shares print as nothing. */
const LEAST_SHOWN = 0.001;
/** Parts that hold the waits outside tasks where these were not recorded. */
const HOLDS_WAITS: readonly LossPart[] = ["startUp", "dispatch"];

/** Where the workers' time goes: the largest loss of every line of workers, and its share. */
export const largestLoss: FindingRule = (context) => {
  const leads = leadLosses(context.scaling);
  return leads.map((lead) => {
    const [first, ...others] = lead;
    const { stack, loss } = first;
    const cores = coresFor(first, context);
    const isOneOfSeveral = leads.some((other) => other !== lead && other[0].stack.workers === stack.workers);
    const detail = [
      LOSS_MEANING[loss.part],
      lockWords(first, context),
      evidence(first, cores),
      usefulWork(first),
      likewise(others),
    ];
    return {
      ...statement(headlines(first, isOneOfSeveral || others.length > 0), detail.filter(Boolean).join(" ")),
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
};

/** What the unexplained time of threads probably is where they share a lock: nothing tells how long they wait for it. */
function lockWords({ line, loss }: LineLoss, { freeThreaded }: FindingContext): string {
  const isLocked = line.factors.more?.runtime === "python" && freeThreaded.size === 0;
  if (loss.part !== "unexplained" || !isLocked || !line.strategy.startsWith("thread-")) return "";
  return "For threads of Python it is probably the wait for the lock that they share.";
}

/** Worth more where the loss is clear, and where it may say why a line over worker counts flattens. */
export function weightOf({ line, stack, loss }: LineLoss): number {
  const isClear = loss.rival === null && stack.restsOn === "all-trials" && loss.interval !== null;
  if (line.stack.length > 1) return isClear ? 77 : 52;
  return isClear ? 60 : 40;
}

/** Usable cores, where the work of the line is CPU-bound. */
export function coresFor({ line }: LineLoss, { experiment, machine }: FindingContext): number | null {
  const bound = workloadBound(experiment, { strategy: line.strategy, workers: 1, ...line.factors });
  return bound === "cpu" ? usableCores(machine, line.factors) : null;
}

/** @param isOneOfSeveral whether there are other lines, whose loss or share differs: then it is said whose this is */
function headlines({ line, stack, loss }: LineLoss, isOneOfSeveral: boolean): string[] {
  const points = lossPoints({ stack, loss });
  if (!isOneOfSeveral || loss.rival !== null) return points;
  const names = [line.label, strategyWords(line.strategy)].map(sentenceCase);
  const last = points.at(-1) as string;
  const shortest = loss.interval === null ? [] : [last.replace(/: [\d.]+ %$/, "")];
  const told = [...points, ...shortest];
  return [...names.flatMap((name) => told.map((point) => `${name}: ${lowerFirst(point)}`)), ...points];
}

function lossPoints({ stack, loss }: Pick<LineLoss, "stack" | "loss">): string[] {
  const [workers, by, share] = [workerWords(stack.workers), LOSS_NOUNS[loss.part], shareWords(loss.value)];
  if (loss.rival !== null) {
    const either = `Whether ${by} or ${LOSS_NOUNS[loss.rival]} costs`;
    return [`${either} ${workers} more is open`, `${either} more is open`];
  }
  if (loss.interval !== null) {
    const most = `${workers} lose most to ${by}`;
    return isTooWide(loss.interval) ? [most] : [`${most}: ${share} of their time`, `${most}: ${share}`];
  }
  const most = `${workers} lost most to ${by}, measured once: ${share}`;
  return [`${most} of their time`, most];
}

/** Whose loss it is, and what its share rests on. Cores are named where the work is held back by them. */
function evidence({ line, stack, loss }: LineLoss, cores: number | null): string {
  const whose = `${line.label}${cores === null ? "" : ` on ${coresWords(cores)}`}`;
  const includes =
    stack.waitsOutsideTasks || !HOLDS_WAITS.includes(loss.part) ? "" : " Waiting for a core is included.";
  if (loss.interval === null) {
    const trial = stack.restsOn === "one-trial" ? "the one repeat that kept its tasks" : "the one measurement";
    return `This is ${trial} of ${whose}, so there is no interval.${includes}`;
  }
  const over = `, over ${plural(stack.trials, "repeat")}.${includes}`;
  if (loss.rival !== null) {
    const rival = stack.shares[loss.rival];
    const other = rival === null ? "" : `, ${LOSS_NOUNS[loss.rival]} ${shareWithInterval(rival)}`;
    return `For ${whose}, ${LOSS_NOUNS[loss.part]} takes ${shareWithInterval(loss)} of worker time${other}${over}`;
  }
  const range = isTooWide(loss.interval)
    ? `it is at most ${shareWords(loss.interval[1])} of worker time`
    : `the 95 % interval is ${shareIntervalWords(loss.interval)} of worker time`;
  return `For ${whose}, ${range}${over}`;
}

function usefulWork({ stack }: LineLoss): string {
  const { useful } = stack.shares;
  if (useful === null) return "";
  return stack.reference
    ? `Useful work takes ${shareWithInterval(useful)}.`
    : `Useful and extra work, not told apart without a run on one worker, take ${shareWithInterval(useful)}.`;
}

/** "57.5 % (95 % interval 52.8 to 62.3 %)", "at most 30.2 %" where it may be next to nothing. */
function shareWithInterval({ value, interval }: Share): string {
  if (value < LEAST_SHOWN) return `under ${shareWords(LEAST_SHOWN)}`;
  if (interval === null) return shareWords(value);
  if (isTooWide(interval)) return `at most ${shareWords(interval[1])}`;
  return `${shareWords(value)} (95 % interval ${shareIntervalWords(interval)})`;
}

function likewise(others: readonly LineLoss[]): string {
  if (others.length === 0) return "";
  const words = others.map(({ line, loss }) => `${line.label}, ${shareWithInterval(loss)}`);
  return `It is also the largest loss of ${words.slice(0, MOST_NAMED).join("; ")}${words.length > MOST_NAMED ? `; and ${whole(words.length - MOST_NAMED)} more` : ""}.`;
}
