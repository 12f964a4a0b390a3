import type { Experiment } from "../../record/schema/run-schema.js";
import { type CellView, cellViews } from "../cells/cell-view.js";
import { pairsOf } from "./pairs.js";

/**
 * What a run is recorded for, in one place: of every experiment, each cell against its baseline; where that leaves
 * nothing to compare, the times of its cells. Cells that were left out or cut short to keep a budget are not among them.
 */
export interface Headline {
  experiment: Experiment;
  /** What the time of `to` is set against; absent where the time stands by itself. */
  from?: CellView;
  to: CellView;
}

/** The headline of every experiment, each in reading order. */
export function headlinesOf(experiments: readonly Experiment[]): Headline[] {
  return experiments.flatMap((experiment): Headline[] => {
    const views = cellViews(experiment);
    const pairs = pairsOf(views).againstBaseline;
    const isWhole = ({ index }: CellView) => experiment.cells[index]?.dropped === undefined;
    if (pairs.length === 0) return views.filter(isWhole).map((to) => ({ experiment, to }));
    return pairs.filter(({ from, to }) => isWhole(from) && isWhole(to)).map((pair) => ({ experiment, ...pair }));
  });
}
