import { group } from "d3-array";
import { whole, workerWords } from "../../words/number.js";
import { list } from "../../words/sentence.js";
import { type FactorName, hasVariants, isOneThread, sizeWords, variantWords } from "../cells/cell-labels.js";
import type { CellView } from "../cells/cell-view.js";

/** Names of cells, those of one strategy together: "4, 6 and 8 workers (thread pool)". */
export function namesOf(views: readonly CellView[], varying: readonly FactorName[]): string {
  const groups = group(views, ({ variant }) => variant);
  return [...groups.values()].map((group) => nameOfLine(group as [CellView], varying)).join("; ");
}

/** "4 workers", with the strategy where more than one was measured: "4 workers (thread pool)". */
export function nameOf(view: CellView, varying: readonly FactorName[]): string {
  return nameOfLine([view], varying);
}

function nameOfLine(line: readonly [CellView, ...CellView[]], varying: readonly FactorName[]): string {
  const [{ factors }] = line;
  const strategy = variantWords(factors, varying);
  const hasWorkers = varying.includes("workers") && !isOneThread(factors.strategy) && factors.launch !== "all-at-once";
  if (!hasWorkers) return strategy;
  const counts = line.map((view) => whole(view.factors.workers));
  const workers = counts.length === 1 ? workerWords(factors.workers) : `${list(counts)} workers`;
  return hasVariants(varying) ? `${workers} (${strategy})` : workers;
}

/** " for 8 tasks, N = 1,000" where the experiment has more than one size. */
export function placeOf({ factors }: CellView, varying: readonly FactorName[]): string {
  const size = sizeWords(factors, varying);
  return size && ` for ${size}`;
}

/** "1 and 2 tasks", "3 to 8 tasks", "4 tasks, file write; 32 tasks, file write": the sizes of several cells. */
export function sizesOf(views: readonly CellView[], varying: readonly FactorName[]): string {
  const sizes = views.map(({ factors }) => sizeWords(factors, varying));
  const counted = sizes.map((size) => /^([\d,]+) tasks?$/.exec(size)?.[1]);
  if (counted.every((count) => count !== undefined)) {
    return counted.length === 1
      ? (sizes[0] as string)
      : `${countsOf(views.map(({ factors }) => factors.tasks ?? 0))} tasks`;
  }
  return sizes.some((size) => size.includes(", ")) ? sizes.join("; ") : list(sizes);
}

/** "1 and 2", "3 to 8" where none between is missing. */
function countsOf(counts: readonly number[]): string {
  const [first, last] = [counts[0] ?? 0, counts.at(-1) ?? 0];
  const isRange = counts.length > 2 && counts.every((count, index) => count === first + index);
  return isRange ? `${whole(first)} to ${whole(last)}` : list(counts.map(whole));
}
