import type { CellChange } from "../comparisons.js";
import { sizeWords, variantWords, workerWords } from "../labels.js";
import type { Finding } from "../types.js";
import { duration, percent } from "../words.js";
import type { FindingContext, FindingRule } from "./finding-context.js";
import { isUndecided } from "./undecided.js";

/** Real time must fall by a fifth before it is set against the CPU time. */
const REAL_FALLS_TO = 0.8;
/** Up to a tenth more or less, the work counts as unchanged. */
const STAYS_WITHIN = 0.1;

/** How many such sentences an experiment is worth. */
const MOST = 3;

/**
 * Real time falls while user time stays: the same work on more cores. Or it grows, which is work that was not there.
 * The real times are those of the change itself, of the same trials as its direction: medians of all may point elsewhere.
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
      .flatMap((pair) => sentence(pair, context) ?? [])
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

function sentence({ from, to, change, fall }: Fall, context: FindingContext): Omit<Finding, "id"> | null {
  const [before, after] = [context.summaryOf(from), context.summaryOf(to)];
  const user = { before: before.medianUserMs, after: after.medianUserMs };
  const { fromMs, toMs } = change;
  if (!user.before || !user.after || fromMs === null || toMs === null) return null;
  const real = { before: Math.max(fromMs, toMs), after: Math.min(fromMs, toMs) };
  const growth = user.after / user.before - 1;
  if (growth < -STAYS_WITHIN) return null;
  const span = `${duration(user.before)} to ${duration(user.after)}`;
  const userWords =
    growth <= STAYS_WITHIN
      ? `user time stays (${span}): as much work, done in less time`
      : `user time grows (${span}, ${percent(growth * 100)} more): more work, still done in less time`;
  const fallen = percent((1 - fall) * 100);
  const text =
    `${place({ from, to }, context)} real time falls from ${duration(real.before)} to ${duration(real.after)} ` +
    `(${fallen} less) while ${userWords}.`;
  const figures = {
    userBeforeMs: user.before,
    userAfterMs: user.after,
    realBeforeMs: real.before,
    realAfterMs: real.after,
  };
  const weight = growth <= STAYS_WITHIN ? 64 : 58;
  return { text, weight, evidence: { changes: [change], cells: [from.key, to.key], figures } };
}

function place({ from, to }: Pick<CellChange, "from" | "to">, { varying }: FindingContext): string {
  const size = sizeWords(from.factors, varying);
  const suffix = size && `, ${size}`;
  const [one, other] = [variantWords(from.factors, varying), variantWords(to.factors, varying)];
  if (from.variant === to.variant) {
    return `From ${from.factors.workers} to ${workerWords(to.factors.workers)} (${one}${suffix})`;
  }
  return `From ${one} to ${other} (${workerWords(to.factors.workers)}${suffix})`;
}
