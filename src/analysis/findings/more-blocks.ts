import type { Change } from "../types.js";
import { whole } from "../words.js";

/** Smallest number of blocks whose verdicts are not labelled quick. */
const FEWEST = 20;
const MOST = 200;

/**
 * What to record for an answer: the interval narrows with the root of the number of blocks, until it either leaves out
 * "no change" or fits inside the 3 % that count as the same.
 */
export function moreBlocksWords(change: Pick<Change, "interval" | "changePercent" | "n">): string {
  const blocks = blocksNeeded(change);
  if (blocks > MOST) return `More than ${MOST} blocks would be needed; a quieter machine helps more.`;
  return `About ${whole(blocks)} blocks would tell (--blocks ${blocks}).`;
}

/** @returns blocks, rounded up to fives, 20 or more; Infinity where no number of blocks can be named */
export function blocksNeeded({ interval, changePercent, n }: Pick<Change, "interval" | "changePercent" | "n">): number {
  if (!interval || changePercent === null) return FEWEST;
  const log = (changed: number) => Math.log1p(changed / 100);
  const reach = (log(interval[1]) - log(interval[0])) / 2;
  const estimate = Math.abs(log(changePercent));
  const margin = Math.log1p(0.03);
  const target = Math.max(estimate, margin - estimate);
  const needed = n * (reach / target) ** 2;
  return Math.max(FEWEST, Math.ceil(needed / 5) * 5);
}
