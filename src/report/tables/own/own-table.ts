import type { ExperimentAnalysis } from "../../../analysis/results/run-analysis.js";
import type { Experiment } from "../../../record/schema/run-schema.js";
import type { TableModel } from "../table.js";

/** Fills a table from an experiment's own figures and notes; `null` where it has none of them. */
export type OwnTable = (analysis: ExperimentAnalysis, experiment: Experiment) => TableModel | null;
