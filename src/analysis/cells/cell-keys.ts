import {
  type DeclaredFactor,
  type Factors,
  factorNames,
  furtherFactors,
  namesOf,
} from "../../record/schema/factors.js";

const WAY = namesOf("strategy", "variant");
const SIZE = namesOf("work").toReversed();

type More = NonNullable<Factors["more"]>;

/**
 * Stable text of a cell's factors, the same for the same levels whatever their order in the file, e.g.
 * `strategy=process-pool,workers=4,tasks=8`. Levels are percent-encoded, so no level can pass for two.
 */
export function cellKey(factors: Factors): string {
  return keyOf(factors, factorNames, factors.more);
}

/** Levels of the further factors that say what the work is, as n does, or which way it is run, as the strategy does. */
export function moreOf({ more = {} }: Factors, kind: "work" | "way"): More {
  return Object.fromEntries(
    Object.entries(more).filter(([name]) => (furtherFactors.get(name)?.role === "work") === (kind === "work")),
  );
}

/**
 * Key of the size, which two cells must share for their times to be comparable. Where a job is divided in `shares`, the
 * number of tasks follows from the workers and is no size.
 */
export function sizeKey(factors: Factors, division: "tasks" | "shares"): string {
  const sized = SIZE.filter((name) => name !== "tasks" || division === "tasks");
  return keyOf(factors, sized, moreOf(factors, "work"));
}

/** Key of the way that the work is run, without the number of workers: strategy and levels of variants. */
export function variantKey(factors: Factors): string {
  return keyOf(factors, WAY, moreOf(factors, "way"));
}

/** Keys of cells, in order; `#2` is added to a combination that comes a second time. */
export function cellKeys(cells: readonly Factors[]): string[] {
  const seen = new Map<string, number>();
  return cells.map((factors) => {
    const key = cellKey(factors);
    const times = (seen.get(key) ?? 0) + 1;
    seen.set(key, times);
    return times === 1 ? key : `${key}#${times}`;
  });
}

/** Levels of factors without a field stand under names that cannot meet the others. */
function keyOf(factors: Factors, names: readonly DeclaredFactor[], more: More = {}): string {
  const further = Object.keys(more).sort();
  return [
    ...names.flatMap((name) => (factors[name] === undefined ? [] : `${name}=${encodeURIComponent(factors[name])}`)),
    ...further.map((name) => `more.${name}=${encodeURIComponent(JSON.stringify(more[name]))}`),
  ].join(",");
}
