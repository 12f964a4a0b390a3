import type { ExperimentAnalysis } from "../../analysis/types.js";
import type { Experiment } from "../../record/schema.js";
import type { TableModel } from "./table.js";

/** Fills a table from an experiment's own figures and notes; `null` where it has none of them. */
export type OwnTable = (analysis: ExperimentAnalysis, experiment: Experiment) => TableModel | null;

/** Tables that answer one question each. Add one: a file, a line here, a test. */
const own: readonly OwnTable[] = [];

/** The tables of an experiment's own, in order. */
export function ownTables(analysis: ExperimentAnalysis, experiment: Experiment): TableModel[] {
  return own.flatMap((table) => table(analysis, experiment) ?? []);
}
