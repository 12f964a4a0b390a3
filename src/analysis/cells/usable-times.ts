import type { Cell, Trial } from "../../record/schema/run-schema.js";
import { mean } from "../../stats/mean.js";
import type { Measure } from "../../words/measure.js";
import { asCost } from "../comparing/figure-cost.js";

/** No clock tells a shorter time from nothing (a femtosecond, in ms); a recorded 0 is below it. */
const RESOLUTION_MS = 1e-12;

export interface Timing {
  block: number;
  /** Place in the order of the block; absent in imports. */
  position?: number;
  /** Where another figure than the time is compared, what that costs: see `figure-cost.ts`. */
  wallMs: number;
  /** That figure, as the trial has it. */
  figure?: number;
}

/** Usable trials of a cell in order of block. */
interface Timed {
  times: readonly Timing[];
}

/** Trials that finished and have a time, in order of block; a time of 0 is among them. */
export function usableTimes(cell: Cell, measure?: Measure): Timing[] {
  return cell.trials
    .flatMap((trial): Timing[] => {
      const { status, block, position } = trial;
      const figure = measure === undefined ? null : figureOf(trial, measure);
      const cost = figure === null || measure === undefined ? null : asCost(figure, measure);
      const wallMs = measure === undefined ? trial.wallMs : cost;
      if (status !== "ok" || wallMs === null) return [];
      return [{ block, wallMs, ...(figure !== null && { figure }), ...(position === undefined ? {} : { position }) }];
    })
    .sort((a, b) => a.block - b.block);
}

/** A run file from elsewhere may have figures that no quotient can be made of. */
function figureOf({ figures }: Trial, { name }: Measure): number | null {
  const figure = figures?.[name] ?? null;
  return figure === null || figure <= 0 ? null : figure;
}

/** Whether some time is below what its clock could show. */
export function isBelowResolution(times: readonly Timing[]): boolean {
  return times.some(({ wallMs }) => wallMs < RESOLUTION_MS);
}

/** Times in ms of every block in which all cells are usable: a row for each block, a time for each cell. */
export function commonTimes(cells: readonly [Timed, ...Timed[]]): number[][] {
  return commonBlocks(cells).map(({ times }) => times);
}

/** As {@link commonTimes}, each row with its block. */
export function commonBlocks([first, ...others]: readonly [Timed, ...Timed[]]): { block: number; times: number[] }[] {
  const byBlock = others.map(({ times }) => timesByBlock(times));
  const rows: { block: number; times: number[] }[] = [];
  for (const { block, wallMs } of first.times) {
    const times = [wallMs];
    for (const other of byBlock) {
      const otherMs = other.get(block);
      if (otherMs !== undefined) times.push(otherMs);
    }
    if (times.length > others.length) rows.push({ block, times });
  }
  return rows;
}

const known = new WeakMap<readonly Timing[], ReadonlyMap<number, number>>();

/** A cell is in many pairs: its times by block are found once. */
function timesByBlock(times: readonly Timing[]): ReadonlyMap<number, number> {
  const found = known.get(times) ?? new Map(times.map(({ block, wallMs }) => [block, wallMs]));
  known.set(times, found);
  return found;
}

/** Natural logarithms of times in ms, in order of block. */
export function logTimes({ times }: Timed): number[] {
  return times.map(({ wallMs }) => Math.log(wallMs));
}

/**
 * Log times without what each block had in common, over the blocks in which every cell is usable: a machine that slows
 * down over the recording is no reason to doubt a law. Deviations are widened by what the block means took of them.
 *
 * @returns `null` with fewer than two common blocks or cells
 */
export function logTimesWithoutBlocks(cells: readonly Timed[]): number[][] | null {
  const [first, ...others] = cells;
  const common = first === undefined ? [] : commonTimes([first, ...others]);
  if (common.length < 2 || cells.length < 2) return null;
  const logs = cells.map((_, cell) => common.map((row) => Math.log(row[cell] as number)));
  const cellMeans = logs.map(mean);
  const grand = mean(cellMeans);
  const blockMeans = common.map((row) => mean(row.map(Math.log)));
  const widening = Math.sqrt(cells.length / (cells.length - 1));
  return logs.map((cell, index) => {
    const own = cellMeans[index] as number;
    return cell.map((log, place) => own + widening * (log - own - (blockMeans[place] as number) + grand));
  });
}
