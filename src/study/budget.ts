/** A cell with the expected time of a trial; other cells are compared with a baseline. */
export interface CostedCell {
  expectedMs: number;
  isBaseline: boolean;
}

export interface BudgetPlan {
  blocks: number;
  /** Indices of cells that are left out, costliest first. */
  dropped: number[];
}

/** Cells are dropped before a run has fewer blocks than this. */
export const FEWEST_BLOCKS = 5;
/** Fewer blocks give no signed-rank interval, so that no precision is judged. */
export const FEWEST_BLOCKS_FOR_PRECISION = 10;
/** Costs are guesses before anything was measured: this drops what does not fit even if they are nearly twice too high. */
const FEWEST_BLOCKS_GUESSED = 3;
const MOST_BLOCKS = 100;
/** Limit of runs that go on for a precision. */
export const MANY_BLOCKS = 10_000;

export interface PlanOptions {
  /** Finished blocks; they count towards the fewest and the most. */
  done?: number;
  /** Most blocks, whatever the time; default: a hundred. */
  most?: number;
}

/** Blocks that fit into `availableMs`. Where fewer than five would, the costliest cells are dropped, but no baseline. */
export function planBlocks(
  cells: CostedCell[],
  availableMs: number,
  { done = 0, most = MOST_BLOCKS }: PlanOptions = {},
): BudgetPlan {
  const kept = new Set(cells.keys());
  const byCost = [...cells.keys()]
    .filter((index) => !cells[index]?.isBaseline)
    .sort((a, b) => cost(cells, b) - cost(cells, a) || a - b);
  const dropped: number[] = [];
  const fitting = () => Math.floor(availableMs / blockCost(cells, kept));
  const fewest = done === 0 ? FEWEST_BLOCKS_GUESSED : FEWEST_BLOCKS;
  while (done + fitting() < fewest && dropped.length < byCost.length) {
    const index = byCost[dropped.length] as number;
    dropped.push(index);
    kept.delete(index);
  }
  return { blocks: Math.max(done, Math.min(most, done + fitting()), 1), dropped };
}

function cost(cells: CostedCell[], index: number): number {
  return cells[index]?.expectedMs ?? 0;
}

/** Expected time of a block of the kept cells in ms, at least 1. */
function blockCost(cells: CostedCell[], kept: Set<number>): number {
  let total = 0;
  for (const index of kept) total += cost(cells, index);
  return Math.max(1, total);
}

/** Reason of a cell that is left out once so many blocks are finished. */
export function leftOutWords(finished: number): string {
  return `left out after ${finished} ${finished === 1 ? "block" : "blocks"} to fit ${FEWEST_BLOCKS} blocks into the budget`;
}
