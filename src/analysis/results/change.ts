import type { Factors } from "../../record/schema/run-schema.js";
import type { Interval } from "../../stats/interval.js";
import type { InconclusiveReason, Method, Verdict } from "../../stats/verdict.js";
import type { Measure } from "../../words/measure.js";

/**
 * Two times set against each other: `to` relative to `from`. Times in ms; where `measure` is there, they are figures of its
 * name and unit, and so are the ratio and the changes.
 */
export interface Change {
  /** What was compared; absent: the time. */
  measure?: Measure;
  from: Factors;
  to: Factors;
  /** Time of `to` over time of `from`; below 1 is less time. `null`: no ratio can be given (see `reason`). */
  ratio: number | null;
  /** (ratio - 1) x 100. Negative is less time. */
  changePercent: number | null;
  /** 95 % interval of changePercent; `null` where the trials give none. */
  interval: Interval | null;
  /** The same at 90 %: two one-sided tests at 5 % find two times equal where it lies within 3 %. */
  interval90: Interval | null;
  verdict: Verdict;
  /** Why there is no ratio, or why the verdict is inconclusive: one of the ids in `verdict.ts`. */
  reason?: InconclusiveReason;
  method: Method | null;
  /** Pairs (blocks common to both) or, not interleaved, the smaller number of trials. */
  n: number;
  /** Two-sided p value of "no change", and its Benjamini-Hochberg q over the family of its experiment or page. */
  p: number | null;
  q: number | null;
  /**
   * Typical times of the trials that the ratio rests on: medians, for `paired-t` and `welch` geometric means. The ratio is
   * their quotient, but for `signed-rank`, which estimates it block by block: the quotient comes near it.
   */
  fromMs: number | null;
  toMs: number | null;
  /** Where `to` stands for several cells, all of them: the ratio is that of their geometric mean. */
  toEach?: Factors[];
}
