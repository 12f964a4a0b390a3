import { whole } from "../../words/number.js";
import type { Change } from "../results/run-analysis.js";
import { changeEvidence } from "./change-words.js";

/** Smallest number of blocks whose verdicts are not labelled quick. */
const FEWEST = 20;
const MOST = 200;
/** An interval from nothing to anything asks for endlessly many. */
const BEYOND_COUNTING = 1_000_000;

type Undecided = Pick<Change, "interval" | "changePercent" | "n" | "method" | "verdict"> &
  Partial<Pick<Change, "reason">>;

/** Inconclusive although there was an interval to conclude from. */
export function isUndecided({ verdict, interval }: Pick<Change, "verdict" | "interval">): boolean {
  return verdict === "inconclusive" && interval !== null;
}

/**
 * The rest of a sentence on an undecided change, after "there is": "not enough evidence of a change (1.2 % less; 95 %
 * interval ...). About 40 blocks would tell (--blocks 40)".
 */
export function undecidedWords(change: Undecided): string {
  const seen = `${changeEvidence(change)}${correctionWords(change)}`;
  if (change.reason === "below-floor") return `a change below this machine's floor (${seen})`;
  return `not enough evidence of a change (${seen}). ${moreBlocksWords(change)}`;
}

/** An interval beside "no change" that is not called a change would puzzle: it stands among many. */
function correctionWords({ interval, reason }: Undecided): string {
  const besideNone = interval !== null && (interval[0] > 0 || interval[1] < 0);
  return besideNone && reason !== "below-floor" ? ", too little after the correction for many comparisons" : "";
}

/** "About 40 blocks would tell (--blocks 40)": what to run to get an answer. */
export function moreBlocksWords(change: Undecided): string {
  const needed = trialsNeeded(change);
  const paired = change.method === "paired-t" || change.method === "signed-rank";
  const unit = paired ? "blocks" : "trials a cell";
  if (needed > MOST) return `More than ${MOST} ${unit} would be needed; a quieter machine helps more`;
  return `About ${whole(needed)} ${unit} would tell${paired ? ` (--blocks ${needed})` : ""}`;
}

/**
 * How many blocks (or trials a cell) an answer takes: the interval narrows with the root of their number, until it either
 * leaves out "no change" or fits inside the 3 % that count as the same.
 *
 * @returns rounded up to fives; 20 or more, and at least half as many again as there are
 */
export function trialsNeeded({ interval, changePercent, n }: Pick<Change, "interval" | "changePercent" | "n">): number {
  if (!interval || changePercent === null) return FEWEST;
  const log = (changed: number) => Math.log1p(changed / 100);
  const reach = (log(interval[1]) - log(interval[0])) / 2;
  const estimate = Math.abs(log(changePercent));
  const target = Math.max(estimate, Math.log1p(0.03) - estimate);
  // What has not told yet will not tell with as many again by luck: at least half as many more.
  const needed = Math.max(FEWEST, roundUp(n * (reach / target) ** 2), roundUp(n * 1.5));
  return Math.min(needed, BEYOND_COUNTING);
}

function roundUp(blocks: number): number {
  return Math.ceil(blocks / 5) * 5;
}
