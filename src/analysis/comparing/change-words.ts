import { measuredChange, measuredSize, measuredTimes, measureVerb } from "../../words/measure.js";
import { whole } from "../../words/number.js";
import { intervalWords, isNoChange, percentInterval, signedPercent } from "../../words/percent.js";
import type { Change, Interval } from "../results/run-analysis.js";
import { chanceUndecided, type Undecided } from "./chance-undecided.js";

/** Smallest number of blocks whose verdicts are not labelled quick. */
const FEWEST = 20;
const MOST = 200;
const STEP = 5;
/** Largest chance that as many trials as are asked for decide nothing. */
const MOST_UNDECIDED = 0.07;

/** What is known of an interval: that of a comparison without a verdict is the 95 % one. */
type Evidence = Pick<Change, "interval"> & Partial<Pick<Change, "interval90" | "verdict">>;

/** The interval that a verdict rests on, with its level in percent; `null` from one trial. */
export function decidingInterval({
  interval,
  interval90,
  verdict,
}: Evidence): { level: number; ends: Interval } | null {
  if (verdict === "same" && interval90) return { level: 90, ends: interval90 };
  return interval && { level: 95, ends: interval };
}

/** Interval of a change: "95 % interval 40.1 to 42.4 % less", "measured once, so no interval". */
export function evidenceWords(change: Evidence): string {
  const shown = decidingInterval(change);
  return shown ? `${shown.level} % interval ${intervalWords(shown.ends)}` : "measured once, so no interval";
}

/** Interval of a change under the head "95 % interval": "−80.6 to −78.0 %", "−1.2 to +0.8 % (90 %)"; `none` without one. */
export function intervalFigure(change: Evidence, none = "–"): string {
  const shown = decidingInterval(change);
  if (shown === null) return none;
  return `${percentInterval(shown.ends)}${shown.level === 95 ? "" : ` (${shown.level} %)`}`;
}

/** What the times beside a change are. */
export function typicalWords({ method }: Pick<Change, "method">): "geometric means" | "medians" {
  return method === "paired-t" || method === "welch" ? "geometric means" : "medians";
}

/** Why the medians beside a change say the other direction: "change within repeats; medians alone: +0.4 %"; "" where they do not. */
export function mediansNote(change: Change): string {
  const { fromMs, toMs } = change;
  return fromMs === null || toMs === null ? "" : apartNote(change, toMs / fromMs, "medians");
}

/** As {@link mediansNote}, of other figures beside a change: `ratio` is their quotient, `what` their name. */
export function apartNote({ method, changePercent }: Change, ratio: number, what: string): string {
  if (method !== "signed-rank" || changePercent === null) return "";
  const alone = (ratio - 1) * 100;
  if (isNoChange(alone) || isNoChange(changePercent) || Math.sign(alone) === Math.sign(changePercent)) return "";
  return `change within repeats; ${what} alone: ${signedPercent(alone)}`;
}

/** A change within brackets: "1.2 % less; 95 % interval 2.0 % less to 0.4 % more". */
export function changeEvidence(change: Evidence & Pick<Change, "changePercent" | "measure">): string {
  return `${measuredSize(change.changePercent ?? 0, change.measure)}; ${evidenceWords(change)}`;
}

/** A change that is decided, or has no interval: "41.3 % less time than 1 worker"; of equal ones "the same time as 1 worker". */
export function decidedSize({ verdict, changePercent, measure }: Sized, other?: string): string {
  return measuredChange(verdict === "same" ? 0 : (changePercent ?? 0), measure, other);
}

/** The same with what equal means: "the same time as 1 worker within 3 %". */
export function decidedWords(change: Sized, other?: string): string {
  return `${decidedSize(change, other)}${change.verdict === "same" ? " within 3 %" : ""}`;
}

type Sized = Pick<Change, "verdict" | "changePercent" | "measure">;

