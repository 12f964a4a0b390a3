import type { Catalogue, Exclusion, PlannedCell } from "./study.js";

/**
 * Whether one of the exclusions leaves the cell out: each factor that it names has one of the levels that it lists. A
 * factor that the cell's strategy does not know (workers, for sequential) is none of its own, so naming it spares it.
 */
export function isExcluded(cell: PlannedCell, exclusions: readonly Exclusion[] = [], catalogue: Catalogue): boolean {
  const { workers, ...rest } = cell;
  const own = catalogue.strategies[cell.strategy]?.usesWorkers ? { ...rest, workers } : rest;
  return exclusions.some(({ more = {}, ...factors }) => matches(own, factors) && matches(cell.more ?? {}, more));
}

function matches(cell: object, listed: object): boolean {
  const levels = new Map(Object.entries(cell));
  return Object.entries(listed).every(
    ([factor, excluded]) =>
      excluded === undefined || excluded.some((level: unknown) => sameLevel(level, levels.get(factor))),
  );
}

/** Levels are plain values, but for sizes that are still to be found. */
function sameLevel(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
