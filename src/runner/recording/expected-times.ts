import { performance } from "node:perf_hooks";
import { coreLevel } from "../../record/timing/core-level.js";
import { type CostedCell, FEWEST_BLOCKS, leastBudgetMs } from "../../study/budget.js";
import { isCommand } from "../../study/command-line.js";
import { expectedTrialMs } from "../../study/cost.js";
import type { Catalogue } from "../../study/study.js";
import { UserError } from "../../user-error.js";
import { usableCores } from "../machine/cgroup.js";
import type { Recording } from "../request/record-request.js";
import type { RunCell } from "../request/run-cells.js";
import type { ControlCell } from "./control-cell.js";
import { earlierRun } from "./earlier-trials.js";
import { sidesOf } from "./side-by-side.js";

/** Time of a trial outside its host: the journal, the scratch folder, the check of the result. */
export const BETWEEN_TRIALS_MS = 4;

/** Expected time of a trial before the first block, with all that goes with it; `null` for a command, which nothing timed yet. */
export function guessedTrialMs(cell: RunCell, catalogue: Catalogue, cores = usableCores()): number | null {
  if (isOfCommand(cell)) return null;
  const { sized } = cell;
  const sides = sidesOf(cell);
  const own = Math.max(1, Math.min(cores, coreLevel(sized)) / sides);
  return expectedTrialMs(sized, sized.taskMs, own, catalogue) / sides + BETWEEN_TRIALS_MS;
}

/** Throws where the expected times of what is kept leave no room for the fewest blocks. Commands are not timed beforehand. */
export function refuseShortBudget(
  { request, startMs }: Recording,
  cells: readonly RunCell[],
  control: ControlCell,
): void {
  const { extent, catalogue, parent } = request;
  // A self-test limits its blocks, and says itself how many it needs.
  const isSelfTest = "mostBlocks" in extent && extent.goal === undefined;
  if ("blocks" in extent || isSelfTest || (earlierRun(request) ?? parent) !== undefined) return;
  const costed = cells.flatMap((cell): CostedCell[] => {
    const expectedMs = guessedTrialMs(cell, catalogue);
    return expectedMs === null ? [] : [{ expectedMs, isKept: cell.isKept }];
  });
  if (costed.length < cells.length) return;
  const trialsMs = costed.reduce((total, { expectedMs }) => total + expectedMs, 0);
  const all = [...costed, { expectedMs: control.expectedMs(cells.length, trialsMs), isKept: true }];
  const leastMs = leastBudgetMs(all, extent.budgetMs, performance.now() - startMs);
  if (leastMs === null) return;
  throw new UserError(
    `a budget of ${seconds(extent.budgetMs)} holds fewer than ${FEWEST_BLOCKS} repeats: ` +
      `give at least --budget ${seconds(leastMs)}, or fewer combinations or smaller tasks`,
  );
}

/** "1.5s", as a budget is given. */
function seconds(ms: number): string {
  return `${ms / 1_000}s`;
}

/** How long a user's command takes is not known before it has run: the first block tells. */
export function isOfCommand({ definition }: RunCell): boolean {
  return isCommand(definition);
}
