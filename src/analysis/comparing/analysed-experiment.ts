import type { Cell, Experiment, Machine } from "../../record/schema/run-schema.js";
import type { FactorName } from "../cells/cell-labels.js";
import type { CellView } from "../cells/cell-view.js";
import type { CellSummary } from "../results/run-analysis.js";
import type { Comparisons } from "./comparisons.js";
import type { Estimator } from "./estimate.js";
import type { Baselines } from "./pairs.js";

/** One experiment in the course of its analysis, with its cells compared. */
export interface AnalysedExperiment {
  experiment: Experiment;
  /** How many cells it has in the run file; of those of `experiment` more are not analysed. */
  recordedCells: number;
  machine: Machine;
  /** Versions of the programs that ran its trials and let threads compute side by side, where others of their kind do not. */
  freeThreaded: ReadonlySet<string>;
  /** Whether trials are paired by block. */
  interleaved: boolean;
  /** Factors with more than one level. */
  varying: readonly FactorName[];
  /** Cells in reading order, and their summaries in the same order. */
  views: readonly CellView[];
  cells: readonly CellSummary[];
  summaryOf(view: CellView): CellSummary;
  /** The recorded cell of a view. */
  cellOf(view: CellView): Cell;
  baselines: ReadonlyMap<CellView, Baselines>;
  estimator: Estimator;
  comparisons: Comparisons;
}
