import { canonicalJson } from "../../record/schema/canonical-json.js";
import { show } from "../../record/schema/quote-value.js";
import type { Cell, Factors, Trial } from "../../record/schema/run-schema.js";
import { UserError } from "../../user-error.js";
import { factorsOf, parsed, type WrittenLevel } from "../foreign/factors.js";
import { LEFT_OUT } from "../foreign/parameter-map.js";
import { BLOCK, timeColumns } from "./column-names.js";
import type { Targets } from "./columns.js";
import { failureOf } from "./failed-times.js";
import type { TableRow } from "./table.js";

/** Factors and figures of one row. */
export interface Measurement {
  factors: Factors;
  trial: Omit<Trial, "block">;
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

interface Reading {
  /** Names of the columns in the file, and what they stand for. */
  names: readonly string[];
  targets: Targets;
  /** Strategy of a table without such a column. */
  strategy: string;
  /** Worker count of a table without such a column. */
  workers?: number | undefined;
}

/** Reads a row. The figure of an empty field was not recorded; that of the wall clock must be there, and once. */
export function measurementOf(
  { place, fields }: TableRow,
  { names, targets, strategy, workers }: Reading,
): Measurement {
  const levels = new Map<string, WrittenLevel>([["strategy", { name: "strategy", text: strategy }]]);
  if (workers !== undefined) levels.set("workers", { name: "workers", text: String(workers) });
  const times: Partial<Measurement["trial"]> = {};
  let block = "";
  let failure: ReturnType<typeof failureOf>;
  for (const [index, target] of targets.entries()) {
    const written = { name: names[index] ?? "", text: fields[index] ?? "" };
    const known = timeColumns[target];
    if (target === BLOCK) block = written.text;
    else if (known === undefined) levels.set(target, written);
    else if (failureOf(written.text)) failure = known.time === "wallMs" ? failureOf(written.text) : failure;
    else if (written.text !== "" || (known.time === "wallMs" && !hasOtherWall(index, targets, fields))) {
      if (times[known.time] !== undefined) throw new UserError(`${place}: has the time ${written.name} twice`);
      times[known.time] = parsed(written, known.field, place, target);
    }
  }
  levels.delete(LEFT_OUT);
  const { wallMs = null, ...others } = times;
  return {
    factors: factorsOf(levels, place),
    trial: { status: "ok", ...failure, wallMs, ...others },
    place,
    ...(block !== "" && { block }),
  };
}

/** Whether the wall clock stands in another column, as lines of JSON may each have a unit of their own. */
function hasOtherWall(own: number, targets: Targets, fields: readonly string[]): boolean {
  return targets.some(
    (target, index) => index !== own && timeColumns[target]?.time === "wallMs" && fields[index] !== "",
  );
}

/**
 * Groups measurements into cells, in the order of their first rows; rows of equal factors are repeats. Blocks, where the table
 * has them, are numbered as they come; a row without one, a cell twice in one, and blocks of a single cell are a UserError.
 */
export function cellsOf(measurements: readonly Measurement[]): MeasuredCells {
  const cells = new Map<string, { cell: Cell; blocks: Set<number> }>();
  const numberOf = blockNumbers(measurements);
  for (const { factors, trial, block, place } of measurements) {
    const key = canonicalJson(factors);
    const known = cells.get(key) ?? { cell: { factors, trials: [] }, blocks: new Set() };
    cells.set(key, known);
    const number = numberOf === null ? known.cell.trials.length : numberOf(block, place);
    if (known.blocks.has(number))
      throw new UserError(`${place}: the block ${show(block)} has this cell already: a block holds every cell once`);
    known.blocks.add(number);
    known.cell.trials.push({ block: number, ...trial });
  }
  const found = [...cells.values()].map(({ cell }) => cell);
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
