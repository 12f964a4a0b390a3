import type { Lineage } from "../record/folder/lineage.js";
import { poolRuns } from "../record/folder/pool-runs.js";
import { blockRange } from "../record/folder/run-facts.js";
import { shownPart } from "../record/limits/shown-part.js";
import type { Run } from "../record/schema/run-schema.js";
import { analyseRun } from "./analyse.js";
import { withShortNames } from "./cells/short-names.js";
import type { RunAnalysis } from "./results/run-analysis.js";

/**
 * Analysis of a run together with those that it goes on with; their trials are in the cells of `run`, where long names of
 * strategies and workloads are short.
 */
export interface LineageAnalysis {
  /** As much of it as is shown, where it is very large. */
  run: Run;
  analysis: RunAnalysis;
}

/**
 * Analyses a run together with those that it goes on with: block by block, as if it had been recorded in one go. A run
 * that goes on with none is analysed as it is. Of a very large run its {@link shownPart}.
 *
 * @param isWhole all of it, however long that takes: for gates and exports
 */
export function analyseLineage({ runs, broken }: Lineage, { isWhole = false } = {}): LineageAnalysis {
  const pooled = poolRuns(runs);
  const named = pooled.experiments.map(withShortNames);
  const whole = { ...pooled, experiments: named.map(({ experiment }) => experiment) };
  const { run, part } = isWhole ? { run: whole } : shownPart(whole);
  const analysed = { ...analyseRun(run, whole), ...(part && { part }) };
  const experiments = analysed.experiments.map((experiment, index) => {
    const given = named[index]?.given ?? {};
    return Object.keys(given).length === 0 ? experiment : { ...experiment, givenNames: given };
  });
  const analysis = { ...analysed, experiments };
  if (run.parent === undefined) return { run, analysis };
  const files = runs.map((part) => ({ id: part.id, blocks: blockRange(part).count }));
  return { run, analysis: { ...analysis, pooled: { files, missing: broken } } };
}
