/** A cell with the expected time of a trial. */
export interface CostedCell {
  expectedMs: number;
  /** Whether it stays whatever the budget: a baseline, or the end of a series. */
  isKept: boolean;
  /** Whether it belongs to the first question, from which nothing is dropped before the others gave what they can. */
  isFirst?: boolean;
  /** Cells of one group go together: one of two versions says nothing without the other. */
  group?: string | undefined;
}

export interface BudgetPlan {
  blocks: number;
  /** Indices of cells that are left out, in the order in which they go. */
  dropped: number[];
}

/** Inner levels are dropped before a run has fewer blocks, and a budget that then still holds fewer is refused. */
export const FEWEST_BLOCKS = 3;
/** Fewer blocks give no signed-rank interval, so that no precision is judged. */
export const FEWEST_BLOCKS_FOR_PRECISION = 10;
const MOST_BLOCKS = 100;
/** Limit of runs that go on for a precision. */
export const MANY_BLOCKS = 10_000;

export interface PlanOptions {
  /** Finished blocks; they count towards the fewest and the most. */
  done?: number;
  /** Most blocks, whatever the time; default: a hundred. */
  most?: number;
}

/** Blocks that fit into `availableMs`. Where fewer than three would, the costliest cells are dropped, but none that is kept. */
export function planBlocks(
  cells: CostedCell[],
  availableMs: number,
  { done = 0, most = MOST_BLOCKS }: PlanOptions = {},
): BudgetPlan {
  const kept = new Set(cells.keys());
  const byCost = [...cells.keys()]
    .filter((index) => !cells[index]?.isKept)
    .sort((a, b) => firstness(cells, a) - firstness(cells, b) || cost(cells, b) - cost(cells, a) || a - b);
  const dropped: number[] = [];
  const fitting = () => Math.floor(availableMs / blockCost(cells, kept));
  for (const index of byCost) {
    if (done + fitting() >= FEWEST_BLOCKS) break;
    const group = cells[index]?.group;
    const together = group === undefined ? [index] : byCost.filter((other) => cells[other]?.group === group);
    // Those of a group went with its costliest.
    for (const other of together) if (kept.delete(other)) dropped.push(other);
  }
  return { blocks: Math.max(done, Math.min(most, done + fitting()), 1), dropped };
}

function cost(cells: CostedCell[], index: number): number {
  return cells[index]?.expectedMs ?? 0;
}

function firstness(cells: CostedCell[], index: number): number {
  return cells[index]?.isFirst ? 1 : 0;
}

/** Expected time of a block of the kept cells in ms, at least 1. */
function blockCost(cells: CostedCell[], kept: Set<number>): number {
  let total = 0;
  for (const index of kept) total += cost(cells, index);
  return Math.max(1, total);
}

/** Reason of a cell that is left out once so many blocks are finished. */
export function leftOutWords(finished: number): string {
  if (finished === 0) return "left out to fit the budget";
  return `left out after ${finished} ${finished === 1 ? "repeat" : "repeats"} to fit the budget`;
}

const ROUND_MS = 5_000;
/** Expected times are guesses: the budget that is named shall do when it is given. */
const SPARE = 1.1;

/**
 * The least budget that holds the fewest blocks allowed of what is kept, with what was spent before the first block; `null` where
 * the budget is enough.
 */
export function leastBudgetMs(cells: readonly CostedCell[], budgetMs: number, spentMs: number): number | null {
  const kept = cells.filter(({ isKept }) => isKept).reduce((total, { expectedMs }) => total + expectedMs, 0);
  const leastMs = spentMs + FEWEST_BLOCKS * kept;
  return leastMs <= budgetMs ? null : Math.ceil((leastMs * SPARE) / ROUND_MS) * ROUND_MS;
}
