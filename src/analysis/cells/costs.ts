import type { CellSummary } from "../results/run-analysis.js";

/** Median user and system time together, in ms; `null` where either is unknown. */
export function cpuMs({ medianUserMs, medianSysMs }: CellSummary): number | null {
  return medianUserMs === null || medianSysMs === null ? null : medianUserMs + medianSysMs;
}

/** What is known of the cost of each, and whether it orders them. */
export interface ByCost<T> {
  /** Cheapest first where `isKnown`, else in the order given. */
  ordered: T[];
  /** Memory or CPU time is recorded for every one. */
  isKnown: boolean;
}

/**
 * Cells by the memory and CPU time that they take: the product of the two, each relative to the least, so that one that
 * takes twice the memory and half the CPU time costs the same. A figure that is not recorded for all is left out.
 */
export function byCost<T>(items: readonly T[], summaryOf: (item: T) => CellSummary): ByCost<T> {
  const figures = [(cell: CellSummary) => cell.medianPeakPssBytes, cpuMs].filter((figure) =>
    items.every((item) => (figure(summaryOf(item)) ?? 0) > 0),
  );
  const cost = (item: T) => figures.reduce((product, figure) => product * (figure(summaryOf(item)) as number), 1);
  const ordered = figures.length === 0 ? [...items] : items.toSorted((a, b) => cost(a) - cost(b));
  return { ordered, isKnown: figures.length > 0 };
}
