import type { ExperimentAnalysis } from "../../analysis/types.js";
import type { Experiment } from "../../record/schema.js";
import { cellsTable, cpuTimeTable, failuresTable } from "./cells.js";
import { acrossTable, baselineTable, stepsTable, type TableContext } from "./changes.js";
import { ownTables } from "./index.js";
import { scalingTable } from "./scaling.js";
import type { TableModel } from "./table.js";

/** The tables of an experiment, each as far as its cells can fill it. */
export interface ExperimentTables {
  /** The experiment's own, which answer its question. */
  answers: TableModel[];
  /** Of times: changes, scaling, all figures of every cell. */
  figures: TableModel[];
}

export function experimentTables(
  analysed: ExperimentAnalysis,
  experiment: Experiment,
  context: TableContext,
): ExperimentTables {
  const answers = ownTables(analysed, experiment);
  // Where no chart is called for, the answer is not in the times.
  const timed = analysed.charts?.length !== 0;
  const times = [scalingTable, baselineTable, stepsTable, acrossTable, cpuTimeTable];
  const figures = [
    ...(timed ? times.map((fill) => fill(analysed, context)) : []),
    answers.length > 0 && !timed ? null : failuresTable(analysed),
    cellsTable(analysed, context),
  ];
  return { answers, figures: figures.filter((table) => table !== null) };
}
