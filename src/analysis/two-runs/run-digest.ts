import type { Run } from "../../record/schema/run-schema.js";
import { type CellView, cellViews, inReadingOrder } from "../cells/cell-view.js";
import { type Standing, standingOf } from "../cells/evidence.js";
import { medianTime, outcomes } from "../comparing/cell-summary.js";
import type { CellSummary } from "../results/run-analysis.js";
import { isTwin } from "../versions/match.js";
import { type ControlInShort, controlInShort, quotientOf } from "./control-cell.js";

/** Figures of a cell, as a point of its history shows them. */
export type PointCell = Pick<
  CellSummary,
  | "factors"
  | "key"
  | "label"
  | "trials"
  | "failures"
  | "dropped"
  | "belowResolution"
  | "medianMs"
  | "intervalMs"
  | "measure"
>;

/** A cell of a digest: its figures, and the times that they are of. */
export type CellDigest = PointCell &
  CellView & {
    /** Median of its times over those of the control cell beside them; `null` where either is of too few. */
    quotient: number | null;
  };

export interface ExperimentDigest {
  id: string;
  title: string;
  /** In reading order, without those of a twin, which is a control within its run. */
  cells: readonly CellDigest[];
}

/** Figures of a run without its trials: what all pages need but its own and those of its comparisons. */
export interface RunDigest {
  standing: Standing;
  controlCell?: ControlInShort | undefined;
  experiments: readonly ExperimentDigest[];
}

/** Digests a run, without comparing anything: a hundredth of its size, at a tenth of the work of its analysis. */
export function digestOf(run: Run): RunDigest {
  const quotient = quotientOf(run.control);
  const recorded = run.experiments.map((experiment) => ({ experiment, views: cellViews(experiment) }));
  const experiments = recorded.map(({ experiment, views }) => ({
    id: experiment.id,
    title: experiment.title,
    cells: inReadingOrder(views.filter((view) => !isTwin(view, experiment))).map((view): CellDigest => {
      const cell = experiment.cells[view.index];
      if (cell === undefined) throw new Error(`no cell ${view.index} in ${experiment.id}`);
      return { ...view, ...outcomes(cell), ...medianTime(view), quotient: quotient(view.times) };
    }),
  }));
  const usable = recorded.flatMap(({ views }) => views.map(({ times }) => times.length));
  return {
    standing: standingOf(run, usable),
    ...(run.control && { controlCell: controlInShort(run.control) }),
    experiments,
  };
}
