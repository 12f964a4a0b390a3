import type { Experiment, Run } from "../../record/schema/run-schema.js";
import { type CellView, inReadingOrder } from "../cells/cell-view.js";
import { estimator } from "../comparing/estimate.js";
import type { EstimatedPair } from "../comparing/verdict.js";
import type { Comparison } from "../results/run-analysis.js";
import { viewsAcrossRuns } from "../versions/match.js";
import { measureKey } from "./common-measure.js";

/** A cell of the reference with its counterpart in the other run. */
export interface MatchedCell {
  experiment: string;
  a: CellView;
  b: CellView;
}

/** The cells of a run, experiment by experiment, in reading order. */
export type RunViews = readonly { experiment: Experiment; views: readonly CellView[] }[];

export function viewsOf({ experiments }: Run): RunViews {
  return experiments.map((experiment) => ({ experiment, views: inReadingOrder(viewsAcrossRuns(experiment)) }));
}

/**
 * Cells of equal experiment and factors, in the reading order of the reference `a`; two runs of a single experiment each
 * match by factors alone.
 */
export function matchCells(
  a: Run,
  b: Run,
  viewsOfA = viewsOf(a),
): { matched: MatchedCell[]; unmatched: Comparison["unmatched"] } {
  const byFactorsAlone = a.experiments.length === 1 && b.experiments.length === 1;
  const inB = new Map(
    b.experiments.flatMap((experiment) =>
      viewsAcrossRuns(experiment).map(
        (view) => [matchKey(experiment, view, byFactorsAlone), { experiment, view }] as const,
      ),
    ),
  );
  const matched: MatchedCell[] = [];
  const unmatched: Comparison["unmatched"] = [];
  for (const { experiment, views } of viewsOfA) {
    for (const view of views) {
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

/** The ratios of matched cells before any verdict. The trials of different runs are never paired. */
export function estimateMatched(matched: readonly MatchedCell[], estimate = estimator(false)): EstimatedPair[] {
  return matched.map(({ a, b }) => ({ from: a, to: b, estimate: estimate(a, b) }));
}

function matchKey({ id, figure }: Experiment, view: CellView, byFactorsAlone: boolean): string {
  return [...(byFactorsAlone ? [] : [id]), view.key, measureKey(figure)].join("/");
}
