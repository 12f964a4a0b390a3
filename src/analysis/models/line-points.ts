import { mean } from "../../stats/mean.js";
import type { CellView } from "../cell-view.js";
import type { ScalingPoint } from "./observations.js";

/** A cell of a line, the work it does in units of the reference's work, and the speed-up that is ideal for it. */
export interface ModelledCell {
  view: CellView;
  work: number;
  ideal: number;
}

/**
 * The points that laws are fitted to. A law's N is the rounds-aware ideal speed-up (statistics.md): 8 tasks on 3 workers count
 * as 2.67, and CPU-bound work on more workers than cores as the cores. Of several worker counts with one ideal the fewest
 * stands for all: what the others add is no parallelism.
 *
 * @param cells by ascending workers
 */
export function linePoints(cells: readonly ModelledCell[], interleaved: boolean): ScalingPoint[] {
  const rising = cells.filter(({ ideal }, index) => cells.slice(0, index).every((before) => ideal > before.ideal));
  const logs = interleaved ? withoutBlocks(rising.map(({ view }) => view)) : null;
  return rising.map(({ view, work, ideal }, index) => ({
    workers: ideal,
    throughputs: (logs?.[index] ?? logTimes(view)).map((log) => work / Math.exp(log)),
  }));
}

/**
 * Log times with what each block had in common taken out, over the blocks in which every cell is usable: a machine that
 * slows down over the recording is no reason to doubt a law. Deviations are widened by what the block means took of them.
 *
 * @returns `null` with fewer than two common blocks or cells
 */
function withoutBlocks(views: readonly CellView[]): number[][] | null {
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

function logTimes({ times }: CellView): number[] {
  return times.map(({ wallMs }) => Math.log(wallMs));
}
