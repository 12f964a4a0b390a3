import { CsvError, parse } from "csv-parse/sync";
import { show } from "../../record/schema/quote-value.js";
import { UserError } from "../../user-error.js";
import { headOf, type Separator } from "../tables/table-head.js";

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
  separator: Separator;
  /** What the file has beside its header and its rows, as sentences. */
  notes: string[];
}

const faults: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: "a quoted field is never closed",
  CSV_INVALID_CLOSING_QUOTE: "text stands behind a closing quote",
  INVALID_OPENING_QUOTE: "a quote stands inside a field",
};

/**
 * Splits separated text (RFC 4180: quoted fields, doubled quotes, LF, CRLF or CR) into rows. A byte order mark and
 * blank lines are passed over. A quote where none can stand is a UserError that names `file` and the line of the row.
 */
export function csvRows(text: string, file: string, separator: Separator = ","): CsvRow[] {
  if (separator === " ") return wordRows(text);
  const rows: CsvRow[] = [];
  let line = 1;
  const take = (fields: string[]) => {
    if (fields.length > 1 || fields[0]?.trim() !== "") rows.push({ line, fields });
    line += 1 + (fields.join().match(/\r\n|\n|\r/g)?.length ?? 0);
    return null;
  };
  try {
    const record_delimiter = ["\r\n", "\n", "\r"];
    parse(text, { bom: true, record_delimiter, delimiter: separator, relax_column_count: true, on_record: take });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const fault = faults[error.code] ?? error.message;
    throw new UserError(`${file} line ${line}: ${fault}: put the whole field in quotes, double those within it`);
  }
  return rows;
}

/** Rows of words between spaces. */
function wordRows(text: string): CsvRow[] {
  return text
    .split(/\r\n|\n|\r/)
    .map((words, index) => ({ line: index + 1, fields: words.trim().split(/\s+/) }))
    .filter(({ fields }) => fields[0] !== "");
}

/**
 * Splits a table into its header and its rows. Columns are separated by commas, semicolons, tabs or spaces, as the header
 * says; comments above it are kept as a note. Within the rows, comments and headers that stand again are left out, which a
 * note says. A table without a header is a UserError.
 */
export function csvTable(text: string, file: string): CsvTable {
  const { body, separator, comments } = headOf(text);
  const [header, ...below] = csvRows(body, file, separator);
  if (header === undefined) throw new UserError(`${file}: is empty: its first line must name the columns`);
  const names = header.fields.map((field) => field.trim());
  refuseManyColumns(names, `${file} line ${header.line}`);
  const rest = withoutComments(below, names, { body, file });
  const rows = rest.filter(({ fields }) => !isSame(fields, names));
  const notes = [
    comments.length === 0 ? "" : `Comments above its header: ${comments.map(show).join(", ")}.`,
    commentsNote(below.length === rest.length ? [] : textsOf(below, new Set(rest), separator)),
    linesLeftOut(rest.length - rows.length, "the header again", "the header again"),
  ];
  return { place: `${file} line ${header.line}`, names, rows, separator, notes: notes.filter(Boolean) };
}

/** Columns of a table; a row of more is likelier a table on its side, and each is held against the others. */
const MOST_COLUMNS = 1_000;

/** Throws a UserError where a table has more columns than any that was measured. */
export function refuseManyColumns(names: readonly string[], place: string): void {
  if (names.length <= MOST_COLUMNS) return;
  throw new UserError(`${place}: has ${names.length} columns: at most ${MOST_COLUMNS} are read; leave some out`);
}

function isSame(fields: readonly string[], names: readonly string[]): boolean {
  return fields.length === names.length && fields.every((field, index) => field.trim() === names[index]);
}

/** The rows without lines that are a comment. One that could also be a measurement is a UserError. */
function withoutComments(rows: readonly CsvRow[], names: readonly string[], of: { body: string; file: string }) {
  if (!rows.some(({ fields }) => isMarked(fields[0]))) return rows;
  const lines = of.body.split(/\r\n|\n|\r/);
  return rows.filter(({ line, fields }) => {
    if (!isMarked(fields[0]) || !isMarked(lines[line - 1])) return true;
    if (fields.length !== names.length) return false;
    throw new UserError(
      `${of.file} line ${line}: begins with #: remove the line if it is a comment, or put its first field in quotes if it is a measurement`,
    );
  });
}

function isMarked(text = ""): boolean {
  return text.trimStart().startsWith("#");
}

function textsOf(all: readonly CsvRow[], kept: ReadonlySet<CsvRow>, separator: Separator): string[] {
  return all.filter((row) => !kept.has(row)).map(({ fields }) => fields.join(separator).trim());
}

/** Comments between rows may say what the rows below them are of, so that they are given in full. */
function commentsNote(comments: readonly string[]): string {
  if (comments.length === 0) return "";
  const shown = comments.slice(0, 3).map((comment) => show(comment));
  const more = comments.length > shown.length ? ` and ${comments.length - shown.length} more` : "";
  return `Comments between its rows were left out: ${shown.join(", ")}${more}. What they say of rows needs a column.`;
}

function linesLeftOut(count: number, one: string, several: string): string {
  if (count === 0) return "";
  return count === 1 ? `A line that is ${one} was left out.` : `${count} lines that are ${several} were left out.`;
}

/** Throws a UserError where a table has a header only. */
export function requireRows({ rows }: Pick<CsvTable, "rows">, file: string): void {
  if (rows.length === 0) throw new UserError(`${file}: has no rows under its header: add one for each measurement`);
}

/** The trimmed fields of a row; empty ones beyond the columns are passed over. Other numbers of fields are a UserError. */
export function fieldsOf({ fields }: CsvRow, columns: number, place: string): string[] {
  const trimmed = fields.map((field) => field.trim());
  if (trimmed.length >= columns && trimmed.slice(columns).every((field) => field === "")) {
    return trimmed.slice(0, columns);
  }
  const other = fields.length === 1 && /\S[ ;\t]\S/.test(fields[0] ?? "") ? ", separated by another sign" : "";
  throw new UserError(`${place}: has ${fields.length} fields: the header names ${columns} columns${other}`);
}
