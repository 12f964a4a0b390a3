import type { Comparison, ExperimentAnalysis } from "../../../analysis/results/run-analysis.js";
import type { Experiment, Machine } from "../../../record/schema/run-schema.js";
import type { CsvValue } from "../../format/csv.js";

/** A Vega-Lite specification. Text from run files stands in `data.values` and nowhere else. */
export type Spec = Record<string, unknown>;

/** The figures of a picture as a table. The first column names the rows. */
export interface ChartTable {
  columns: { label: string; numeric: boolean }[];
  rows: string[][];
  /** Figures for files, with all digits, units in the heads. Absent: the rows as they are. */
  data?: { heads: string[]; rows: CsvValue[][] };
}

/** A chart before it is drawn. */
export interface Picture {
  /** A statement computed from the figures. */
  title: string;
  /** Explains the marks, and says how many trials they rest on. */
  subtitle: string;
  spec: Spec;
  /** The picture for screens that are narrower than `spec`. */
  narrow: Spec;
  /** The picture for half the width of a printed page, low enough to stand beside its words. */
  half(): Spec;
  /** The picture for a whole printed page, where that for half of it would be too high. */
  page(): Spec;
  table: ChartTable;
  /** Parts that are not drawn, with the reasons. */
  notes: string[];
}

export interface ChartInput {
  analysis: ExperimentAnalysis;
  experiment: Experiment;
  machine: Machine;
}

/** A chart for places with little room, drawn for their size. */
export interface SmallPictures {
  /** Whether they show none of the cells that are spoken of. */
  isAside?: boolean;
  /** Beside the words that open a page, on wide and on narrow screens. */
  hero: Spec;
  narrow: Spec;
  /** In a row of a list: without axes and words. */
  row: Spec;
}

/** A kind of chart on a run's page. */
export interface Chart {
  id: string;
  /** Whether the experiment has the figures that the chart shows. */
  applies(analysis: ExperimentAnalysis, experiment: Experiment): boolean;
  /** Whether it is shown only where the experiment calls for it; otherwise also where the experiment calls for none. */
  onCall?: boolean;
  /** Shown first wherever it applies: it has an axis that whoever called for charts need not have known of. */
  always?: boolean;
  /** Ids of other charts: this one is shown too where the experiment calls for one of them. */
  goesWith?: readonly string[];
  /** To be called only where the chart applies. */
  spec(input: ChartInput): Picture;
  /**
   * The chart in little room; absent: it needs more. To be called only where the chart applies.
   *
   * @param lead keys of the cells that the words beside it speak of, foremost first
   */
  small?(input: ChartInput, lead: readonly string[]): SmallPictures;
}

/** A kind of chart on the page of two runs. */
export interface ComparisonChart {
  id: string;
  applies(comparison: Comparison): boolean;
  spec(comparison: Comparison): Picture;
}
