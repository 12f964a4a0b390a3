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
  /** What the column `block` has; absent without one. */
  block?: string;
  place: string;
}

/** Cells of a table. */
export interface MeasuredCells {
  cells: Cell[];
  /** Whether the table says which rows were measured side by side. */
  blocks: boolean;
}

/** Column of the rows that were measured side by side. */
const BLOCK = "block";

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
export const columnNames: readonly string[] = [...factorNames, ...Object.keys(timeColumns), BLOCK];

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
    if (target === BLOCK) continue;
    if (known === undefined) levels.set(target, written);
    else if (known.time === "wallMs" || written.text !== "")
      times[known.time] = parsed(written, known.field, place, target);
  }
  levels.delete(LEFT_OUT);
  const [blockName] = [...columns].find(([, target]) => target === BLOCK) ?? [];
  const block = blockName === undefined ? "" : (fields.get(blockName) ?? "");
  return { factors: factorsOf(levels, place), times, place, ...(block !== "" && { block }) };
}

/**
 * Groups measurements into cells, in the order of their first rows; rows of equal factors are repeats. Blocks, where the table
 * has them, are numbered as they come; a row without one, a cell twice in one, and blocks of a single cell are a UserError.
 */
export function cellsOf(measurements: readonly Measurement[]): MeasuredCells {
  const cells = new Map<string, Cell>();
  const numberOf = blockNumbers(measurements);
  for (const { factors, times, block, place } of measurements) {
    const key = canonicalJson(factors);
    const cell: Cell = cells.get(key) ?? { factors, trials: [] };
    cells.set(key, cell);
    const number = numberOf === null ? cell.trials.length : numberOf(block, place);
    if (cell.trials.some((trial) => trial.block === number))
      throw new UserError(`${place}: the block ${show(block)} has this cell already: a block holds every cell once`);
    cell.trials.push({ block: number, status: "ok", ...times });
  }
  const found = [...cells.values()];
  if (numberOf !== null) requirePairs(found, measurements);
  return { cells: found, blocks: numberOf !== null };
}

/** What the numbers of blocks mean, for the note of the import. */
export function blocksNote(blocks: boolean, rows: "rows" | "lines"): string {
  return blocks
    ? `Measurements of the same block are paired, as the ${rows} say.`
    : `Repeats are numbered in the order of the ${rows}, and not paired.`;
}

/** Numbers of blocks in the order of their first rows; `null` where no row has one. */
function blockNumbers(measurements: readonly Measurement[]) {
  const numbers = new Map([...new Set(measurements.flatMap(({ block }) => block ?? []))].map((name, at) => [name, at]));
  if (numbers.size === 0) return null;
  return (block: string | undefined, place: string) => {
    const number = numbers.get(block ?? "");
    if (number === undefined) throw new UserError(`${place}: has no block: every row needs one, or none`);
    return number;
  };
}

function requirePairs(cells: readonly Cell[], [first]: readonly Measurement[]): void {
  const blocks = cells.flatMap(({ trials }) => trials.map(({ block }) => block));
  if (cells.length < 2 || new Set(blocks).size < blocks.length) return;
  throw new UserError(
    `${first?.place}: no block holds two cells, so that nothing is paired: give rows that were measured side by side the same block, or leave the column out (--map block=-)`,
  );
}
