import type { Catalogue, PlannedCell } from "../../src/study/study.js";

/** Guessed time of one task of a cell in ms, by what its workload says of itself. */
export function roughTaskMs({ workload, n }: PlannedCell, catalogue: Catalogue): number {
  if (typeof n !== "number") return n.taskMs;
  const { msPerUnit = 0, order = 1 } = catalogue.workloads[workload] ?? {};
  return n ** order * msPerUnit;
}
