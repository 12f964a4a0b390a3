/** What planning knows of a cell: the time one trial is expected to take, and whether others are compared with it. */
export interface CostedCell {
  expectedMs: number;
  isBaseline: boolean;
}

export interface BudgetPlan {
  blocks: number;
  /** Indices of cells left out, costliest first. */
  dropped: number[];
}

/** Fewer blocks than this are not worth a run: cells are dropped first. */
export const FEWEST_BLOCKS = 5;
/** A precision is judged from so many blocks on: fewer give no signed-rank interval. */
export const FEWEST_BLOCKS_FOR_PRECISION = 10;
/** Before anything was measured, costs are guesses: drop only what cannot fit even if they are nearly twice too high. */
const FEWEST_BLOCKS_GUESSED = 3;
const MOST_BLOCKS = 100;
/** Of runs that go on for a precision, or as long as they may. */
export const MANY_BLOCKS = 10_000;

export interface PlanOptions {
  /** Blocks that are done: they count towards the fewest and towards the most. */
  done?: number;
  /** However much time there is; default: a hundred. */
  most?: number;
}

/**
 * How many blocks fit into `availableMs`, and which cells must be dropped so that at least five do: the costliest
 * first, baselines never.
 */
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

/** Expected time of one block of the kept cells, at least a millisecond. */
function blockCost(cells: CostedCell[], kept: Set<number>): number {
  let total = 0;
  for (const index of kept) total += cost(cells, index);
  return Math.max(1, total);
}

/** Why a cell is left out once so many blocks are finished. */
export function leftOutWords(finished: number): string {
  return `left out after ${finished} ${finished === 1 ? "block" : "blocks"} to fit ${FEWEST_BLOCKS} blocks into the budget`;
}
