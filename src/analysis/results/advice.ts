import type { Factors } from "../../record/schema/run-schema.js";
import type { Interval } from "../../stats/interval.js";

/** What to use for one size of the work: the fewest workers in the group that is not clearly worse than the best. */
export interface Advice {
  strategy: string;
  workers: number;
  /** "Use 4 workers (thread pool)", with the size where the experiment has several. */
  text: string;
  /** Key and factors of the advised cell. */
  key: string;
  factors: Factors;
  /** Key of the cell of least median time: the winner of a lottery as long as others are not clearly worse. */
  bestKey: string;
  /** Keys of the cells that are not clearly worse than the best, in reading order, and how many were compared. */
  tiedKeys: string[];
  compared: number;
  /** Change in time from the baseline to the advised cell, in percent; `null` where it is the baseline. */
  changePercent: number | null;
  interval: Interval | null;
  /** One trial a cell: it only names the least time. */
  pointValues: boolean;
  /** Blocks after which it could be told whether the best is better than the advised; `null` where that is decided. */
  blocksToTell: number | null;
}
