import { workerWords } from "../../words/number.js";
import { plainPercent } from "../../words/percent.js";
import { formatTime } from "../../words/time.js";
import { sizeWords, variantWords } from "../cells/cell-labels.js";
import { evidenceWords, isUndecided } from "../comparing/change-words.js";
import type { CellChange } from "../comparing/comparisons.js";
import type { CellSummary } from "../results/run-analysis.js";
import type { Draft, FindingContext, FindingRule } from "./finding.js";

/** Real time must fall by a fifth before it is set against the CPU time. */
const REAL_FALLS_TO = 0.8;
/** Up to a tenth more or less, the work counts as unchanged. */
const STAYS_WITHIN = 0.1;

/** How many such sentences an experiment is worth. */
const MOST = 3;

/**
 * Real time falls while user time stays: the same work on more cores. Or user time grows: work that was not there. The fall
 * of real time is the change itself with its interval; the CPU times are medians, and said to be.
 */
export const cpuTime: FindingRule = (context) => {
  const { firstToLast, acrossStrategies } = context.comparisons.changes;
  const rivals = acrossStrategies.filter(({ from, to }) => from.factors.strategy !== to.factors.strategy);
  return (
    [...firstToLast, ...rivals]
      // That real time falls must be clear before user time is set beside it.
      .filter(({ change }) => !isUndecided(change))
      .map(fromLongerToShorter)
      .filter(({ fall }) => fall <= REAL_FALLS_TO)
      .sort((a, b) => a.fall - b.fall)
      .flatMap((pair) => draft(pair, context) ?? [])
      .slice(0, MOST)
  );
};

interface Fall extends CellChange {
  /** Shorter time over longer time. */
  fall: number;
}

function fromLongerToShorter({ from, to, change }: CellChange): Fall {
  if (change.ratio !== null && change.ratio > 1) return { fall: 1 / change.ratio, from: to, to: from, change };
  return { fall: change.ratio ?? 1, from, to, change };
}

function draft(found: Fall, context: FindingContext): Draft | null {
  const [before, after] = [context.summaryOf(found.from), context.summaryOf(found.to)];
  const [userBeforeMs, userAfterMs] = [before.medianUserMs, after.medianUserMs];
  if (!userBeforeMs || !userAfterMs) return null;
  const growth = userAfterMs / userBeforeMs - 1;
  if (growth < -STAYS_WITHIN) return null;
  const stays = growth <= STAYS_WITHIN;
  const realFall = 1 - found.fall;
  const medians = `(medians ${formatTime(userBeforeMs)} and ${formatTime(userAfterMs)})`;
  const userWords = stays
    ? `user time stays within ${STAYS_WITHIN * 100} % ${medians}${systemStays(before, after) ? ": as much work in less time" : ""}`
    : `user time grows by ${plainPercent(growth * 100)} ${medians}: more work, and still less time`;
  const text = `${place(found, context)} real time falls by ${plainPercent(realFall * 100)} (${intervalOf(found)}) while ${userWords}.`;
  return { text, weight: stays ? 64 : 58, changes: [found], figures: { userBeforeMs, userAfterMs, realFall } };
}

/** Work is done in the kernel as well: it is as much only where user and system time together stay. */
function systemStays(before: CellSummary, after: CellSummary): boolean {
  const [less, more] = [cpuMs(before), cpuMs(after)];
  return !!less && !!more && Math.abs(more / less - 1) <= STAYS_WITHIN;
}

/** Median user and system time together; `null` where either is unknown. */
export function cpuMs({ medianUserMs, medianSysMs }: CellSummary): number | null {
  return medianUserMs === null || medianSysMs === null ? null : medianUserMs + medianSysMs;
}

/** Evidence of the fall: the interval of the change, inverted where the change is worded the other way round. */
function intervalOf({ change }: Fall): string {
  const { interval, ratio } = change;
  if (interval === null || (ratio ?? 1) <= 1) return evidenceWords(change);
  const [low, high] = interval.map((changed) => 100 * (1 / (1 + changed / 100) - 1)) as [number, number];
  return evidenceWords({ interval: [high, low] });
}

function place({ from, to }: CellChange, { varying }: FindingContext): string {
  const size = sizeWords(from.factors, varying);
  const suffix = size && `, ${size}`;
  const [one, other] = [variantWords(from.factors, varying), variantWords(to.factors, varying)];
  if (from.variant === to.variant) {
    return `From ${from.factors.workers} to ${workerWords(to.factors.workers)} (${one}${suffix})`;
  }
  return `From ${one} to ${other} (${workerWords(to.factors.workers)}${suffix})`;
}
