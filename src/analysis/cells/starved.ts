import type { Cell, Experiment, Machine } from "../../record/schema/run-schema.js";
import type { CellSummary } from "../results/run-analysis.js";
import { effectiveWorkers, hasOwnCores, paidCores, workloadBound } from "./ideal-speed-up.js";

/** Trials of a cell that foreign load starved. */
export interface Starvation {
  /** Trials that recorded their wait and ran what the rule can judge. */
  judged: number;
  /** Blocks, and time that tasks were ready and waited for a core over the time of the workers. */
  starved: CellSummary["starved"];
}

/** Share of the workers' time spent waiting that no longer passes for scheduling, with no more workers than cores ... */
const MOST_WITH_ROOM = 0.05;
/** ... and above what workers that leave no core free do to each other: a helper thread of their own shows there too. */
const MOST_ABOVE_OWN = 0.1;

/**
 * Trials starved by foreign load. With no more workers than cores nothing but another program (or a helper thread, such as
 * garbage collection) makes a task wait. CPU-bound workers that outnumber c cores wait (1 - c / w) of their time for each
 * other; only what is far above that is foreign.
 */
export function starvationOf(cell: Cell, experiment: Experiment, machine: Machine): Starvation {
  const most = mostWait(cell, experiment, machine);
  const shares = most === null ? [] : waitShares(cell, busyWorkers(cell.factors, experiment));
  return { judged: shares.length, starved: shares.filter(({ waitShare }) => waitShare > (most as number)) };
}

/** `null` where the cores are unknown, or more workers than cores run work that is not known to be CPU-bound. */
function mostWait({ factors }: Cell, experiment: Experiment, machine: Machine): number | null {
  const cores = paidCores(machine, factors);
  const workers = busyWorkers(factors, experiment);
  if (cores === null) return null;
  // A worker that is alone with its helper threads on the core it is bound to waits for them.
  const isFull = experiment.versions?.sideBySide ?? (hasOwnCores(factors) && workers === cores);
  if (workers <= cores) return isFull ? MOST_ABOVE_OWN : MOST_WITH_ROOM;
  return workloadBound(experiment, factors) === "cpu" ? 1 - cores / workers + MOST_ABOVE_OWN : null;
}

function waitShares({ trials }: Cell, workers: number): CellSummary["starved"] {
  return trials.flatMap(({ status, block, wallMs, queueWaitMs }) =>
    status === "ok" && wallMs && typeof queueWaitMs === "number"
      ? [{ block, waitShare: queueWaitMs / (wallMs * workers) }]
      : [],
  );
}

/** Workers that have something to do: 1 task keeps 1 of 4 busy, a job in shares all of them. */
function busyWorkers(factors: Cell["factors"], { division }: Experiment): number {
  const workers = effectiveWorkers(factors);
  return division === "shares" ? workers : Math.min(workers, factors.tasks ?? Number.POSITIVE_INFINITY);
}