/**
 * A change as the rest of a sentence: "takes 41.3 % less time (1.70× as fast; 95 % interval 40.1 to 42.4 % less)".
 *
 * @param change with a ratio
 * @param other the cell that it is compared with: "... less time than `other`"
 * @throws TypeError without a ratio
 */
export function changeWords(change: Change, other?: string): string {
  const { ratio, changePercent, measure } = change;
  if (ratio === null || changePercent === null) throw new TypeError("a change without a ratio cannot be put in words");
  const isApart = change.verdict === "same" && !isNoChange(changePercent);
  const size = isApart ? measuredSize(changePercent, measure) : measuredTimes(ratio, measure);
  const evidence = [size, evidenceWords(change)].filter(Boolean).join("; ");
  return `${measureVerb(measure)} ${decidedWords(change, other)} (${evidence})`;
}

/** A change, decided or not: "`subject` takes 41.3 % less time ...", "there is not enough evidence of a change ...". */
export function outcomeWords(change: Change, subject: string, other?: string): string {
  return isUndecided(change) ? `there is ${undecidedWords(change)}` : `${subject} ${changeWords(change, other)}`;
}

/** A change behind its subject: "takes 41.3 % less time ...", "is not shown to change (...)". */
export function shownWords(change: Change): string {
  return isUndecided(change) ? notShownWords(change) : changeWords(change);
}

/** Whether a change is inconclusive although it has an interval. */
export function isUndecided({ verdict, interval }: Pick<Change, "verdict" | "interval">): boolean {
  return verdict === "inconclusive" && interval !== null;
}

/**
 * An undecided change behind "there is": "not enough evidence of a change (1.2 % less; 95 % interval ...). About 40 repeats
 * would decide it".
 */
export function undecidedWords(change: Change): string {
  if (change.reason === "below-floor")
    return `a change below the smallest that counts on this machine (${changeEvidence(change)})`;
  return `not enough evidence of a change (${openEvidence(change)}). ${moreRepeatsWords(change)}`;
}

/** "is not shown to change (1.2 % less; 95 % interval ...). About 40 repeats would decide it". */
function notShownWords(change: Change): string {
  const evidence = openEvidence(change);
  if (change.reason === "below-floor") return `changes by less than counts on this machine (${evidence})`;
  return `is not shown to change (${evidence}). ${moreRepeatsWords(change)}`;
}

/** A change that is not decided, and whether that is for the correction alone. */
function openEvidence(change: Change): string {
  const { interval, reason } = change;
  const isClear = interval !== null && (interval[0] > 0 || interval[1] < 0) && reason !== "below-floor";
  return `${changeEvidence(change)}${isClear ? ", too little once corrected for many comparisons" : ""}`;
}

/** Repeats that would decide a change: "About 40 repeats would decide it". */
export function moreRepeatsWords(change: Change): string {
  const needed = trialsNeeded(change);
  if (needed > MOST) return `More than ${MOST} repeats would be needed; a quieter machine helps more`;
  return `About ${whole(needed)} repeats would decide it`;
}

/**
 * Blocks (or trials a cell) of a fresh recording that would likely decide a change; see {@link chanceUndecided}. In simulations
 * (changes of 1, 3 and 5 %, noise of 2 and 5 %, 5, 10 and 20 blocks before) they do in 90 % of cases or more.
 *
 * @returns rounded up to fives; 20 or more, at least half as many again as there are, and more than 200 for what no such
 *   number decides
 */
export function trialsNeeded(change: Undecided): number {
  const { interval, changePercent, n } = change;
  if (!interval || changePercent === null) return FEWEST;
  // As many again would decide nothing but by luck.
  let trials = Math.max(FEWEST, roundUp(n * 1.5));
  while (trials <= MOST && chanceUndecided(change, trials) > MOST_UNDECIDED) trials += STEP;
  return trials;
}

function roundUp(blocks: number): number {
  return Math.ceil(blocks / STEP) * STEP;
}
