import { closest } from "fastest-levenshtein";
import type { Factors, Trial } from "../record/schema.js";
import { show } from "../record/show.js";
import { UserError } from "../user-error.js";
import { countField, type FieldKind, secondsField, sizeField, strategyField } from "./csv-fields.js";
import { type CsvRow, csvRows, requireCommas } from "./csv-rows.js";

/** One row of the table. */
export interface Measurement {
  factors: Factors;
  times: Pick<Trial, "wallMs" | "userMs" | "sysMs">;
}

const known = ["strategy", "workers", "tasks", "n", "wall_s", "user_s", "sys_s"] as const;
const required = ["strategy", "workers", "wall_s"] as const satisfies readonly Column[];

type Column = (typeof known)[number];

/** Reads a table as `importCsv` documents it. `file` is the name for messages. */
export function readTable(text: string, file: string): Measurement[] {
  const [header, ...rows] = csvRows(text, file);
  if (header === undefined) throw new UserError(`${file}: is empty: its first line must name the columns`);
  const names = readHeader(header, file);
  if (rows.length === 0) throw new UserError(`${file}: has no rows under its header: add one for each measurement`);
  return rows.map((row) => readRow(row, names, file));
}

function readHeader({ line, fields }: CsvRow, file: string): Column[] {
  const place = `${file} line ${line}`;
  requireCommas({ line, fields }, place);
  const names = fields.map((field) => readName(field, place));
  const double = names.find((name, index) => names.indexOf(name) !== index);
  if (double !== undefined) throw new UserError(`${place}: the column ${double} is there twice: remove one`);
  const missing = required.filter((name) => !names.includes(name));
  if (missing.length > 0) {
    throw new UserError(
      `${place}: the column ${missing.join(" and ")} is missing: a table needs ${required.join(", ")}`,
    );
  }
  return names;
}

function readName(field: string, place: string): Column {
  const name = field.trim().toLowerCase();
  const column = known.find((candidate) => candidate === name);
  if (column !== undefined) return column;
  const hint = name === "" ? "" : ` (the nearest is ${closest(name.slice(0, 100), known)})`;
  throw new UserError(`${place}: the column ${show(field)} is unknown${hint}: columns are ${known.join(", ")}`);
}

function readRow({ line, fields }: CsvRow, names: readonly Column[], file: string): Measurement {
  const place = `${file} line ${line}`;
  if (fields.length !== names.length) {
    throw new UserError(`${place}: has ${fields.length} fields: the header names ${names.length} columns`);
  }
  const row: Row = { place, field: new Map(names.map((name, index) => [name, (fields[index] ?? "").trim()])) };
  return {
    factors: {
      strategy: need(row, "strategy", strategyField),
      workers: need(row, "workers", countField),
      ...maybe(row, { column: "tasks", as: "tasks", kind: countField }),
      ...maybe(row, { column: "n", as: "n", kind: sizeField }),
    },
    times: {
      wallMs: need(row, "wall_s", secondsField),
      ...maybe(row, { column: "user_s", as: "userMs", kind: secondsField }),
      ...maybe(row, { column: "sys_s", as: "sysMs", kind: secondsField }),
    },
  };
}

interface Row {
  place: string;
  field: ReadonlyMap<Column, string>;
}

function need<T>({ place, field }: Row, column: Column, kind: FieldKind<T>): T {
  const text = field.get(column) ?? "";
  const value = kind.parse(text);
  if (value !== undefined) return value;
  throw new UserError(`${place}: ${column} is ${text === "" ? "empty" : show(text)}: ${kind.advice(text)}`);
}

/** An empty field, or a column that is not there, leaves the figure out: it was not recorded. */
function maybe<K extends string>(
  row: Row,
  { column, as, kind }: { column: Column; as: K; kind: FieldKind<number> },
): Partial<Record<K, number>> {
  if ((row.field.get(column) ?? "") === "") return {};
  return { [as]: need(row, column, kind) } as Record<K, number>;
}
