import type { Cell, Factors } from "../record/schema.js";

/**
 * Stable text of a cell's factors, the same for the same levels whatever their order in the file, e.g.
 * `strategy=process-pool,workers=4,tasks=8`. Levels are percent-encoded, so no level can pass for two.
 */
export function cellKey(factors: Factors): string {
  const { strategy, workers, tasks, n, workload, launch, pool, scheduling } = factors;
  return join({ strategy, workers, tasks, n, workload, launch, pool, scheduling, ...extra(factors) });
}

/** Further factors that say what the work is, not how it is done: with another level it is another job. */
const WORK_FACTORS = ["skew"];

/**
 * Key of the size: what two cells must share for their times to be comparable. Where a job is divided in `shares`, the
 * number of tasks follows from the workers and is no size.
 */
export function sizeKey(factors: Factors, division: "tasks" | "shares"): string {
  const { workload, n, tasks } = factors;
  return join({ workload, n, tasks: division === "shares" ? undefined : tasks, ...workLevels(factors) });
}

/** The levels of further factors that belong to the size, under names that cannot meet the others. */
export function workLevels(factors: Factors): Record<string, string> {
  return extra(factors, (name) => WORK_FACTORS.includes(name));
}

/**
 * Key of what runs the work, apart from how many workers: a strategy with another launch, pool or scheduling counts as
 * another.
 */
export function variantKey(factors: Factors): string {
  const { strategy, launch, pool, scheduling } = factors;
  return join({ strategy, launch, pool, scheduling, ...extra(factors, (name) => !WORK_FACTORS.includes(name)) });
}

/** Keys of cells, in order; a combination that comes a second time is told apart by `#2`. */
export function cellKeys(cells: readonly Cell[]): string[] {
  const seen = new Map<string, number>();
  return cells.map(({ factors }) => {
    const key = cellKey(factors);
    const times = (seen.get(key) ?? 0) + 1;
    seen.set(key, times);
    return times === 1 ? key : `${key}#${times}`;
  });
}

/** Levels of factors without a field of their own, under names that cannot meet the others. */
function extra(factors: Factors, isMeant = (_name: string) => true): Record<string, string> {
  const names = Object.keys(factors.more ?? {})
    .filter(isMeant)
    .sort();
  return Object.fromEntries(names.map((name) => [`more.${name}`, JSON.stringify(factors.more?.[name])]));
}

function join(levels: Record<string, string | number | undefined>): string {
  return Object.entries(levels)
    .filter(([, level]) => level !== undefined)
    .map(([name, level]) => `${name}=${encodeURIComponent(String(level))}`)
    .join(",");
}
