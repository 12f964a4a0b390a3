import { least } from "d3-array";
import { cellKey } from "../../../analysis/cells/cell-keys.js";
import { strategyWords } from "../../../analysis/cells/cell-labels.js";
import { asCost } from "../../../analysis/comparing/figure-cost.js";
import { MAX_Q } from "../../../analysis/comparing/verdict.js";
import { onceEach, oneEach } from "../../../analysis/results/once-words.js";
import type { CellSummary, Change, ExperimentAnalysis } from "../../../analysis/results/run-analysis.js";
import { largest, smallest } from "../../../record/limits/extremes.js";
import { comparative, measured, measuredChange, measureNoun } from "../../../words/measure.js";
import { plural, whole } from "../../../words/number.js";
import { sentenceCase } from "../../../words/sentence.js";

/** Label of the cell with these factors. */
export function labelOf(factors: Change["to"], cells: readonly CellSummary[]): string {
  const key = cellKey(factors);
  return cells.find((cell) => cell.key === key)?.label ?? strategyWords(factors.strategy);
}

/**
 * The changes against the baseline in one line that holds for all of them: the clear gain of the advised cell, otherwise the
 * largest clear gain, otherwise that there is none.
 */
export function gainTitle({ advice, furtherAdvice, cells, changes, measure }: ExperimentAnalysis): string {
  const pairs = changes.againstBaseline.filter((change) => change.changePercent !== null);
  const named = (change: Change) => sentenceCase(labelOf(change.to, cells));
  const amount = ({ changePercent, from }: Change) => measuredChange(changePercent ?? 0, measure, labelOf(from, cells));
  const ratioOf = ({ ratio }: Change) => asCost(ratio ?? 1, measure);
  const gains = pairs.filter(({ verdict }) => verdict === "faster");
  const advised = new Set([advice, ...furtherAdvice].map((each) => each?.key));
  const faster =
    least(
      gains.filter(({ to }) => advised.has(cellKey(to))),
      ratioOf,
    ) ?? least(gains, ratioOf);
  if (faster) return `${named(faster)}: ${amount(faster)}`;
  const single = pairs.every(({ reason }) => reason === "single-trial") ? least(pairs, ratioOf) : undefined;
  if (single) return `${named(single)}: ${amount(single)}, ${onceEach(cells)}`;
  if (pairs.length === 0) {
    return `The recorded ${measure === undefined ? "times" : measureNoun(measure)}, without a pair to compare`;
  }
  if (pairs.every(({ verdict }) => verdict === "same")) {
    const does = measure === undefined ? "takes as long" : `has the same ${measureNoun(measure)}`;
    return `Everything tested ${does} as its baseline, within 3 %`;
  }
  return `Nothing tested is clearly ${comparative("faster", measure)} than its baseline`;
}

const knownPairs = new WeakMap<ExperimentAnalysis, Map<string, Change>>();

/** The changes of an experiment by the keys of their two cells. */
function changesByPair(analysis: ExperimentAnalysis): Map<string, Change> {
  const known = knownPairs.get(analysis);
  if (known) return known;
  const all: Change[] = Object.values(analysis.changes).flat();
  const pairs = new Map(all.map((change) => [`${cellKey(change.from)} ${cellKey(change.to)}`, change]));
  knownPairs.set(analysis, pairs);
  return pairs;
}

/** Whether the experiment decided that a cell takes less time than another. */
export function isShownFaster(one: CellSummary, other: CellSummary, analysis: ExperimentAnalysis): boolean {
  const pairs = changesByPair(analysis);
  return (
    pairs.get(`${one.key} ${other.key}`)?.verdict === "slower" ||
    pairs.get(`${other.key} ${one.key}`)?.verdict === "faster"
  );
}

/**
 * What a title that names a cell of less time and one of more has to add: "" where that was decided, directly or by way of a
 * cell between them, else ", no difference shown" and the like.
 */
export function standingWords(less: CellSummary, more: CellSummary, analysis: ExperimentAnalysis): string {
  const pairs = changesByPair(analysis);
  const change = pairs.get(`${less.key} ${more.key}`) ?? pairs.get(`${more.key} ${less.key}`);
  if (change?.reason === "single-trial") return `, ${onceEach([less, more])}`;
  if (change?.verdict === "same") return ", equal within 3 %";
  if (change === undefined) {
    const isBetween = (cell: CellSummary) => isShownFaster(less, cell, analysis) && isShownFaster(cell, more, analysis);
    const single = analysis.cells.every(({ trials }) => trials.ok < 2);
    if (analysis.cells.some(isBetween)) return "";
    return single
      ? `, ${onceEach(analysis.cells)}`
      : isOpen(less, more, analysis)
        ? ", no difference shown"
        : ", by their medians";
  }
  return isShownFaster(less, more, analysis) ? "" : ", no difference shown";
}

