import type { ExperimentAnalysis } from "../../../analysis/results/run-analysis.js";
import type { Experiment } from "../../../record/schema/run-schema.js";
import type { TableModel } from "../table.js";

/** Fills a table from the figures and notes of an experiment; `null` without any. */
export type OwnTable = (analysis: ExperimentAnalysis, experiment: Experiment) => TableModel | null;
