import { group } from "d3-array";
import { sizeKey } from "../cells/cell-keys.js";
import type { CellView } from "../cells/cell-view.js";
import type { CellChange } from "../comparing/comparisons.js";

/** Where a contender starts to win over the sequential baseline as N grows. */
export interface Crossover {
  contender: CellView;
  /** Changes from the baseline to the contender that can tell something, by ascending N; at least two. */
  changes: CellChange[];
  /** The largest N at which the baseline wins, and the smallest above it at which the contender wins. */
  lastLoss: CellChange | null;
  firstWin: CellChange | null;
  /** The contender wins below an N at which the baseline wins: no bracket can be given. */
  mixed: boolean;
  /** No intervals: wins are point values. */
  pointValues: boolean;
}

/**
 * Brackets of every contender (strategy with its workers) that was measured against a sequential cell at two N or more.
 *
 * @param againstBaseline judged changes from the baseline of each cell
 */
export function crossovers(againstBaseline: readonly CellChange[], division: "tasks" | "shares"): Crossover[] {
  const useful = againstBaseline.filter(
    ({ from, to }) => from.factors.strategy === "sequential" && from.factors.n !== undefined && from !== to,
  );
  const contenders = group(useful, ({ to }) => `${to.variant}|${to.factors.workers}|${sizeApartFromN(to, division)}`);
  return [...contenders.values()].map(bracket).filter(({ changes }) => changes.length > 1);
}

function bracket(unordered: CellChange[]): Crossover {
  const pointValues = unordered.every(({ change }) => change.interval === null);
  const tested = unordered.filter(({ change }) => (pointValues ? change.ratio : change.interval) !== null);
  const changes = tested.sort((a, b) => sizeOf(a) - sizeOf(b));
  const losses = changes.filter((entry) => wins(entry, "slower", pointValues));
  const gains = changes.filter((entry) => wins(entry, "faster", pointValues));
  const lastLoss = losses.at(-1) ?? null;
  const firstWin = gains.find((gain) => !lastLoss || sizeOf(gain) > sizeOf(lastLoss)) ?? null;
  const [earliest] = gains;
  const mixed = lastLoss !== null && earliest !== undefined && sizeOf(earliest) < sizeOf(lastLoss);
  return { contender: (unordered[0] as CellChange).to, changes, lastLoss, firstWin, mixed, pointValues };
}

function wins({ change }: CellChange, verdict: "faster" | "slower", pointValues: boolean): boolean {
  if (!pointValues) return change.verdict === verdict;
  return change.ratio !== null && (verdict === "faster" ? change.ratio < 1 : change.ratio > 1);
}

function sizeOf({ to }: CellChange): number {
  return to.factors.n ?? 0;
}

function sizeApartFromN({ factors }: CellView, division: "tasks" | "shares"): string {
  const { n: _, ...rest } = factors;
  return sizeKey(rest, division);
}
