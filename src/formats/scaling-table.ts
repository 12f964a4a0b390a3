import { show } from "../record/schema/quote-value.js";
import { UserError } from "../user-error.js";
import { type CsvRow, csvTable, fieldsOf, requireRows } from "./csv-rows.js";
import { parsed } from "./factors.js";
import { type FieldKind, figureField, meanCountField } from "./fields.js";
import { type AskedColumns, type FigureKind, plain, scalingColumns, type TableColumn } from "./scaling-columns.js";
import { growingWork, type MixedLevel, mixedLevels, parseConditions } from "./scaling-levels.js";

/** Table of worker counts and the figure measured at each. */
export interface ScalingTable {
  rows: { workers: number; figure: number }[];
  /** Names of the two columns and of all others, as the header has them. */
  workersName: string;
  figureName: string;
  unused: string[];
  kind: FigureKind;
  /** Fields that all rows have, by column, as `only` asked for. */
  only: Record<string, string>;
  /** Columns whose levels the rows mix. */
  mixed: MixedLevel[];
  /** Clause that says why the work of a row grows with its workers; `null` where nothing says so. */
  growing: string | null;
}

export interface AskedTable extends AskedColumns {
  /** Rows to fit, such as `size=100`; left out: all. */
  only?: string | undefined;
}

/**
 * Reads a table of worker counts and throughputs or times: a header, then one row a measurement. Anything that does not fit
 * is a UserError with file, line and column.
 */
export function readScalingTable(text: string, file: string, asked: AskedTable): ScalingTable {
  const table = csvTable(text, file);
  const { place, names } = table;
  checkNames(names, place);
  requireRows(table, file);
  const all = columnsOf(table.rows, names, file);
  const conditions = asked.only === undefined ? [] : parseConditions(asked.only, all, place);
  const rows = table.rows.filter((_, row) => conditions.every(({ column, value }) => column.texts[row] === value));
  if (rows.length === 0) throw new UserError(`${place}: no row is ${asked.only}, as --only asks: take a condition out`);
  const columns = columnsOf(rows, names, file);
  const { x, y, kind } = scalingColumns(columns, asked, place);
  const read = rows.map((row, index) => ({
    workers: valueIn(row, index, x, meanCountField, file),
    figure: valueIn(row, index, y, figureField, file),
  }));
  const others = columns.filter((column) => column !== x && column !== y);
  const workers = read.map((row) => row.workers);
  return {
    rows: read,
    workersName: x.name,
    figureName: y.name,
    unused: others.map(({ name }) => name),
    kind,
    only: Object.fromEntries(conditions.map(({ column, value }) => [column.name, value])),
    mixed: mixedLevels(others, workers),
    growing: growingWork(others, workers, file),
  };
}

function checkNames(names: readonly string[], place: string): void {
  if (names.every((name) => figureField.parse(name) !== undefined)) {
    throw new UserError(`${place}: holds figures: the first line must name the columns, such as workers,throughput`);
  }
  if (names.length < 2) throw new UserError(`${place}: has one column: a table needs workers and throughput, or time`);
  const double = names.find((name, index) => names.indexOf(name) !== index);
  if (double !== undefined) throw new UserError(`${place}: the column ${show(double)} is there twice: remove one`);
}

function columnsOf(rows: readonly CsvRow[], names: readonly string[], file: string): TableColumn[] {
  const fields = rows.map((row) => fieldsOf(row, names.length, `${file} line ${row.line}`));
  return names.map((name, index) => ({ name, index, texts: fields.map((row) => row[index] as string) }));
}

function valueIn(row: CsvRow, index: number, { name, texts }: TableColumn, field: FieldKind<number>, file: string) {
  return parsed({ name: plain(name), text: texts[index] as string }, field, `${file} line ${row.line}`);
}
