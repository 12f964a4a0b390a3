import { type JournalHeader, unfinished } from "../../record/journal/journal-format.js";
import { parseRun } from "../../record/schema/parse-run.js";
import type { RecordRequest } from "../request/record-request.js";
import { layOutCells, planCells, type SizedCell } from "../request/run-cells.js";

/**
 * Throws a UserError where the run file could not hold what is to be recorded, as a title or a command line is too long for it:
 * before the first trial, and with the place in the file.
 *
 * @param about the run without its cells
 */
export function refuseUnfit(
  about: Omit<JournalHeader, "control" | "experiments">,
  { study, catalogue, overrides }: Pick<RecordRequest, "study" | "catalogue" | "overrides">,
): void {
  const planned = planCells(study, catalogue, overrides);
  // What a size will be is not known yet; two times of a task are two sizes.
  const sizes = planned.map(({ planned: cells }) =>
    cells.map((cell): SizedCell => ({ ...cell, n: typeof cell.n === "number" ? cell.n : cell.n.taskMs, taskMs: 0 })),
  );
  const { experiments } = layOutCells(planned, sizes, catalogue);
  parseRun({ ...about, experiments, ...unfinished(about.startedAt) }, "this cannot be kept in a run file");
}
