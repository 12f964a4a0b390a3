import { CsvError, parse } from "csv-parse/sync";
import { UserError } from "../user-error.js";

export interface CsvRow {
  /** Line of the file that the row starts on, from 1. */
  line: number;
  fields: string[];
}

/** Table with a header. */
export interface CsvTable {
  /** Place of the header, for messages. */
  place: string;
  /** Names of the columns, trimmed. */
  names: string[];
  rows: CsvRow[];
}

const faults: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: "a quoted field is never closed",
  CSV_INVALID_CLOSING_QUOTE: "text stands behind a closing quote",
  INVALID_OPENING_QUOTE: "a quote stands inside a field",
};

/**
 * Splits comma-separated text (RFC 4180: quoted fields, doubled quotes, LF, CRLF or CR) into rows. A byte order mark and
 * blank lines are passed over. A quote where none can stand is a UserError that names `file` and the line of the row.
 */
export function csvRows(text: string, file: string): CsvRow[] {
  const rows: CsvRow[] = [];
  let line = 1;
  const take = (fields: string[]) => {
    if (fields.length > 1 || fields[0]?.trim() !== "") rows.push({ line, fields });
    line += 1 + (fields.join().match(/\r\n|\n|\r/g)?.length ?? 0);
    return null;
  };
  try {
    parse(text, { bom: true, record_delimiter: ["\r\n", "\n", "\r"], relax_column_count: true, on_record: take });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const fault = faults[error.code] ?? error.message;
    throw new UserError(`${file} line ${line}: ${fault}: put the whole field in quotes, double those within it`);
  }
  return rows;
}

/** Splits a table into its header and its rows. No header, or one without commas, is a UserError. */
export function csvTable(text: string, file: string): CsvTable {
  const [header, ...rows] = csvRows(text, file);
  if (header === undefined) throw new UserError(`${file}: is empty: its first line must name the columns`);
  const place = `${file} line ${header.line}`;
  const [only = ""] = header.fields;
  if (header.fields.length === 1 && /[;\t]/.test(only)) {
    // Spreadsheets of many countries write other separators.
    const mark = only.includes(";") ? "semicolons" : "tabs";
    throw new UserError(`${place}: columns are separated by ${mark}: save the table with commas, and decimal points`);
  }
  return { place, names: header.fields.map((field) => field.trim()), rows };
}

/** Throws a UserError where a table has a header only. */
export function requireRows({ rows }: CsvTable, file: string): void {
  if (rows.length === 0) throw new UserError(`${file}: has no rows under its header: add one for each measurement`);
}

/** The trimmed fields of a row. A row with more or fewer fields than there are columns is a UserError. */
export function fieldsOf({ fields }: CsvRow, columns: number, place: string): string[] {
  if (fields.length === columns) return fields.map((field) => field.trim());
  throw new UserError(`${place}: has ${fields.length} fields: the header names ${columns} columns`);
}
