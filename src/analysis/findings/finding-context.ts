import type { Experiment, Machine } from "../../record/schema/run-schema.js";
import type { FactorName } from "../cells/cell-labels.js";
import type { CellView } from "../cells/cell-view.js";
import type { Comparisons } from "../comparing/comparisons.js";
import type { CrossoverSummary } from "../results/crossover.js";
import type { CellSummary, Finding } from "../results/run-analysis.js";
import type { Scaling } from "../results/scaling.js";

/** What a finding may look at: one experiment, analysed. */
export interface FindingContext {
  experiment: Experiment;
  machine: Machine;
  /** Factors with more than one level. */
  varying: readonly FactorName[];
  /** Cells in reading order, and their summaries in the same order. */
  views: readonly CellView[];
  cells: readonly CellSummary[];
  summaryOf(view: CellView): CellSummary;
  comparisons: Comparisons;
  /** How its lines scale, with their thresholds. */
  scaling: readonly Scaling[];
  /** In the order of `crossovers` of the comparisons against the baseline. */
  crossovers: readonly CrossoverSummary[];
}

/** Reads an analysed experiment and says what is worth a sentence: none, one, or one a size or strategy. */
export type FindingRule = (context: FindingContext) => Omit<Finding, "id">[];
