import { whole } from "../../../words/number.js";
import { list } from "../../../words/sentence.js";
import type { EfficientTo, SaturatesAt, Scaling, Thresholds, WorthItTo } from "../../results/scaling.js";

/** Fewer worker counts have no threshold worth a word. */
const FEWEST_COUNTS = 3;

export type JudgedLine = Scaling & { thresholds: Thresholds };

/** Whether the thresholds of a line are told: the same work on three worker counts or more. */
export function isJudged(line: Scaling): line is JudgedLine {
  return line.kind === "strong" && line.thresholds !== null && line.points.length >= FEWEST_COUNTS;
}

/** The three thresholds of a line in a few words each, as a table shows them. */
export interface ThresholdWords {
  efficientTo: string;
  worthItTo: string;
  noGainBeyond: string;
}

/** @param most the most workers that were tested */
export function thresholdWords({ efficientTo, worthItTo, saturatesAt }: Thresholds, most: number): ThresholdWords {
  return {
    efficientTo: upTo(efficientTo, most),
    worthItTo: upTo(worthItTo, most),
    noGainBeyond: beyond(saturatesAt, most),
  };
}

/** "4", "8, the most tested", "2; undecided at 4 and 6", "none", "unknown". */
function upTo({ workers, reason, open, reached }: EfficientTo | WorthItTo, most: number): string {
  if (reason !== undefined) return "unknown";
  const undecided = open.length === 0 ? "" : `; undecided at ${list(open.map(whole))}`;
  const count = workers === null ? (reached ? "none" : "none shown") : whole(workers);
  return `${count}${workers === most && !reached ? ", the most tested" : ""}${undecided}`;
}

/** "8", "4 to 8", "a count above 4", "gains up to 16". */
function beyond({ workers, reached, open, gainsTo, beyond: course }: SaturatesAt, most: number): string {
  if (workers === null) return "unknown";
  const [first] = open;
  if (reached) return first === undefined ? whole(workers) : `${whole(first)} to ${whole(workers)}`;
  if (course === "rising" || (gainsTo !== null && workers === most)) return `gains up to ${whole(most)}`;
  return gainsTo === null ? "undecided" : `a count above ${whole(gainsTo)}`;
}
