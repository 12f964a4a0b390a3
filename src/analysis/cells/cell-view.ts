import type { Experiment, Factors } from "../../record/schema/run-schema.js";
import { remember } from "../../stats/remember.js";
import { cellKeys, sizeKey, variantKey } from "./cell-keys.js";
import { cellLabels } from "./cell-labels.js";
import { isBelowResolution, type Timing, usableTimes } from "./usable-times.js";

/** A cell with what the analysis asks of it again and again. */
export interface CellView {
  factors: Factors;
  key: string;
  label: string;
  /** Keys of what must be equal for two cells to be compared, and of the variant of the strategy. */
  size: string;
  variant: string;
  /** Usable trials in order of block. */
  times: Timing[];
  /** Some trial took less than a clock can tell from nothing: no ratio rests on this cell. */
  belowResolution: boolean;
  /** Index in the recorded list. */
  index: number;
}

/** Views of an experiment's cells as recorded, in the order of the file. */
export function cellViews({ cells, division }: Experiment): CellView[] {
  const names = cellNames(
    cells.map(({ factors }) => factors),
    division,
  );
  return cells.map((cell, index) => ({
    factors: cell.factors,
    ...(names[index] as CellNames),
    times: usableTimes(cell),
    belowResolution: isBelowResolution(cell),
    index,
  }));
}

type CellNames = Pick<CellView, "key" | "label" | "size" | "variant">;

/** Lists of cells whose names are kept: the experiments of some studies. */
const MOST_LISTS = 100;

/** The runs of an archive have the same cells again and again. */
const cellNames = remember(
  MOST_LISTS,
  (cells: readonly Factors[], division: Experiment["division"]) => JSON.stringify([division, cells]),
  (cells, division): CellNames[] => {
    const keys = cellKeys(cells);
    const labels = cellLabels(cells, division);
    return cells.map((factors, index) => ({
      key: keys[index] as string,
      label: labels[index] as string,
      size: sizeKey(factors, division),
      variant: variantKey(factors),
    }));
  },
);

/**
 * The order of every list: strategy as first seen (then its variants as first seen), size (workload as first seen, n,
 * tasks), workers. Sorts numbers as numbers: 2 before 10.
 */
export function inReadingOrder(views: readonly CellView[]): CellView[] {
  const strategies = firstSeen(views, (view) => view.factors.strategy);
  const variants = firstSeen(views, (view) => view.variant);
  const workloads = firstSeen(views, (view) => view.factors.workload);
  const rank = (view: CellView): number[] => [
    strategies(view),
    variants(view),
    workloads(view),
    view.factors.n ?? -1,
    view.factors.tasks ?? -1,
    view.factors.workers,
    view.index,
  ];
  const ranks = new Map(views.map((view) => [view, rank(view)]));
  return [...views].sort((a, b) => compareRanks(ranks.get(a) ?? [], ranks.get(b) ?? []));
}

/** Place of a view's level among the levels in the order in which they first come. */
function firstSeen<T>(views: readonly CellView[], levelOf: (view: CellView) => T): (view: CellView) => number {
  const places = new Map<T, number>();
  for (const view of views) if (!places.has(levelOf(view))) places.set(levelOf(view), places.size);
  return (view) => places.get(levelOf(view)) ?? places.size;
}

function compareRanks(a: readonly number[], b: readonly number[]): number {
  const differing = a.findIndex((figure, place) => figure !== b[place]);
  return differing < 0 ? 0 : (a[differing] as number) - (b[differing] as number);
}
