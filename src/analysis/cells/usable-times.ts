import type { Cell } from "../../record/schema/run-schema.js";

/** No clock tells a shorter time from nothing (a femtosecond, in ms); a recorded 0 is below it. */
const RESOLUTION_MS = 1e-12;

export interface Timing {
  block: number;
  /** Place in the order of the block; absent in imports. */
  position?: number;
  wallMs: number;
}

/** The trials that finished and have a time, in order of block; a time of 0 is among them. */
export function usableTimes(cell: Cell): Timing[] {
  return cell.trials
    .flatMap(({ status, block, position, wallMs }): Timing[] => {
      if (status !== "ok" || wallMs === null) return [];
      return [{ block, wallMs, ...(position === undefined ? {} : { position }) }];
    })
    .sort((a, b) => a.block - b.block);
}

/** Whether some usable time of the cell is below what its clock could show. */
export function isBelowResolution(cell: Cell): boolean {
  return usableTimes(cell).some(({ wallMs }) => wallMs < RESOLUTION_MS);
}
