import type { Factors } from "../../record/schema/run-schema.js";

/**
 * Stable text of a cell's factors, the same for the same levels whatever their order in the file, e.g.
 * `strategy=process-pool,workers=4,tasks=8`. Levels are percent-encoded, so no level can pass for two.
 */
export function cellKey(factors: Factors): string {
  const { strategy, workers, tasks, n, workload, launch, pool, scheduling } = factors;
  return join({ strategy, workers, tasks, n, workload, launch, pool, scheduling, ...extra(factors.more) });
}

/** Further factors that say what the work is, as n does. All others say how it is run, as the strategy does. */
const WORK_FACTORS: readonly string[] = ["atomics", "bytes", "fault", "form", "skew"];

/** Levels of the further factors of one kind: those of the work, or those of the way it is run. */
export function moreOf({ more = {} }: Factors, kind: "work" | "way"): NonNullable<Factors["more"]> {
  const ofKind = Object.entries(more).filter(([name]) => WORK_FACTORS.includes(name) === (kind === "work"));
  return Object.fromEntries(ofKind);
}

/**
 * Key of the size: what two cells must share for their times to be comparable. Where a job is divided in `shares`, the
 * number of tasks follows from the workers and is no size.
 */
export function sizeKey(factors: Factors, division: "tasks" | "shares"): string {
  const { workload, n, tasks } = factors;
  return join({ workload, n, tasks: division === "shares" ? undefined : tasks, ...extra(moreOf(factors, "work")) });
}

/**
 * Key of what runs the work, apart from how many workers: a strategy with another launch, pool, scheduling or further level
 * of the way it is run counts as another.
 */
export function variantKey(factors: Factors): string {
  const { strategy, launch, pool, scheduling } = factors;
  return join({ strategy, launch, pool, scheduling, ...extra(moreOf(factors, "way")) });
}

/** Keys of cells, in order; a combination that comes a second time is told apart by `#2`. */
export function cellKeys(cells: readonly Factors[]): string[] {
  const seen = new Map<string, number>();
  return cells.map((factors) => {
    const key = cellKey(factors);
    const times = (seen.get(key) ?? 0) + 1;
    seen.set(key, times);
    return times === 1 ? key : `${key}#${times}`;
  });
}

/** Levels of factors without a field of their own, under names that cannot meet the others. */
function extra(more: Factors["more"] = {}): Record<string, string> {
  const names = Object.keys(more).sort();
  return Object.fromEntries(names.map((name) => [`more.${name}`, JSON.stringify(more[name])]));
}

function join(levels: Record<string, string | number | undefined>): string {
  return Object.entries(levels)
    .filter(([, level]) => level !== undefined)
    .map(([name, level]) => `${name}=${encodeURIComponent(String(level))}`)
    .join(",");
}
