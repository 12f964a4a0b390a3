import type { OpenHeadline, Precision } from "../../analysis/comparing/precision.js";
import type { Plan } from "../../record/schema/run-schema.js";
import { plural, whole } from "../../words/number.js";
import { percentLevel, plainPercent } from "../../words/percent.js";
import { clock } from "../../words/time.js";

/**
 * Lines on the precision of a finished run: it was reached, or the comparisons without it and a command for more blocks.
 */
export function precisionLines(precision: Precision, plan: Plan, again: (more: readonly string[]) => string): string[] {
  const { targetPercent, open, headlines, hopeless } = precision;
  const what = precision.comparisons ? "comparisons with a baseline" : "times";
  const wanted = `±${percentLevel(targetPercent)}`;
  const left =
    hopeless === 0 ? [] : [`${whole(hopeless)} ${what} can have no interval: no repeat of a combination finished`];
  if (headlines === 0) return [`Precision: there is nothing to give an interval for`, ...left];
  if (open.length === 0) return [`Precision: all ${whole(headlines)} ${what} are within ${wanted}`, ...left];
  const [widest] = open as [OpenHeadline, ...OpenHeadline[]];
  return [
    `Precision: ${whole(open.length)} of ${whole(headlines)} ${what} are not within ${wanted} yet`,
    ...open.slice(0, MOST_NAMED).map((headline) => `  ${openWords(headline)}`),
    ...(open.length > MOST_NAMED ? [`  and ${whole(open.length - MOST_NAMED)} more`] : []),
    adviceWords(precision, widest, plan, again),
    ...left,
  ];
}

const MOST_NAMED = 5;

function openWords({ label, experiment, halfWidthPercent, blocks }: OpenHeadline): string {
  const width = halfWidthPercent === null ? "too few repeats for an interval" : `±${plainPercent(halfWidthPercent)}`;
  return `${label} (${experiment}): ${width} after ${plural(blocks, "repeat")}`;
}

/** Longer runs are not advised: the machine is too noisy for the precision. */
const MOST_MS = 6 * 3_600_000;

function adviceWords(
  { moreBlocks, targetPercent }: Precision,
  { blocks }: OpenHeadline,
  { wallMs, calibrationMs, blocksFinished }: Plan,
  again: (more: readonly string[]) => string,
): string {
  const missing = moreBlocks ?? Math.max(1, 10 - blocks);
  if (blocksFinished === 0) return `About ${whole(missing)} more repeats would do`;
  const ms = missing * ((wallMs - calibrationMs) / blocksFinished);
  if (ms > MOST_MS) {
    return `About ${whole(missing)} more repeats would be needed: a quieter machine or a wider --precision helps more`;
  }
  const minutes = Math.max(1, Math.ceil((ms * 1.2 + calibrationMs) / 60_000));
  const command = again(["--precision", `${targetPercent}%`, "--budget", `${minutes}m`]);
  return `About ${whole(missing)} more repeats (${clock(ms)}) would likely do: ${command}`;
}
