import { closest } from "fastest-levenshtein";
import { canonicalJson } from "../record/schema/canonical-json.js";
import { factorNames } from "../record/schema/factors.js";
import { show } from "../record/schema/quote-value.js";
import type { Cell, Factors, Trial } from "../record/schema/run-schema.js";
import { UserError } from "../user-error.js";
import { factorsOf, parsed, type WrittenLevel } from "./factors.js";
import { type FieldKind, millisecondsField, secondsField } from "./fields.js";
import { LEFT_OUT, type ParameterMap } from "./parameter-map.js";

/** Factors and times of one row. */
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

/** Names that a column may have or be mapped to. */
export const columnNames: readonly string[] = [...factorNames, ...Object.keys(timeColumns)];

/** Factor or time of each column, by the column's trimmed name in the file. */
export type Columns = ReadonlyMap<string, string>;

/** Finds the factor or time of each column. An unknown, a doubled or a missing column is a UserError at `place`. */
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

/** Reads a row from its fields, by the file's names of the columns. The figure of an empty field was not recorded. */
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

/** Groups measurements into cells, in the order of their first rows; rows of equal factors are repeats. */
export function cellsOf(measurements: readonly Measurement[]): Cell[] {
  const cells = new Map<string, Cell>();
  for (const { factors, times } of measurements) {
    const key = canonicalJson(factors);
    const cell: Cell = cells.get(key) ?? { factors, trials: [] };
    cells.set(key, cell);
    cell.trials.push({ block: cell.trials.length, status: "ok", ...times });
  }
  return [...cells.values()];
}
