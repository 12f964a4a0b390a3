import type { Cell, Experiment } from "../../record/schema/run-schema.js";
import { multiple, whole } from "../../words/number.js";

/**
 * One line an experiment while it is being recorded: the quickest parallel cell so far against the sequential cell of
 * its size, as a ratio of medians. Rough on purpose; the analysis speaks at the end.
 */
export function firstEstimates(experiments: readonly Experiment[]): string[] {
  return experiments.flatMap(({ id, cells }) => {
    const times = cells.flatMap((cell) => {
      const ms = medianMs(cell);
      const baseline = cells.find((other) => other.factors.strategy === "sequential" && sameSize(other, cell));
      const baseMs = baseline && medianMs(baseline);
      if (ms === null || baseMs === null || baseMs === undefined || baseline === cell) return [];
      return [{ cell, ratio: baseMs / ms, n: cell.trials.length }];
    });
    const [best] = times.sort((a, b) => b.ratio - a.ratio);
    if (best === undefined) return [];
    const { strategy, workers } = best.cell.factors;
    return [`${id}: so far ${strategy} with ${workers} at ${multiple(best.ratio)} sequential (n = ${whole(best.n)})`];
  });
}

function sameSize(a: Cell, b: Cell): boolean {
  return (
    a.factors.workload === b.factors.workload && a.factors.n === b.factors.n && a.factors.tasks === b.factors.tasks
  );
}

function medianMs({ trials }: Cell): number | null {
  const times = trials.flatMap(({ wallMs }) => (wallMs === null ? [] : [wallMs])).sort((a, b) => a - b);
  return times[Math.floor((times.length - 1) / 2)] ?? null;
}
