import { canonicalJson } from "../record/schema/canonical-json.js";
import type { Cell, Run } from "../record/schema/run-schema.js";
import { type Measurement, readTable } from "./csv-table.js";
import { baseName, foreignRun } from "./foreign-run.js";
import type { ImportInput } from "./importer.js";

const TAKEN_FOR_GRANTED =
  "Imported from a table: one row is one measurement, blocks count the repeats in the order of the rows, and times are as they were given. When it was measured is not known.";

/**
 * Turns a table into a run. Columns, in any order and case: `strategy`, `workers` and `wall_s` or `wall_ms`, and where
 * known `tasks`, `n`, `workload`, `launch`, `pool`, `scheduling`, `user_s`, `sys_s` (or in `_ms`); others by `map`. One row is
 * one measurement; rows of equal factors are the trials of one cell, numbered as they come. Cells stand in the order of
 * their first rows. A recorded time of 0 stays 0. What does not fit is a UserError that names line, column and value.
 */
export function importCsv(input: ImportInput): Run {
  const cells = cellsOf(readTable(input.text, baseName(input.file), input.map));
  return foreignRun(input, { format: "csv", cells, notes: [TAKEN_FOR_GRANTED] });
}

/** Cells of measurements; those of equal factors are repeats. */
export function cellsOf(measurements: readonly Measurement[]): Cell[] {
  const cells = new Map<string, Cell>();
  for (const { factors, times } of measurements) {
    const key = canonicalJson(factors);
    const cell: Cell = cells.get(key) ?? { factors, trials: [] };
    cells.set(key, cell);
    cell.trials.push({ block: cell.trials.length, status: "ok", ...times });
  }
  return [...cells.values()];
}
