import { normalUpperQuantile } from "../../stats/normal.js";
import { studentTwoSided } from "../../stats/student-t.js";
import type { Change, Method } from "../results/run-analysis.js";
import { EQUIVALENCE } from "./estimate.js";
import { GENERAL_FLOOR_PERCENT, MAX_Q } from "./verdict.js";

/** A change whose verdict is open, and what it rests on. */
export type Undecided = Pick<Change, "interval" | "changePercent" | "n"> & Partial<Pick<Change, "method" | "p" | "q">>;

/**
 * Variance of the estimate that more trials are judged by, over that of this one: from ten on ranks take the place of t,
 * and medians that of means (Serfling, Approximation Theorems of Mathematical Statistics, 1980).
 */
const LOSS: Partial<Record<Method, number>> = { "paired-t": Math.PI / 3, welch: Math.PI / 2 };

/**
 * The chance that a fresh recording leaves a change undecided, as far as this one can tell. The new estimate lies about the
 * present one with the spread of both (Student's t: the spread is an estimate, too). It decides nothing where it is too
 * small to be called a change (under the floor, or within the reach of the test) and too large to be called the same
 * (with its 90 % interval it leaves the 3 %).
 *
 * @param change with an interval
 * @param trials blocks of the fresh recording, or trials a cell
 */
export function chanceUndecided({ interval, changePercent, n, method, p, q }: Undecided, trials: number): number {
  const [low, high, estimate] = [...(interval ?? []), changePercent ?? 0].map(logOf) as [number, number, number];
  const df = Math.max(1, n - 1);
  // On the safe side: by t it would be less, and a spread that came out small by luck would ask for too few.
  const error = (high - low) / 2 / normalUpperQuantile(0.025);
  const freshError = error * Math.sqrt((n / trials) * (LOSS[method ?? "signed-rank"] ?? 1));
  const least = Math.max(logOf(GENERAL_FLOOR_PERCENT), reach(MAX_Q * correction(p, q)) * freshError);
  const most = Math.max(0, EQUIVALENCE[1] - reach(0.1) * freshError);
  if (most >= least) return 0;
  const spread = Math.hypot(error, freshError);
  const above = (size: number) => {
    const tail = studentTwoSided((size - estimate) / spread, df) / 2;
    return size < estimate ? 1 - tail : tail;
  };
  return above(most) - above(least) + above(-least) - above(-most);

  /** Half an interval of the fresh recording in standard errors: of z, a little wider as t is. */
  function reach(share: number): number {
    return normalUpperQuantile(share / 2) * (1 + 1 / trials);
  }
}

/** What the correction for many comparisons left of a p value's room: a change among many must be clearer. */
function correction(p: number | null | undefined, q: number | null | undefined): number {
  return p && q ? Math.min(1, p / q) : 1;
}

/** Natural logarithm of the ratio of a change in percent, not below that of 1e-12. */
function logOf(changePercent: number): number {
  return Math.log1p(Math.max(changePercent / 100, -1 + 1e-12));
}
