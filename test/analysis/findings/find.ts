import { analyseRun } from "../../../src/analysis/analyse.js";
import type { Finding } from "../../../src/analysis/results/run-analysis.js";
import type { Cell, Factors, Run } from "../../../src/record/schema/run-schema.js";
import { hodgesLehmann } from "../../../src/stats/hodges-lehmann.js";
import { tInterval } from "../../../src/stats/t-interval.js";

/** The findings of one kind, over all experiments of the run. */
export function found(run: Run, id: string): Finding[] {
  return analyseRun(run).findings.filter((finding) => finding.id === id);
}

export function texts(run: Run, id: string): string[] {
  return found(run, id).map(({ text }) => text);
}

/** The one cell of the run whose factors include these levels. */
export function cellWith(run: Run, levels: Partial<Factors>): Cell {
  const cells = run.experiments.flatMap((experiment) => experiment.cells);
  const matching = cells.filter(({ factors }) =>
    Object.entries(levels).every(([name, level]) => factors[name as keyof Factors] === level),
  );
  if (matching.length !== 1) throw new Error(`${matching.length} cells with ${JSON.stringify(levels)}`);
  return matching[0] as Cell;
}

export function wallTimes({ trials }: Cell): number[] {
  return trials.flatMap(({ wallMs }) => wallMs ?? []);
}

/**
 * The figures of a sentence, computed again from the trials of two cells without the code under test: percentages and
 * factor of the change, and the interval, in the sentence's format. All blocks must be usable.
 */
export function again(from: Cell, to: Cell) {
  return againOf(wallTimes(from), wallTimes(to));
}

/** As {@link again}, of any figures of the two, block by block. */
export function againOf(before: readonly number[], after: readonly number[]) {
  const logs = after.map((ms, block) => Math.log(ms / (before[block] as number)));
  const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length;
  const ranked = logs.length >= 10 ? hodgesLehmann(logs, [0.95]) : undefined;
  const estimate = ranked?.estimate ?? mean;
  const [low, high] = ranked?.intervals[0] ?? tInterval(logs, 0.95);
  const percent = (log: number) => threeAtMost(Math.abs((Math.exp(log) - 1) * 100));
  return {
    percent: `${percent(estimate)} %`,
    times: `${Math.exp(Math.abs(estimate)).toFixed(2)}×`,
    interval: estimate < 0 ? `${percent(high)} to ${percent(low)} %` : `${percent(low)} to ${percent(high)} %`,
  };
}

/** "9.5", "41.3", "139", "1,230": one decimal below 100, three figures from there on. */
export function threeAtMost(percent: number): string {
  return percent < 99.95 ? percent.toFixed(1) : Number(percent.toPrecision(3)).toLocaleString("en");
}
