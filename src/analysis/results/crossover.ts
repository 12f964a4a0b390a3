import type { Factors } from "../../record/schema/run-schema.js";
import type { Interval } from "../../stats/interval.js";

/** From which N on a contender beats the baseline. */
export interface CrossoverSummary {
  /** Strategy of the baseline, e.g. "sequential", and of the contender, e.g. "thread-pool". */
  baseline: string;
  contender: string;
  workers: number;
  /** Words for the contender, e.g. "thread pool, 4 workers, 8 tasks". */
  label: string;
  /** Levels of the contender other than N. */
  factors: Partial<Factors>;
  /** N that were tested, ascending. */
  tested: number[];
  /**
   * [largest N where the baseline clearly wins, smallest N above it where the contender clearly wins]; `null` where that end
   * is open: it wins at no tested N.
   */
  bracket: [baselineWins: number | null, contenderWins: number | null];
  /** The contender also wins below an N at which the baseline wins: there is no single crossover. */
  isMixed: boolean;
  /** One trial a cell: wins are point values, nothing is clear. */
  pointValues: boolean;
  /** `null` where the cost lines do not fit, do not meet within the tested N, or contradict the bracket. */
  model: CostModel | null;
}

/** Where sequential time c N meets the contender's o + k N. */
export interface CostModel {
  /** o / (c - k). */
  n: number;
  /** 95 %. */
  interval: Interval;
  overheadMs: number;
  contenderMsPerN: number;
  sequentialMsPerN: number;
  /** Whether repeats could have rejected the lines (and did not); false with one trial a cell. */
  isTested: boolean;
}
