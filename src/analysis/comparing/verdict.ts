import { largest } from "../../record/limits/extremes.js";
import type { Machine } from "../../record/schema/run-schema.js";
import { benjaminiHochberg } from "../../stats/benjamini-hochberg.js";
import type { CellView } from "../cells/cell-view.js";
import type { Change, InconclusiveReason, Verdict } from "../results/run-analysis.js";
import { type Estimate, inFigures, intervalInPercent, toPercent } from "./estimate.js";

/** A change is claimed at this false discovery rate, and only from this size in percent on. */
export const MAX_Q = 0.05;
/** The floor of a machine that is not known to be noisier. */
export const GENERAL_FLOOR_PERCENT = 2;

/** A pair of cells with the estimate of their ratio. */
export interface EstimatedPair {
  from: CellView;
  to: CellView;
  estimate: Estimate;
}

/**
 * Turns the estimates of one family into changes with verdicts. All p values of the family go through one
 * Benjamini-Hochberg correction, so hand over everything that is published together, each pair once.
 *
 * @param floorPercent smallest change that is called one
 * @param atMostQ largest false discovery rate at which one is claimed
 * @returns changes in the order of the pairs
 */
export function judge(pairs: readonly EstimatedPair[], floorPercent: number, atMostQ = MAX_Q): Change[] {
  const qValues = qValuesOf(pairs.map(({ estimate }) => estimate.p));
  return pairs.map((pair, index) => toChange(pair, { q: qValues[index] ?? null, floorPercent, atMostQ }));
}

/**
 * Benjamini-Hochberg q of each p value; `null` stays where there is none.
 *
 * @param untested further comparisons of the family whose p values are not known: they count as 1
 */
export function qValuesOf(pValues: readonly (number | null)[], untested = 0): (number | null)[] {
  const tested = pValues.flatMap((p, index) => (p === null ? [] : [{ index, p }]));
  const qValues = benjaminiHochberg(
    tested.map(({ p }) => p),
    untested,
  );
  const byIndex = new Map(tested.map(({ index }, place) => [index, qValues[place] as number]));
  return pValues.map((_, index) => byIndex.get(index) ?? null);
}

interface Rule {
  q: number | null;
  floorPercent: number;
  atMostQ?: number;
}

/**
 * The verdict rules in their order of precedence: changed, same, below the floor, not enough evidence.
 */
export function verdictOf({ estimate, q, floorPercent, atMostQ = MAX_Q }: Rule & { estimate: Estimate }): {
  verdict: Verdict;
  reason?: InconclusiveReason;
} {
  const { logRatio, log95, method } = estimate;
  if (logRatio === null) return { verdict: "inconclusive", ...(estimate.reason && { reason: estimate.reason }) };
  if (method === "single-trial" || log95 === null || q === null)
    return { verdict: "inconclusive", reason: "single-trial" };
  // Between runs the test and the interval are reckoned in different ways: a change is claimed where both show it.
  const clear = q <= atMostQ && (log95[0] > 0 || log95[1] < 0);
  if (clear && isAtLeast(logRatio, floorPercent)) return { verdict: logRatio < 0 ? "faster" : "slower" };
  if (estimate.equivalent) return { verdict: "same" };
  if (clear) return { verdict: "inconclusive", reason: "below-floor" };
  // Room for a change worth naming on either side: the interval does not even show a direction.
  const [low, high] = [toPercent(log95[0]), toPercent(log95[1])];
  const wide = low <= -floorPercent && high >= floorPercent;
  return { verdict: "inconclusive", reason: wide ? "wide-interval" : "not-significant" };
}

/** Whether a change is as large whichever of the two is the reference. */
function isAtLeast(logRatio: number, percent: number): boolean {
  return Math.min(Math.abs(toPercent(logRatio)), Math.abs(toPercent(-logRatio))) >= percent;
}

/** Smallest change in percent that may be claimed on all the machines: 2, or what one of them measured if larger. */
export function floorOf(...machines: readonly Machine[]): number {
  return Math.max(GENERAL_FLOOR_PERCENT, largest(machines.map(({ floorPercent }) => floorPercent ?? 0)));
}

/** The change of a pair with its verdict. */
export function toChange({ from, to, estimate }: EstimatedPair, rule: Rule): Change {
  const { method, n, p } = estimate;
  const { measure } = from;
  const { logRatio, log95, log90, fromMs, toMs } = inFigures(estimate, measure);
  return {
    ...(measure && { measure }),
    from: from.factors,
    to: to.factors,
    ratio: logRatio === null ? null : Math.exp(logRatio),
    changePercent: logRatio === null ? null : toPercent(logRatio),
    interval: intervalInPercent(log95),
    interval90: intervalInPercent(log90),
    ...verdictOf({ estimate, ...rule }),
    method,
    n,
    p,
    q: rule.q,
    fromMs,
    toMs,
  };
}
