import { mean } from "../../stats/mean.js";
import type { CellView } from "./cell-view.js";

/**
 * Log times with what each block had in common taken out, over the blocks in which every cell is usable: a machine that
 * slows down over the recording is no reason to doubt a law. Deviations are widened by what the block means took of them.
 *
 * @returns `null` with fewer than two common blocks or cells
 */
export function logTimesWithoutBlocks(views: readonly CellView[]): number[][] | null {
  const byBlock = views.map(({ times }) => new Map(times.map(({ block, wallMs }) => [block, Math.log(wallMs)])));
  const common = [...(byBlock[0]?.keys() ?? [])].filter((block) => byBlock.every((cell) => cell.has(block)));
  if (common.length < 2 || views.length < 2) return null;
  const logs = byBlock.map((cell) => common.map((block) => cell.get(block) as number));
  const cellMeans = logs.map(mean);
  const grand = mean(cellMeans);
  const blockMeans = common.map((_, place) => mean(logs.map((cell) => cell[place] as number)));
  const widening = Math.sqrt(views.length / (views.length - 1));
  return logs.map((cell, index) => {
    const own = cellMeans[index] as number;
    return cell.map((log, place) => own + widening * (log - own - (blockMeans[place] as number) + grand));
  });
}

/** Natural logarithms of a cell's times in ms, in order of block. */
export function logTimes({ times }: CellView): number[] {
  return times.map(({ wallMs }) => Math.log(wallMs));
}
