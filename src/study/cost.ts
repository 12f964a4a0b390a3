import type { Catalogue, PlannedCell } from "./study.js";

/** Rough costs for planning only; once a block has been measured, its own times take their place. */
const HOST_MS = 60;
const START_WORKER_MS = 25;

/**
 * Expected time of one trial of a cell in ms, its host included, from the time of one task alone (`taskMs`; for a
 * shared job, of the whole job) and the cores there are.
 */
export function expectedTrialMs(cell: PlannedCell, taskMs: number, cores: number, catalogue: Catalogue): number {
  const { bound, division } = catalogue.workloads[cell.workload] ?? { bound: "cpu", division: "tasks" };
  const { usesWorkers = false, factors = [] } = catalogue.strategies[cell.strategy] ?? {};
  const tasks = division === "shares" ? cell.workers : cell.tasks;
  const starts = usesWorkers ? (factors.includes("launch") ? tasks : cell.workers) : 0;
  const workMs = division === "shares" ? taskMs : taskMs * cell.tasks;
  const together = Math.min(cell.workers, tasks, bound === "cpu" ? cores : Number.POSITIVE_INFINITY);
  return HOST_MS + (starts * START_WORKER_MS) / Math.min(cores, Math.max(1, starts)) + workMs / Math.max(1, together);
}

/** Time of one task of a cell before anything was measured, in ms. */
export function roughTaskMs({ workload, n }: PlannedCell, catalogue: Catalogue): number {
  if (typeof n !== "number") return n.taskMs;
  const { msPerUnit = 0, order = 1 } = catalogue.workloads[workload] ?? {};
  return n ** order * msPerUnit;
}
