import type { Run } from "../record/schema.js";
import { geometricMean } from "../stats/geometric-mean.js";
import { mean } from "../stats/mean.js";
import { comparisonFindings } from "./comparison-findings.js";
import { differencesOf } from "./differences.js";
import { estimateMatched, type MatchedCell, matchCells } from "./match-cells.js";
import type { Change, ComparedCell, Comparison } from "./types.js";
import { floorOf, judge } from "./verdict.js";

/**
 * Sets run `b` against the reference run `a`, cell by cell of equal experiment and factors; two runs of a single
 * experiment each match by factors alone. The trials of different runs are never paired, and the p values of all matched
 * cells are one family.
 */
export function compareRuns(a: Run, b: Run): Comparison {
  const { matched, unmatched } = matchCells(a, b);
  const changes = judge(estimateMatched(matched), floorOf(a.machine, b.machine));
  const cells = changes.map((change, index): ComparedCell => {
    const { experiment, a: view } = matched[index] as MatchedCell;
    return { ...change, experiment, factors: view.factors, key: view.key, label: view.label };
  });
  const comparison = {
    a: describeSide(a),
    b: describeSide(b),
    differences: differencesOf(a, b),
    sameMachine: a.machine.id === b.machine.id,
    cells,
    summary: summaryOf(cells),
    unmatched,
  };
  return { ...comparison, findings: comparisonFindings(comparison) };
}

/** What names a run in a comparison. */
export function describeSide({ id, study, machine }: Run): Comparison["a"] {
  return { id, study, machine: machine.name };
}

/** Averages of the ratios over the cells that have one. */
export function summaryOf(cells: readonly Change[]): Comparison["summary"] {
  const ratios = cells.flatMap(({ ratio }) => ratio ?? []);
  const changes = cells.flatMap(({ changePercent }) => changePercent ?? []);
  const matched = cells.length;
  if (ratios.length === 0) return { geometricMeanRatio: null, arithmeticMeanChangePercent: null, matched };
  return { geometricMeanRatio: geometricMean(ratios), arithmeticMeanChangePercent: mean(changes), matched };
}
