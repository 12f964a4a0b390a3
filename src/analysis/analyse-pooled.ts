import type { Lineage } from "../record/folder/lineage.js";
import { poolRuns } from "../record/folder/pool-runs.js";
import { blockRange } from "../record/folder/run-facts.js";
import type { Run } from "../record/schema/run-schema.js";
import { analyseRun } from "./analyse.js";
import { withShortNames } from "./cells/short-names.js";
import type { RunAnalysis } from "./results/run-analysis.js";

/**
 * Analysis of a run together with those that it goes on with; their trials are in the cells of `run`, where long names of
 * strategies and workloads are short.
 */
export interface LineageAnalysis {
  run: Run;
  analysis: RunAnalysis;
}

/**
 * Analyses a run together with those that it goes on with: block by block, as if it had been recorded in one go. A run
 * that goes on with none is analysed as it is.
 */
export function analyseLineage({ runs, broken }: Lineage): LineageAnalysis {
  const pooled = poolRuns(runs);
  const named = pooled.experiments.map(withShortNames);
  const run = { ...pooled, experiments: named.map(({ experiment }) => experiment) };
  const analysed = analyseRun(run);
  const experiments = analysed.experiments.map((experiment, index) => {
    const given = named[index]?.given ?? {};
    return Object.keys(given).length === 0 ? experiment : { ...experiment, givenNames: given };
  });
  const analysis = { ...analysed, experiments };
  if (run.parent === undefined) return { run, analysis };
  const files = runs.map((part) => ({ id: part.id, blocks: blockRange(part).count }));
  return { run, analysis: { ...analysis, pooled: { files, missing: broken } } };
}
