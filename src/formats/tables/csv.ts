import type { Run } from "../../record/schema/run-schema.js";
import { UserError } from "../../user-error.js";
import { csvTable, fieldsOf, requireRows } from "../foreign/csv-rows.js";
import { baseName } from "../foreign/foreign-run.js";
import type { ImportInput } from "../importer.js";
import { importTable } from "./import-table.js";
import { isOwnExport } from "./own-export.js";
import { refuseTotals } from "./refuse-totals.js";
import { type Table, withoutColumns } from "./table.js";

const ASSUMPTIONS = "Imported from a table: one row is one measurement, and times are as they were given.";

/** What our export puts a quote before, so that spreadsheets take it for no formula. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: controls are what it looks for
const QUOTED_FORMULA = /^'(?='*[=+\-@\u0000-\u001f\u007f\uff0b\uff0d\uff1d\uff20])/;

/**
 * Turns a table into a run. Columns, in any order and case: `workers` and `wall_s` (or `_ms`, `_us`, `_ns`), and where known
 * `strategy`, `tasks`, `n`, `workload`, `launch`, `pool`, `scheduling`, `user_s`, `sys_s`; others by `map`. One row is one
 * measurement; rows of equal factors are the trials of one cell, numbered as they come, or by `block`: rows of the same
 * block were measured side by side and are paired. Cells stand in the order of their first rows. A recorded time of 0 stays
 * 0. A table that `scalebook export` wrote comes back as it was. Anything that does not fit is a UserError with line, column
 * and value.
 */
export function importCsv(input: ImportInput): Run {
  const { table, notes } = readTable(input.text, baseName(input.file));
  for (const note of notes) input.tell?.(note);
  const unquote = (text: string) => text.replace(QUOTED_FORMULA, "");
  return importTable(input, table, { format: "csv", rows: "rows", notes: [ASSUMPTIONS, ...notes], unquote });
}

function readTable(text: string, file: string): { table: Table; notes: string[] } {
  const { place, names, rows, separator, notes } = csvTable(text, file);
  const double = names.find((name, index) => name !== "" && names.indexOf(name) !== index);
  if (double !== undefined) throw new UserError(`${place}: the column ${double} is there twice: remove one`);
  requireRows({ rows }, file);
  const own = isOwnExport({ names });
  const table: Table = {
    ...{ file, place, names, kind: "column", decimalCommas: separator !== "," },
    rows: rows.map((row) => {
      const rowPlace = `${file} line ${row.line}`;
      const fields = fieldsOf(row, names.length, rowPlace);
      return { place: rowPlace, fields: own ? row.fields : fields };
    }),
  };
  if (own) return { table, notes };
  const named = withoutNameless(table);
  refuseTotals(named.table);
  return { table: named.table, notes: [...notes, ...named.notes] };
}

/** Leaves out columns without a name that are empty, or number the rows, as data frames write them. */
function withoutNameless(table: Table): { table: Table; notes: string[] } {
  const nameless = table.names.flatMap((name, index) => (name === "" ? [index] : []));
  const textsOf = (index: number) => table.rows.map(({ fields }) => fields[index] ?? "");
  const empty = nameless.filter((index) => textsOf(index).every((text) => text === ""));
  const numbers = nameless.filter((index) => !empty.includes(index) && isNumbering(textsOf(index)));
  const note = numbers.length === 0 ? [] : ["A column without a name numbers the rows, and was left out."];
  return { table: withoutColumns(table, new Set([...empty, ...numbers])), notes: note };
}

/** 0, 1, 2 ... or 1, 2, 3 ... */
function isNumbering(texts: readonly string[]): boolean {
  return [0, 1].some((first) => texts.every((text, index) => text === String(first + index)));
}
