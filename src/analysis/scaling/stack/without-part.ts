import type { Cell } from "../../../record/schema/run-schema.js";
import type { Ratio } from "../../../stats/interval.js";
import type { CellView } from "../../cells/cell-view.js";
import { effectiveWorkers } from "../../cells/ideal-speed-up.js";
import { estimator, speedOver } from "../../comparing/estimate.js";
import type { Ideal } from "../../results/run-analysis.js";
import type { LargestLoss, LossPart } from "../../results/stack.js";
import type { Split } from "./split.js";
import { trialTimes } from "./trial-times.js";

/** The most that a speed-up can be, and what holds it there. */
export interface Limit {
  speedUp: number;
  by: NonNullable<LargestLoss["limitedBy"]>;
}

/**
 * The most that a cell's speed-up can be without a part: what rounds and cores allow. With a core for every worker the cores
 * are no limit, and with tasks that divide evenly the rounds are none.
 */
export function limitWithout(part: LossPart, { tasks, rounds, cores }: Ideal, workers: number): Limit {
  const byRounds = part === "idleByRounds" || tasks === null || rounds === null ? workers : tasks / rounds;
  const byCores = part === "waiting" ? Infinity : (cores ?? Infinity);
  if (byCores < byRounds) return { speedUp: byCores, by: "cores" };
  return { speedUp: byRounds, by: byRounds < workers ? "rounds" : "workers" };
}

/** A split trial, by its block. */
export interface SplitTrial {
  block: number;
  wallMs: number;
  split: Split;
}

interface Against {
  view: CellView;
  cell: Cell;
  /** Work of the measured cell over that of the reference. */
  work: number;
}

/**
 * The speed-up of a cell's trials when each has done without a part: the rest of its time on as many workers, and all else
 * as it was. Where the part is waiting for a core, what the reference waited itself is taken out of it too: with cores for
 * all it would not have waited either. `null` where that is not on record.
 *
 * @param trials of `view`; blocks of others do not count
 */
export function speedUpWithout(
  part: LossPart,
  { view, trials, interleaved }: { view: CellView; trials: readonly SplitTrial[]; interleaved: boolean },
  against: Against,
): Ratio | null {
  const times = trials.map(({ block, wallMs, split: { partsUs, areaUs } }) => ({
    block,
    wallMs: wallMs * (1 - (partsUs[part] ?? 0) / areaUs),
  }));
  const reference = part === "waiting" ? timesWithoutWaiting(against.cell) : against.view.times;
  if (reference === null || times.some(({ wallMs }) => wallMs <= 0)) return null;
  return speedOver(
    estimator(interleaved)({ ...against.view, times: [...reference] }, { ...view, times }),
    against.work,
  );
}

/** Wall clock of one worker's trials less its waiting for a core; `null` where no trial tells that. */
function timesWithoutWaiting(cell: Cell): CellView["times"] | null {
  if (effectiveWorkers(cell.factors) !== 1) return null;
  const known = (trialTimes(cell)?.times ?? []).flatMap(({ block, wallMs, totals, outside }) =>
    totals.waitMs === null ? [] : [{ block, wallMs: wallMs - totals.waitMs - (outside.waitMs ?? 0) }],
  );
  return known.length === 0 || known.some(({ wallMs }) => wallMs <= 0) ? null : known;
}
