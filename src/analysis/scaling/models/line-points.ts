import { logTimes, logTimesWithoutBlocks } from "../../cells/block-effects.js";
import type { CellView } from "../../cells/cell-view.js";
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
  const logs = interleaved ? logTimesWithoutBlocks(rising.map(({ view }) => view)) : null;
  return rising.map(({ view, work, ideal }, index) => ({
    workers: ideal,
    throughputs: (logs?.[index] ?? logTimes(view)).map((log) => work / Math.exp(log)),
  }));
}
