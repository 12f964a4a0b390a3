import { sort } from "d3-array";
import type { Experiment, Factors } from "../../record/schema/run-schema.js";
import { remember } from "../../stats/remember.js";
import type { Measure } from "../../words/measure.js";
import { cellKeys, sizeKey, variantKey } from "./cell-keys.js";
import { cellLabels } from "./cell-labels.js";
import { shortFactors } from "./short-names.js";
import { isBelowResolution, type Timing, usableTimes } from "./usable-times.js";

/** A cell with its names and usable times. */
export interface CellView {
  factors: Factors;
  key: string;
  label: string;
  /** Key that two cells share if they can be compared. */
  size: string;
  /** Key of the strategy with its variant. */
  variant: string;
  /** What is compared; absent: the time. */
  measure?: Measure;
  /** Usable trials in order of block. */
  times: Timing[];
  /** Whether a trial took less than a step of the clock; such a cell enters no ratio. */
  belowResolution: boolean;
  /** Index in the recorded list. */
  index: number;
}

/** Views of an experiment's cells as recorded, in the order of the file. */
export function cellViews({ cells, division, figure }: Experiment): CellView[] {
  const names = cellNames(
    cells.map(({ factors }) => factors),
    division,
  );
  return cells.map((cell, index) => {
    const times = usableTimes(cell, figure);
    const belowResolution = figure === undefined && isBelowResolution(times);
    const of = figure && { measure: figure };
    return { factors: cell.factors, ...(names[index] as CellNames), ...of, times, belowResolution, index };
  });
}

/** Whether ratios may rest on a cell: it has times, none below what its clock could show. */
export function isTimed({ times, belowResolution }: Pick<CellView, "times" | "belowResolution">): boolean {
  return times.length > 0 && !belowResolution;
}

type CellNames = Pick<CellView, "key" | "label" | "size" | "variant">;

/** Most lists of cells whose names are kept. */
const MOST_LISTS = 100;

/** Names of cells; kept, as the runs of an archive have the same cells. */
const cellNames = remember(
  MOST_LISTS,
  (cells: readonly Factors[], division: Experiment["division"]) => JSON.stringify([division, cells]),
  (cells, division): CellNames[] => {
    const keys = cellKeys(cells);
    const labels = cellLabels(shortFactors(cells).short, division);
    return cells.map((factors, index) => ({
      key: keys[index] as string,
      label: labels[index] as string,
      size: sizeKey(factors, division),
      variant: variantKey(factors),
    }));
  },
);

/**
 * The order of every list: strategies and then their variants as first seen, size (workload as first seen, n, tasks),
 * workers.
 */
export function inReadingOrder(views: readonly CellView[]): CellView[] {
  return sort(
    views,
    firstSeen(views, (view) => view.factors.strategy),
    firstSeen(views, (view) => view.variant),
    firstSeen(views, (view) => view.factors.workload),
    (view) => view.factors.n ?? -1,
    (view) => view.factors.tasks ?? -1,
    (view) => view.factors.workers,
    (view) => view.index,
  );
}

/** Ranks views by the first place of their level. */
function firstSeen<T>(views: readonly CellView[], levelOf: (view: CellView) => T): (view: CellView) => number {
  const places = new Map([...new Set(views.map(levelOf))].map((level, place) => [level, place]));
  return (view) => places.get(levelOf(view)) ?? places.size;
}
