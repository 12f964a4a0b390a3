import { whole } from "../../../words/number.js";
import { list } from "../../../words/sentence.js";
import type { SaturatesAt, Scaling, Threshold, Thresholds } from "../../results/scaling.js";

/** Fewer worker counts have no threshold worth a word. */
const FEWEST_COUNTS = 3;

export type JudgedLine = Scaling & { thresholds: Thresholds };

/** Whether the thresholds of a line are told: the same work on three worker counts or more. */
export function isJudged(line: Scaling): line is JudgedLine {
  return line.kind === "strong" && line.thresholds !== null && line.points.length >= FEWEST_COUNTS;
}

/** Whether a line has none as the experiment has more counts or trials than thresholds are worked out from. */
export function isPassedOver(line: Scaling): boolean {
  return line.kind === "strong" && line.thresholds === null && line.points.length >= FEWEST_COUNTS;
}

/** The three thresholds of a line in a few words each, as a table shows them. */
export interface ThresholdWords {
  efficientTo: string;
  worthItTo: string;
  noGainBeyond: string;
}

export function thresholdWords({ thresholds, points }: JudgedLine): ThresholdWords {
  const { efficientTo, worthItTo, saturatesAt } = thresholds;
  const most = points.at(-1)?.workers ?? 1;
  return {
    efficientTo: upTo(efficientTo, most),
    worthItTo: upTo(worthItTo, most),
    noGainBeyond: beyond(saturatesAt, most).short,
  };
}

/** "4", "8, the most tested", "2; unclear at 4 and 6", "none", "unknown". */
function upTo({ workers, reason, open, reached }: Threshold, most: number): string {
  if (reason !== undefined) return "unknown";
  const count = workers === null ? (reached ? "none" : "none shown") : whole(workers);
  return `${count}${workers === most && !reached ? ", the most tested" : ""}${open.length === 0 ? "" : `; ${openWords(open)}`}`;
}

/**
 * The three as a sentence without its full stop: "workers are worth adding up to 4 and gain nothing beyond 8; 90 % efficient
 * up to 2".
 */
export function thresholdSentence({ thresholds, points }: JudgedLine): string {
  const { efficientTo, worthItTo, saturatesAt } = thresholds;
  const most = points.at(-1)?.workers ?? 1;
  const [worth, efficient] = [upToAs("worth adding", worthItTo, most), upToAs("90 % efficient", efficientTo, most)];
  return `workers are ${worth} and ${beyond(saturatesAt, most).clause}; ${efficient}`;
}

/** "worth adding up to 2 (unclear at 4)", "not shown to be worth adding at any count". */
function upToAs(what: string, { workers, reason, open, reached }: Threshold, most: number): string {
  if (reason !== undefined) return `${what} up to an unknown count`;
  const undecided = open.length === 0 ? "" : ` (${openWords(open)})`;
  if (workers === null) return `not ${reached ? "" : "shown to be "}${what} at any count${undecided}`;
  return `${what} up to ${whole(workers)}${workers === most && !reached ? " (the most tested)" : ""}${undecided}`;
}

/** "unclear at 4 and 6". */
function openWords(open: readonly number[]): string {
  return `unclear at ${list(open.map(whole))}`;
}

/** "8", "4 to 8", "somewhere above 4", "gains up to 16"; and as what workers do: "gain nothing beyond 8". */
function beyond(
  { workers, reached, open: [first], gainsTo, beyond: course }: SaturatesAt,
  most: number,
): { short: string; clause: string } {
  const open = "where they stop gaining is not known";
  if (workers === null) return { short: "unknown", clause: open };
  if (reached) {
    const count = first === undefined ? whole(workers) : `${whole(first)} to ${whole(workers)}`;
    return { short: count, clause: `gain nothing beyond ${count}` };
  }
  if (course === "rising" || (gainsTo !== null && workers === most)) {
    return { short: `gains up to ${whole(most)}`, clause: `still gain with ${whole(most)}` };
  }
  if (gainsTo === null) return { short: "unclear", clause: open };
  return { short: `somewhere above ${whole(gainsTo)}`, clause: `stop gaining somewhere above ${whole(gainsTo)}` };
}
