import { asksForTimes } from "../../analysis/results/asks-for-times.js";
import type { ExperimentAnalysis } from "../../analysis/results/run-analysis.js";
import type { Experiment } from "../../record/schema/run-schema.js";
import { cellsTable, cpuTimeTable, failuresTable } from "./cells.js";
import { baselineTable, furtherAcrossTable, stepsTable, type TableContext } from "./changes.js";
import { ownTables } from "./own/index.js";
import { popTable } from "./pop.js";
import { scalingTable } from "./scaling.js";

import type { TableModel } from "./table.js";
import { thresholdsTable } from "./thresholds.js";

/** Tables that the cells of an experiment can fill. */
export interface ExperimentTables {
  /** Tables that answer the question of the experiment. */
  answers: TableModel[];
  /** Tables of times: scaling, changes, failures, all figures of every cell. */
  tables: TableModel[];
  /** Whether times are the question. */
  timed: boolean;
}

export function experimentTables(
  analysed: ExperimentAnalysis,
  experiment: Experiment,
  context: TableContext,
): ExperimentTables {
  const answers = ownTables(analysed, experiment);
  const timed = asksForTimes(analysed);
  const compared = [thresholdsTable, scalingTable, popTable, baselineTable, stepsTable, furtherAcrossTable];
  // Of two versions nobody asked what either is like by itself.
  const times = analysed.versions ? [cpuTimeTable] : [...compared, cpuTimeTable];
  // Where nothing finished, tables of times would be full of dashes.
  const hasTimes = analysed.cells.length === 0 || analysed.cells.some(({ trials }) => trials.ok > 0);
  const tables = [
    ...(timed && hasTimes ? times.map((fill) => fill(analysed, context)) : []),
    answers.length > 0 && !timed ? null : failuresTable(analysed),
    timed && !hasTimes ? null : cellsTable(analysed, context),
  ];
  return { answers, tables: tables.filter((table) => table !== null), timed };
}
