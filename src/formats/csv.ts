import type { Run } from "../record/schema/run-schema.js";
import { UserError } from "../user-error.js";
import { csvTable, fieldsOf, requireRows } from "./csv-rows.js";
import { baseName, foreignRun } from "./foreign-run.js";
import type { ImportInput } from "./importer.js";
import { blocksNote, cellsOf, columnsOf, type Measurement, measurementOf } from "./measurements.js";
import { checkMapped, type ParameterMap } from "./parameter-map.js";

const ASSUMPTIONS = "Imported from a table: one row is one measurement, and times are as they were given.";

/**
 * Turns a table into a run. Columns, in any order and case: `strategy`, `workers` and `wall_s` or `wall_ms`, and where
 * known `tasks`, `n`, `workload`, `launch`, `pool`, `scheduling`, `user_s`, `sys_s` (or in `_ms`); others by `map`. One row is
 * one measurement; rows of equal factors are the trials of one cell, numbered as they come, or by `block`: rows of the same
 * block were measured side by side and are paired. Cells stand in the order of their first rows. A recorded time of 0 stays 0. Anything that does not fit is a UserError with line, column and value.
 */
export function importCsv(input: ImportInput): Run {
  const { cells, blocks } = cellsOf(readTable(input.text, baseName(input.file), input.map));
  return foreignRun(input, { format: "csv", cells, blocks, notes: [ASSUMPTIONS, blocksNote(blocks, "rows")] });
}

function readTable(text: string, file: string, map: ParameterMap = new Map()): Measurement[] {
  const table = csvTable(text, file);
  const { place, names, rows } = table;
  const double = names.find((name, index) => name !== "" && names.indexOf(name) !== index);
  if (double !== undefined) throw new UserError(`${place}: the column ${double} is there twice: remove one`);
  checkMapped(map, names, { file: place, kind: "column" });
  const columns = columnsOf(names, map, place);
  requireRows(table, file);
  return rows.map((row) => {
    const rowPlace = `${file} line ${row.line}`;
    const fields = fieldsOf(row, names.length, rowPlace);
    return measurementOf(new Map(names.map((name, index) => [name, fields[index] ?? ""])), columns, rowPlace);
  });
}
