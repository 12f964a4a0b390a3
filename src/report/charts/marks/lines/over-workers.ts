import { isOneThread } from "../../../../analysis/cells/cell-labels.js";
import { hasIdeal, hasOwnCores, idealOf, usableCores } from "../../../../analysis/cells/ideal-speed-up.js";
import type { CellSummary } from "../../../../analysis/results/run-analysis.js";
import { largest } from "../../../../record/limits/extremes.js";
import type { Factors } from "../../../../record/schema/run-schema.js";
import { plural } from "../../../../words/number.js";
import type { ChartInput } from "../chart.js";
import type { Marker } from "../markers.js";
import type { LinePanel } from "./line.js";

/** Most steps of a staircase; a longer one is drawn at the tested counts only. */
const MAX_STEPS = 256;

/** Markers at the number of physical cores, and of hardware threads where they are more; at that of the cells alone where they had their own. */
export function coreMarkers({ machine }: ChartInput, [first]: readonly CellSummary[], mostWorkers: number): Marker[] {
  const usable = usableCores(machine, first?.factors);
  const { physicalCores, logicalCores } = machine;
  const marks: Marker[] = [];
  const isBound = first !== undefined && hasOwnCores(first.factors);
  if (!isBound && physicalCores && logicalCores && physicalCores < logicalCores) {
    marks.push({ x: physicalCores, label: plural(physicalCores, "core") });
    marks.push({ x: logicalCores, label: plural(logicalCores, "hardware thread") });
  } else {
    const cores = usable ?? logicalCores ?? physicalCores;
    if (cores) marks.push({ x: cores, label: Number.isInteger(cores) ? plural(cores, "core") : `${cores} cores` });
  }
  return marks.filter(({ x }) => x <= mostWorkers);
}

/** Tested range from the physical cores to the hardware threads, in which threads share cores. */
export function sharedCores(
  { machine }: ChartInput,
  [first]: readonly CellSummary[],
  mostWorkers: number,
): Pick<LinePanel, "threads"> {
  const { physicalCores, logicalCores } = machine;
  if (first !== undefined && hasOwnCores(first.factors)) return {};
  if (!physicalCores || !logicalCores || physicalCores >= Math.min(logicalCores, mostWorkers)) return {};
  return { threads: { from: physicalCores, to: Math.min(logicalCores, mostWorkers) } };
}

/** Ideal speed-up of cells like `factors` at every worker count: a staircase by rounds, capped by cores; empty where there is none. */
export function idealSteps(
  { experiment, machine }: ChartInput,
  factors: Factors,
  tested: readonly number[],
): { workers: number; speedUp: number }[] {
  if (!hasIdeal(experiment)) return [];
  const most = Math.max(largest(tested), 1);
  const counts = most <= MAX_STEPS ? Array.from({ length: most }, (_, index) => index + 1) : [...tested];
  const { launch: _, ...plain } = factors;
  return counts.map((workers) => ({ workers, speedUp: idealOf(experiment, { ...plain, workers }, machine).speedUp }));
}

export function workersOf({ factors }: CellSummary): number {
  return factors.workers;
}

/** Whether the number of workers means nothing to a cell: it has one thread, or a worker for every task. */
export function isLevelOverWorkers({ factors }: CellSummary): boolean {
  return isOneThread(factors.strategy) || factors.launch === "all-at-once";
}
