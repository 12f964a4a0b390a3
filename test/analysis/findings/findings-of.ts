import { analyseRun } from "../../../src/analysis/analyse.js";
import type { Finding } from "../../../src/analysis/results/run-analysis.js";
import type { Cell, Experiment, Run, Trial } from "../../../src/record/schema/run-schema.js";
import { experiment, makeRun } from "../make-run.js";

/** The findings of one rule on one experiment of these cells. */
export function findingsOf(
  id: string,
  cells: Cell[],
  more: { experiment?: Partial<Experiment>; run?: Partial<Run> } = {},
): Finding[] {
  const run = makeRun([experiment(cells, { id: "e", ...more.experiment })], more.run);
  return analyseRun(run).findings.filter((finding) => finding.id === id);
}

/** Trials that went well with these figures each, all of the same time. */
export function withFigures(count: number, figures: (block: number) => Record<string, number>): Partial<Trial>[] {
  return Array.from({ length: count }, (_, block) => ({ figures: figures(block) }));
}
