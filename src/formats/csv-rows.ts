import { UserError } from "../user-error.js";

export interface CsvRow {
  /** Line of the file that the row starts on, from 1. */
  line: number;
  fields: string[];
}

interface Field {
  value: string;
  quoted: boolean;
  /** Index just behind the field. */
  end: number;
}

/** What is wrong with a field; the caller knows the line. */
type Fault = { fault: string };

/**
 * Splits comma-separated text (RFC 4180: quoted fields, doubled quotes, LF, CRLF or CR) into rows. A byte order mark and
 * blank lines are passed over. A quote where none can stand is a UserError that names `file` and the line.
 */
export function csvRows(text: string, file: string): CsvRow[] {
  const rows: CsvRow[] = [];
  let at = text.startsWith("\ufeff") ? 1 : 0;
  let line = 1;
  let row: CsvRow = { line, fields: [] };
  while (at < text.length || row.fields.length > 0) {
    const field = readField(text, at);
    if ("fault" in field) {
      throw new UserError(
        `${file} line ${line}: ${field.fault}: put the whole field in quotes, double those within it`,
      );
    }
    row.fields.push(field.value);
    const end = lineEnd(text, field.end);
    line += lineBreaks(text.slice(at, field.end + end));
    at = field.end + Math.max(end, 1);
    if (text[field.end] === ",") continue;
    if (row.fields.length > 1 || field.quoted || field.value.trim() !== "") rows.push(row);
    row = { line, fields: [] };
  }
  return rows;
}

/** Tells a person whose header came out as one field that spreadsheets have other separators. */
export function requireCommas({ fields }: CsvRow, place: string): void {
  const [only = ""] = fields;
  if (fields.length !== 1 || !/[;\t]/.test(only)) return;
  const mark = only.includes(";") ? "semicolons" : "tabs";
  throw new UserError(`${place}: columns are separated by ${mark}: save the table with commas, and decimal points`);
}

// Scanned by hand: one pattern for a field overflows the stack of the matcher when a field has megabytes.
function readField(text: string, start: number): Field | Fault {
  if (text[start] !== '"') return readPlain(text, start);
  let from = start + 1;
  for (;;) {
    const close = text.indexOf('"', from);
    if (close === -1) return { fault: "a quoted field is never closed" };
    if (text[close + 1] !== '"') return quotedField(text, start, close);
    from = close + 2;
  }
}

function quotedField(text: string, start: number, close: number): Field | Fault {
  const end = close + 1;
  if (end < text.length && !",\r\n".includes(text[end] ?? "")) return { fault: "text stands behind a closing quote" };
  return { value: text.slice(start + 1, close).replaceAll('""', '"'), quoted: true, end };
}

function readPlain(text: string, start: number): Field | Fault {
  const stop = /[",\r\n]/g;
  stop.lastIndex = start;
  const end = stop.exec(text)?.index ?? text.length;
  if (text[end] === '"') return { fault: "a quote stands inside a field" };
  return { value: text.slice(start, end), quoted: false, end };
}

/** Length of the line end at a place: 0 where there is none. */
function lineEnd(text: string, at: number): number {
  if (text.startsWith("\r\n", at)) return 2;
  return text[at] === "\n" || text[at] === "\r" ? 1 : 0;
}

function lineBreaks(text: string): number {
  return text.match(/\r\n|\n|\r/g)?.length ?? 0;
}
