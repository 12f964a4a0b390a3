import { show } from "../record/schema/quote-value.js";
import { UserError } from "../user-error.js";
import { type CsvRow, csvTable, fieldsOf, requireRows } from "./csv-rows.js";
import { parsed } from "./factors.js";
import { type FieldKind, figureField, meanCountField } from "./fields.js";
import { type AskedColumns, type FigureKind, scalingColumns } from "./scaling-columns.js";

/** Table of worker counts and the figure measured at each. */
export interface ScalingTable {
  rows: { workers: number; figure: number }[];
  /** Names of the two columns, as the header has them. */
  workersName: string;
  figureName: string;
  kind: FigureKind;
  /** Assumptions, as sentences. */
  notes: string[];
}

/**
 * Reads a table of worker counts and throughputs or times: a header, then one row a measurement. Anything that does not fit
 * is a UserError with file, line and column.
 */
export function readScalingTable(text: string, file: string, asked: AskedColumns): ScalingTable {
  const table = csvTable(text, file);
  const { place, names, rows } = table;
  checkNames(names, place);
  requireRows(table, file);
  const { x, y, kind, notes } = scalingColumns(names.map(safe), asked, place);
  const column = (index: number, field: FieldKind<number>): Column => ({
    index,
    name: safe(names[index] ?? ""),
    field,
    columns: names.length,
  });
  const [workers, figure] = [column(x, meanCountField), column(y, figureField)];
  return {
    rows: rows.map((row) => ({ workers: valueIn(row, workers, file), figure: valueIn(row, figure, file) })),
    workersName: workers.name,
    figureName: figure.name,
    kind,
    notes: [...notes, ...mixtures(rows, names, [x, y])],
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

interface Column {
  index: number;
  name: string;
  field: FieldKind<number>;
  /** Number of columns of the table. */
  columns: number;
}

function valueIn(row: CsvRow, { index, name, field, columns }: Column, file: string): number {
  const place = `${file} line ${row.line}`;
  return parsed({ name, text: fieldsOf(row, columns, place)[index] ?? "" }, field, place);
}

/** Notes on columns of words that differ between rows: the fit would mix different things. */
function mixtures(rows: readonly CsvRow[], names: readonly string[], used: readonly number[]): string[] {
  return names.flatMap((name, index) => {
    const values = new Set(rows.map(({ fields }) => (fields[index] ?? "").trim()));
    const words = [...values].some((value) => value !== "" && figureField.parse(value) === undefined);
    if (used.includes(index) || values.size < 2 || !words) return [];
    return [`The rows have ${values.size} kinds of "${safe(name)}", and are fitted as one: split the table first.`];
  });
}

/** A name without control characters, for messages. */
function safe(name: string): string {
  return show(name).slice(1, -1);
}
