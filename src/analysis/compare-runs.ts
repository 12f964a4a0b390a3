import type { Experiment, Run } from "../record/schema.js";
import { geometricMean } from "../stats/geometric-mean.js";
import { mean } from "../stats/mean.js";
import { type CellView, cellViews, inReadingOrder } from "./cell-view.js";
import { comparisonFindings } from "./comparison-findings.js";
import { differencesOf } from "./differences.js";
import { estimator } from "./estimate.js";
import type { ComparedCell, Comparison } from "./types.js";
import { floorOf, judge } from "./verdict.js";

interface MatchedCell {
  experiment: string;
  a: CellView;
  b: CellView;
}

/**
 * Sets run `b` against the reference run `a`, cell by cell of equal experiment and factors; two runs of a single
 * experiment each match by factors alone. The trials of different runs are never paired, and the p values of all matched
 * cells are one family.
 */
export function compareRuns(a: Run, b: Run): Comparison {
  const { matched, unmatched } = matchCells(a, b);
  const estimate = estimator(false);
  const estimated = matched.map((pair) => ({ from: pair.a, to: pair.b, estimate: estimate(pair.a, pair.b) }));
  const changes = judge(estimated, floorOf(a.machine, b.machine));
  const cells = changes.map((change, index): ComparedCell => {
    const { experiment, a: view } = matched[index] as MatchedCell;
    return { ...change, experiment, factors: view.factors, key: view.key, label: view.label };
  });
  const comparison = {
    a: describe(a),
    b: describe(b),
    differences: differencesOf(a, b),
    sameMachine: a.machine.id === b.machine.id,
    cells,
    summary: summaryOf(cells),
    unmatched,
  };
  return { ...comparison, findings: comparisonFindings(comparison) };
}

function describe({ id, study, machine }: Run): Comparison["a"] {
  return { id, study, machine: machine.name };
}

function matchCells(a: Run, b: Run): { matched: MatchedCell[]; unmatched: Comparison["unmatched"] } {
  const byFactorsAlone = a.experiments.length === 1 && b.experiments.length === 1;
  const inB = new Map(
    b.experiments.flatMap((experiment) =>
      cellViews(experiment).map((view) => [matchKey(experiment, view, byFactorsAlone), { experiment, view }] as const),
    ),
  );
  const matched: MatchedCell[] = [];
  const unmatched: Comparison["unmatched"] = [];
  for (const experiment of a.experiments) {
    for (const view of inReadingOrder(cellViews(experiment))) {
      const key = matchKey(experiment, view, byFactorsAlone);
      const other = inB.get(key);
      inB.delete(key);
      if (other) matched.push({ experiment: experiment.id, a: view, b: other.view });
      else unmatched.push({ run: "a", experiment: experiment.id, factors: view.factors });
    }
  }
  for (const { experiment, view } of inB.values()) {
    unmatched.push({ run: "b", experiment: experiment.id, factors: view.factors });
  }
  return { matched, unmatched };
}

function matchKey(experiment: Experiment, view: CellView, byFactorsAlone: boolean): string {
  return byFactorsAlone ? view.key : `${experiment.id}/${view.key}`;
}

function summaryOf(cells: readonly ComparedCell[]): Comparison["summary"] {
  const ratios = cells.flatMap(({ ratio }) => ratio ?? []);
  const changes = cells.flatMap(({ changePercent }) => changePercent ?? []);
  const matched = cells.length;
  if (ratios.length === 0) return { geometricMeanRatio: null, arithmeticMeanChangePercent: null, matched };
  return { geometricMeanRatio: geometricMean(ratios), arithmeticMeanChangePercent: mean(changes), matched };
}
