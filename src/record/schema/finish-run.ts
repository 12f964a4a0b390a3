import { fitRun } from "../limits/fit-run.js";
import { withId } from "./run-id.js";
import type { Cell, Run, Trial } from "./run-schema.js";

/** Details that one trial of a cell keeps. */
type Detail = "timeline" | "usage";

/**
 * A recording as it is written: timeline and usage of one trial a cell, and no more details than a file has room for, times
 * rounded to a microsecond, and the id of this content. Tidying twice changes nothing.
 */
export function tidyRun(run: Omit<Run, "id">): Run {
  return withId(fitRun(roundRun(keepMedianTimeline(run))));
}

/**
 * Keeps the timeline of each cell's trial of median `wallMs` (the lower of two, the earlier block on a tie), and the same
 * for samples of CPU and memory, so that a run file stays small. Where no trial that went well has one, the median of the
 * failed trials keeps its own, as it may show what went wrong.
 */
export function keepMedianTimeline<R extends Pick<Run, "experiments">>(run: R): R {
  const experiments = run.experiments.map((experiment) => ({
    ...experiment,
    cells: experiment.cells.map(keepMedianOfCell),
  }));
  return { ...run, experiments };
}

function keepMedianOfCell(cell: Cell): Cell {
  return keepMedianDetail(keepMedianDetail(cell, "timeline"), "usage");
}

function keepMedianDetail(cell: Cell, detail: Detail): Cell {
  const drawn = cell.trials.filter((trial) => trial[detail] !== undefined);
  const well = drawn.filter((trial) => trial.status === "ok" && trial.wallMs !== null);
  const candidates = (well.length > 0 ? well : drawn).toSorted(byWallTime);
  const kept = candidates[Math.floor((candidates.length - 1) / 2)];
  return { ...cell, trials: cell.trials.map((trial) => (trial === kept ? trial : without(trial, detail))) };
}

function byWallTime(a: Trial, b: Trial): number {
  return (a.wallMs ?? 0) - (b.wallMs ?? 0) || a.block - b.block;
}

function without(trial: Trial, detail: Detail): Trial {
  const { [detail]: _, ...rest } = trial;
  return rest;
}

/**
 * Rounds every time (keys that end in `Ms`, and lists under them) to 3 decimals of a millisecond. A time that would
 * become 0 keeps three significant digits, as 0 means "below the clock's resolution".
 */
export function roundRun<R>(run: R): R {
  return roundTimes(run, false) as R;
}

function roundTimes(value: unknown, isTime: boolean): unknown {
  if (typeof value === "number") return isTime ? roundMs(value) : value;
  if (Array.isArray(value)) return value.map((item) => roundTimes(item, isTime));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, roundTimes(child, key.endsWith("Ms"))]));
}

function roundMs(ms: number): number {
  const rounded = Math.round(ms * 1000) / 1000;
  return rounded === 0 ? Number(ms.toPrecision(3)) : rounded;
}
