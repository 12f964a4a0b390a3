/** Whether something is shown to hold, shown not to hold, or neither. */
export type Standing = "holds" | "fails" | "open";

/** A threshold by the standing of each count. */
export interface Found<T> {
  /** The last of those that hold, without a gap from the first on. */
  last: T | undefined;
  /** The first that fails. */
  end: T | undefined;
  /** Those between, that may be either. */
  open: T[];
}

/** @param items by ascending workers */
export function thresholdIn<T>(items: readonly T[], standingOf: (item: T) => Standing): Found<T> {
  const standings = items.map(standingOf);
  const gap = standings.findIndex((standing) => standing !== "holds");
  const end = standings.indexOf("fails");
  const holding = gap === -1 ? items.length : gap;
  return {
    last: items[holding - 1],
    end: end === -1 ? undefined : items[end],
    open: items.filter((_, place) => standings[place] === "open" && (end === -1 || place < end)),
  };
}
