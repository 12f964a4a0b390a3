import { ownNames } from "../../record/folder/machine-names.js";
import type { Factors, Run } from "../../record/schema/run-schema.js";
import { estimator } from "../comparing/estimate.js";
import { floorOf, judge } from "../comparing/verdict.js";
import type { Change, Comparison } from "../results/run-analysis.js";
import { describeSide, summaryOf } from "./compare-runs.js";
import { isSameMachine } from "./machine-kind.js";
import { estimateMatched, type MatchedCell, matchCells, viewsOf } from "./match-cells.js";

/** One run set against a reference, among others. */
export interface SideOfSeveral {
  run: Comparison["a"];
  /** `null`: not known. */
  sameMachine: boolean | null;
  summary: Comparison["summary"];
}

/** A cell of the reference with what it became in each of the others; `null` where a run has no such cell. */
export interface CellOfSeveral {
  experiment: string;
  factors: Factors;
  key: string;
  label: string;
  changes: (Change | null)[];
}

export interface SeveralComparison {
  reference: Comparison["a"];
  /** In the order in which they were given; `changes` of every cell keep it. */
  others: SideOfSeveral[];
  cells: CellOfSeveral[];
}

/**
 * Sets several runs against one reference, cell by cell as {@link compareRuns} does. What stands on one page is one family
 * of p values, so all of them are corrected together, and the largest floor of the machines holds for all.
 */
export function compareWithSeveral(reference: Run, others: readonly Run[]): SeveralComparison {
  const views = viewsOf(reference);
  const matches = others.map((run) => matchCells(reference, run, views).matched);
  const estimate = estimator(false);
  const floor = floorOf(reference.machine, ...others.map(({ machine }) => machine));
  const changes = judge(
    matches.flatMap((matched) => estimateMatched(matched, estimate)),
    floor,
  );
  const names = ownNames([reference, ...others].map((run) => ({ run })));
  const sideOf = (run: Run) => describeSide(run, names({ run }));
  let used = 0;
  const perRun = matches.map((matched) => matched.map((cell) => ({ cell, change: changes[used++] as Change })));
  const cells = new Map<string, CellOfSeveral>();
  for (const [index, compared] of perRun.entries()) {
    for (const { cell, change } of compared) rowOf(cells, cell, others.length).changes[index] = change;
  }
  return {
    reference: sideOf(reference),
    others: others.map((run, index) => ({
      run: sideOf(run),
      sameMachine: isSameMachine(run.machine, reference.machine),
      summary: summaryOf((perRun[index] ?? []).map(({ change }) => change)),
    })),
    cells: inOrderOf(reference, [...cells.values()]),
  };
}

function rowOf(cells: Map<string, CellOfSeveral>, { experiment, a }: MatchedCell, width: number): CellOfSeveral {
  const key = `${experiment}/${a.key}`;
  const row = cells.get(key) ?? {
    experiment,
    factors: a.factors,
    key: a.key,
    label: a.label,
    changes: Array.from({ length: width }, () => null),
  };
  cells.set(key, row);
  return row;
}

/** The experiments as recorded: cells that only a later run shares come after the others of theirs. */
function inOrderOf({ experiments }: Run, cells: readonly CellOfSeveral[]): CellOfSeveral[] {
  return experiments.flatMap(({ id }) => cells.filter(({ experiment }) => experiment === id));
}
