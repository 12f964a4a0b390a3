import type { Comparison, ExperimentAnalysis } from "../../../analysis/results/run-analysis.js";
import type { Experiment, Machine } from "../../../record/schema/run-schema.js";
import type { CsvValue } from "../../format/csv.js";

/** A Vega-Lite specification. Text from run files stands in `data.values` and nowhere else. */
export type Spec = Record<string, unknown>;

/** The figures of a picture, for readers who want them as figures. The first column heads the rows. */
export interface ChartTable {
  columns: { label: string; numeric: boolean }[];
  rows: string[][];
  /** The same for files: numbers with all their digits, units in the heads. Absent: the rows as they are. */
  data?: { heads: string[]; rows: CsvValue[][] };
}

/** A chart before it is drawn. */
export interface Picture {
  /** Computed from the figures, and true of them. */
  title: string;
  /** What is drawn, of how many trials, and what bars and lines mean. */
  subtitle: string;
  spec: Spec;
  /** The same picture for screens on which `spec` would have to scroll. */
  narrow: Spec;
  table: ChartTable;
  /** What could not be drawn, and why. */
  notes: string[];
}

export interface ChartInput {
  analysis: ExperimentAnalysis;
  experiment: Experiment;
  machine: Machine;
}

/** A kind of chart on a run's page. */
export interface Chart {
  id: string;
  /** Whether the experiment has what the chart shows. */
  applies(analysis: ExperimentAnalysis, experiment: Experiment): boolean;
  /** Shown only where the experiment calls for it; absent: wherever it applies and nothing is called for. */
  onCall?: boolean;
  /** Ids of charts that it goes with: where an experiment calls for one of them, this is shown too. */
  goesWith?: readonly string[];
  /** Call it only where the chart applies. */
  spec(input: ChartInput): Picture;
}

/** A kind of chart on the page of two runs. */
export interface ComparisonChart {
  id: string;
  applies(comparison: Comparison): boolean;
  spec(comparison: Comparison): Picture;
}