/** Whether the family of the experiment has a pair that no table shows, and leaves it open. */
function isOpen(one: CellSummary, other: CellSummary, { family }: ExperimentAnalysis): boolean {
  const keys = [one.key, other.key];
  return family.decisions.some(({ from, to, q }) => keys.includes(from) && keys.includes(to) && q > MAX_Q);
}

/** The sentences of a subtitle, without those that are "". */
export function sentences(...parts: readonly string[]): string {
  return parts.filter(Boolean).join(" ");
}

/** "Medians of 5 repeats; bars: 95 % interval of the typical time." */
export function repeatsWords(cells: readonly CellSummary[]): string {
  const counts = cells.map(({ trials }) => trials.ok).filter((count) => count > 0);
  const [fewest, most] = [smallest(counts), largest(counts)];
  if (counts.length === 0) return "No combination has a usable repeat.";
  if (most === 1) return `${oneEach(cells)}, so there are no intervals.`;
  const repeats = fewest === most ? plural(most, "repeat") : `${whole(fewest)} to ${whole(most)} repeats`;
  return `Medians of ${repeats}; bars: 95 % interval of the typical ${measureNoun(cells[0]?.measure)}.`;
}

/** The factors that all cells share: "8 tasks, N = 1,000." */
export function constantWords({ constant, division }: ExperimentAnalysis): string {
  const { workload, tasks, n } = constant;
  const words = [
    workload?.replaceAll("-", " "),
    tasks !== undefined && division === "tasks" ? plural(tasks, "task") : undefined,
    n === undefined ? undefined : `N = ${whole(n)}`,
  ].filter((word) => word !== undefined);
  return words.length === 0 ? "" : `${sentenceCase(words.join(", "))}.`;
}

/** Explains the dashed line of a chart over workers; "" where there is none. */
export function idealWords(cells: readonly CellSummary[]): string {
  if (cells.every(({ ideal }) => ideal.speedUp === null)) return "";
  if (isByCores(cells)) return `Dashed: ideal by ${isByRounds(cells) ? "rounds and cores" : "workers and cores"}.`;
  return `Dashed: ${isByRounds(cells) ? "what rounds allow" : "in proportion to the workers"}.`;
}

/** Name of that line: rounds or workers alone are no ideal, since it is not known how many cores the work could use. */
export function idealName(cells: readonly CellSummary[]): string {
  if (isByCores(cells)) return "ideal";
  return isByRounds(cells) ? "rounds" : "in proportion";
}

function isByRounds(cells: readonly CellSummary[]): boolean {
  return cells.some(({ ideal }) => ideal.rounds !== null);
}

function isByCores(cells: readonly CellSummary[]): boolean {
  return cells.some(({ ideal }) => ideal.cores !== null);
}

/** Notes on the cells that a chart of times cannot draw, each with the reason. */
export function undrawnNotes(cells: readonly CellSummary[]): string[] {
  return cells.flatMap((cell) => {
    const reason = undrawnReason(cell);
    return reason === null ? [] : [`Without a ${measureNoun(cell.measure)}: ${cell.label}, ${reason}.`];
  });
}

/** Why a cell has no place on an axis of times; `null` where it has one. */
export function undrawnReason(cell: CellSummary): string | null {
  if (cell.belowResolution) return "below the resolution of the clock it was read from";
  if (cell.medianMs !== null && cell.medianMs > 0) return null;
  const [first] = cell.failures;
  if (first) return `${first.reason.replaceAll("-", " ")} (${first.count} of ${plural(total(cell), "repeat")})`;
  return cell.dropped === undefined ? "no repeat recorded" : droppedWords(cell.dropped);
}

/** Recorded reasons may start with the words themselves. */
export function droppedWords(reason: string): string {
  return reason.startsWith("left out") ? reason : `left out: ${reason}`;
}

function total({ trials }: CellSummary): number {
  return trials.ok + trials.failed + trials.timeout;
}

/** "96.7 s", "below resolution", "failed: out of memory". */
export function cellTimeWords(
  cell: Pick<CellSummary, "belowResolution" | "medianMs" | "failures" | "dropped" | "measure">,
): string {
  if (cell.belowResolution) return "below resolution";
  if (cell.medianMs !== null) return measured(cell.medianMs, cell.measure);
  const [first] = cell.failures;
  if (first) return `failed: ${first.reason.replaceAll("-", " ")}`;
  return cell.dropped === undefined ? "not recorded" : "left out";
}

/** Explains the crosses of a picture that has crosses. */
export function crossWords(cells: readonly CellSummary[]): string {
  return cells.some((cell) => undrawnReason(cell) !== null)
    ? `Crosses: combinations without a ${measureNoun(cells[0]?.measure)}.`
    : "";
}
