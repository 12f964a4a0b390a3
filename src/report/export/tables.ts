import type { Entry } from "../archive/run-entry.js";
import { decisionTable } from "../tables/decision.js";
import { experimentTables } from "../tables/experiment-tables.js";
import { type PlainTable, plainTable } from "../tables/plain-table.js";

/** A table under the experiment that it is of. */
export interface TitledTable {
  experiment: string;
  table: PlainTable;
}

/** Every table of a run, as its pages show them: what to use first, then experiment by experiment. */
export function exportedTables({ run, analysis }: Entry, experiment?: string): TitledTable[] {
  const decision = experiment === undefined ? decisionTable(analysis) : null;
  const advice = decision === null ? [] : [{ experiment: "What to use", table: plainTable(decision) }];
  const ofExperiments = analysis.experiments.flatMap((analysed, index) => {
    const recorded = run.experiments[index];
    if (recorded === undefined || (experiment !== undefined && analysed.id !== experiment)) return [];
    const { answers, tables } = experimentTables(analysed, recorded, { root: "" });
    return [...answers, ...tables].map((table) => ({ experiment: analysed.title, table: plainTable(table) }));
  });
  return [...advice, ...ofExperiments];
}
