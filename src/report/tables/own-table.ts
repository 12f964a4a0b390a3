import type { ExperimentAnalysis } from "../../analysis/types.js";
import type { Experiment } from "../../record/schema.js";
import type { TableModel } from "./table.js";

/** Fills a table from an experiment's own figures and notes; `null` where it has none of them. */
export type OwnTable = (analysis: ExperimentAnalysis, experiment: Experiment) => TableModel | null;
