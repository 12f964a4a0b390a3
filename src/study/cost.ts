import type { Catalogue, PlannedCell } from "./study.js";

/** Rough costs for a plan; measured times take their place after the first block. */
const HOST_MS = 60;
const START_WORKER_MS = 25;

/**
 * Expected time of a trial in ms, its host included. `taskMs` is the time of one task alone, or of the whole job where
 * it is shared.
 */
export function expectedTrialMs(cell: PlannedCell, taskMs: number, cores: number, catalogue: Catalogue): number {
  const { bound, division } = catalogue.workloads[cell.workload] ?? { bound: "cpu", division: "tasks" };
  const { usesWorkers = false, factors = [] } = catalogue.strategies[cell.strategy] ?? {};
  const tasks = division === "shares" ? cell.workers : cell.tasks;
  const starts = usesWorkers ? (factors.includes("launch") ? tasks : cell.workers) : 0;
  const workMs = division === "shares" ? taskMs : taskMs * cell.tasks;
  const together = Math.min(cell.workers, tasks, bound === "cpu" || bound === null ? cores : Number.POSITIVE_INFINITY);
  return HOST_MS + (starts * START_WORKER_MS) / Math.min(cores, Math.max(1, starts)) + workMs / together;
}
