import { closest } from "fastest-levenshtein";
import { factorNames } from "../record/schema/factors.js";
import { show } from "../record/schema/quote-value.js";
import type { Factors, Trial } from "../record/schema/run-schema.js";
import { UserError } from "../user-error.js";
import { type FieldKind, millisecondsField, secondsField } from "./csv-fields.js";
import { csvTable, fieldsOf, requireRows } from "./csv-rows.js";
import { factorsOf, parsed, type WrittenLevel } from "./factors.js";
import { checkMapped, LEFT_OUT, type ParameterMap } from "./parameter-map.js";

/** One row of a table. */
export interface Measurement {
  factors: Factors;
  times: Pick<Trial, "wallMs" | "userMs" | "sysMs">;
}

type Time = keyof Measurement["times"];

/** Columns of times, by unit: the first of each pair is the usual one. */
const timeColumns: Readonly<Record<string, { time: Time; field: FieldKind<number> }>> = {
  wall_s: { time: "wallMs", field: secondsField },
  wall_ms: { time: "wallMs", field: millisecondsField },
  user_s: { time: "userMs", field: secondsField },
  user_ms: { time: "userMs", field: millisecondsField },
  sys_s: { time: "sysMs", field: secondsField },
  sys_ms: { time: "sysMs", field: millisecondsField },
};

/** What the columns of a table may be called, or mapped to. */
export const columnNames: readonly string[] = [...factorNames, ...Object.keys(timeColumns)];

/** From the name of a column in the file, trimmed, to what it stands for. */
export type Columns = ReadonlyMap<string, string>;

/** Reads a table as `importCsv` documents it. `file` is the name for messages. */
export function readTable(text: string, file: string, map: ParameterMap = new Map()): Measurement[] {
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

/** What each column stands for. An unknown one, one that is there twice or a missing one is a UserError at `place`. */
export function columnsOf(names: readonly string[], map: ParameterMap, place: string): Columns {
  const columns = new Map(names.map((name) => [name, map.get(name) ?? columnOf(name, place)]));
  const targets = [...columns.values()].filter((target) => target !== LEFT_OUT);
  const meant = targets.map((target) => timeColumns[target]?.time ?? target);
  const double = targets.find((_, index) => meant.indexOf(meant[index] as string) !== index);
  if (double !== undefined) throw new UserError(`${place}: the column ${double} is there twice: remove one`);
  const missing = ["strategy", "workers", "wallMs"].filter((needed) => !meant.includes(needed));
  if (missing.length > 0) {
    const columnNames = missing.map((needed) => (needed === "wallMs" ? "wall_s" : needed)).join(" and ");
    throw new UserError(
      `${place}: the column ${columnNames} is missing: a table needs strategy, workers and wall_s (or wall_ms); --map gives a column one of these names`,
    );
  }
  return columns;
}

function columnOf(field: string, place: string): string {
  const name = field.toLowerCase();
  const column = columnNames.find((candidate) => candidate === name);
  if (column !== undefined) return column;
  const hint = name === "" ? "" : ` (the nearest is ${closest(name.slice(0, 100), columnNames)})`;
  throw new UserError(
    `${place}: the column ${show(field)} is unknown${hint}: columns are ${columnNames.join(", ")}; --map <column>=<one of them or a factor of your own> says what it stands for, --map <column>=- leaves it out`,
  );
}

/** A row whose fields are known by the names of the file. An empty field leaves the figure out: it was not recorded. */
export function measurementOf(fields: ReadonlyMap<string, string>, columns: Columns, place: string): Measurement {
  const levels = new Map<string, WrittenLevel>();
  const times: Measurement["times"] = { wallMs: null };
  for (const [name, target] of columns) {
    const written = { name, text: fields.get(name) ?? "" };
    const known = timeColumns[target];
    if (known === undefined) levels.set(target, written);
    else if (known.time === "wallMs" || written.text !== "")
      times[known.time] = parsed(written, known.field, place, target);
  }
  levels.delete(LEFT_OUT);
  return { factors: factorsOf(levels, place), times };
}
