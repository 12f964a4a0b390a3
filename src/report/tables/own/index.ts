import type { ExperimentAnalysis } from "../../../analysis/results/run-analysis.js";
import type { Experiment } from "../../../record/schema/run-schema.js";
import type { TableModel } from "../table.js";
import { costsTable } from "./costs.js";
import { faultsTable } from "./faults.js";
import { greetingsTable } from "./greetings.js";
import { counterTable, globalsTable } from "./isolation.js";
import type { OwnTable } from "./own-table.js";
import { versionsTable } from "./versions.js";

/** Tables that answer one question each. Add one: a file, a line here, a test. */
const own: readonly OwnTable[] = [greetingsTable, faultsTable, globalsTable, counterTable, costsTable, versionsTable];

/** The tables of an experiment's own, in order. */
export function ownTables(analysis: ExperimentAnalysis, experiment: Experiment): TableModel[] {
  return own.flatMap((table) => table(analysis, experiment) ?? []);
}
