import { show } from "../../record/schema/quote-value.js";
import { UserError } from "../../user-error.js";
import { csvTable, fieldsOf, requireRows } from "../foreign/csv-rows.js";
import { parsed } from "../foreign/factors.js";
import { type FieldKind, figureField, meanCountField } from "../foreign/fields.js";
import { withDecimalPoints } from "../tables/decimal-commas.js";
import { refuseTotals } from "../tables/refuse-totals.js";
import type { Table, TableRow } from "../tables/table.js";
import { timeField, unitOf } from "../tables/time-fields.js";
import { type AskedColumns, type FigureKind, plain, scalingColumns, type TableColumn } from "./scaling-columns.js";
import { growingWork, type MixedLevel, mixedLevels, parseConditions } from "./scaling-levels.js";
import { type ColumnRole, roleOf } from "./scaling-names.js";

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
  /** What was left out or converted, as sentences. */
  notes: string[];
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
  const { table, notes } = readTable(text, file);
  const all = columnsOf(table.rows, table.names);
  const { place } = table;
  const conditions = asked.only === undefined ? [] : parseConditions(asked.only, all, place);
  const rows = table.rows.filter((_, row) => conditions.every(({ column, value }) => column.texts[row] === value));
  if (rows.length === 0) throw new UserError(`${place}: no row is ${asked.only}, as --only asks: take a condition out`);
  const columns = columnsOf(rows, table.names);
  const { x, y, kind } = scalingColumns(columns, asked, place);
  const read = rows.map((row, index) => ({
    workers: valueIn(row, index, x, meanCountField),
    figure: valueIn(row, index, y, figureField),
  }));
  const others = columns.filter((column) => column !== x && column !== y);
  const workers = read.map((row) => row.workers);
  refuseManyCounts(new Set(workers).size, place);
  return {
    rows: read,
    workersName: x.name,
    figureName: y.name,
    unused: others.map(({ name }) => name),
    kind,
    only: Object.fromEntries(conditions.map(({ column, value }) => [column.name, value])),
    mixed: mixedLevels(others, workers),
    growing: growingWork(others, workers, file),
    notes: [...notes, ...(y.isWritten ? [`${plain(y.name)} was read in seconds.`] : [])],
  };
}

/** Every law is searched at each of them; a scale of so many is likelier an index or a size. */
const MOST_COUNTS = 2_000;

function refuseManyCounts(counts: number, place: string): void {
  if (counts <= MOST_COUNTS) return;
  throw new UserError(
    `${place}: has ${counts} different numbers of workers: at most ${MOST_COUNTS} are fitted; name another column with --x, or take a part with --only`,
  );
}

function readTable(text: string, file: string): { table: Table; notes: string[] } {
  const { place, names, rows, separator, notes } = csvTable(text, file);
  checkNames(names, place);
  requireRows({ rows }, file);
  const table: Table = {
    ...{ file, place, names, kind: "column", decimalCommas: separator !== "," },
    rows: rows.map((row) => {
      const rowPlace = `${file} line ${row.line}`;
      return { place: rowPlace, fields: fieldsOf(row, names.length, rowPlace) };
    }),
  };
  refuseTotals(table);
  const figures = names.flatMap((_, index) =>
    table.rows.every(({ fields }) => isFigure(fields[index])) ? [index] : [],
  );
  return { table: withDecimalPoints(table, figures), notes };
}

function isFigure(text = ""): boolean {
  return /^([+-]?[\d.,]+(e[+-]?\d+)?)?$/i.test(text);
}

function checkNames(names: readonly string[], place: string): void {
  if (names.every((name) => figureField.parse(name) !== undefined)) {
    throw new UserError(`${place}: holds figures: the first line must name the columns, such as workers,throughput`);
  }
  if (names.length < 2) throw new UserError(`${place}: has one column: a table needs workers and throughput, or time`);
  const double = names.find((name, index) => names.indexOf(name) !== index);
  if (double !== undefined) throw new UserError(`${place}: the column ${show(double)} is there twice: remove one`);
}

function columnsOf(rows: readonly TableRow[], names: readonly string[]): TableColumn[] {
  return names.map((name, index) => {
    const texts = rows.map(({ fields }) => fields[index] as string);
    const seconds = TIMES.has(roleOf(name)) ? writtenSeconds(name, texts) : undefined;
    return { name, texts: seconds ?? texts, isWritten: seconds !== undefined };
  });
}

const TIMES: ReadonlySet<ColumnRole> = new Set<ColumnRole>(["time", "part", "cpu"]);

/** Seconds of times with a unit of their own (`0m2.003s`, `1:02.5`, `35ms`); undefined where they are figures, or no times. */
function writtenSeconds(name: string, texts: readonly string[]): string[] | undefined {
  if (texts.every((text) => figureField.parse(text) !== undefined)) return undefined;
  const field = timeField(unitOf(name) ?? "s");
  const times = texts.map((text) => field.parse(text));
  return times.every((ms) => ms !== undefined && ms > 0) ? times.map((ms) => String((ms as number) / 1000)) : undefined;
}

function valueIn({ place }: TableRow, index: number, { name, texts }: TableColumn, field: FieldKind<number>) {
  return parsed({ name: plain(name), text: texts[index] as string }, field, place);
}
