import { whole } from "../../../words/number.js";
import { list } from "../../../words/sentence.js";
import type { EfficientTo, SaturatesAt, Thresholds, WorthItTo } from "../../results/scaling.js";

/** The three thresholds of a line in a few words each, as a table shows them. */
export interface ThresholdWords {
  efficientTo: string;
  worthItTo: string;
  saturatesAt: string;
}

/** @param most the most workers that were tested */
export function thresholdWords({ efficientTo, worthItTo, saturatesAt }: Thresholds, most: number): ThresholdWords {
  return {
    efficientTo: upTo(efficientTo, most),
    worthItTo: upTo(worthItTo, most),
    saturatesAt: at(saturatesAt, most),
  };
}

/** "4", "8, the most tested", "2; 4 and 6 undecided", "no count", "unknown". */
function upTo({ workers, reason, open, reached }: EfficientTo | WorthItTo, most: number): string {
  if (reason !== undefined) return "unknown";
  const undecided = open.length === 0 ? "" : `; ${list(open.map(whole))} undecided`;
  const count = workers === null ? (reached ? "no count" : "none shown") : whole(workers);
  return `${count}${workers === most && !reached ? ", the most tested" : ""}${undecided}`;
}

/** "8", "4 to 8", "above 4; 6 and 8 undecided", "not up to 16". */
function at({ workers, reached, open, gainsTo, beyond }: SaturatesAt, most: number): string {
  if (workers === null) return "unknown";
  const [first] = open;
  if (reached) return first === undefined ? whole(workers) : `${whole(first)} to ${whole(workers)}`;
  if (beyond === "rising" || (gainsTo !== null && workers === most)) return `not up to ${whole(most)}`;
  return gainsTo === null ? "undecided" : `above ${whole(gainsTo)}, at which count is open`;
}
