import { ownNames } from "../../record/folder/machine-names.js";
import type { Run } from "../../record/schema/run-schema.js";
import { geometricMean } from "../../stats/geometric-mean.js";
import { mean } from "../../stats/mean.js";
import { floorOf, judge } from "../comparing/verdict.js";
import type { Change, ComparedCell, Comparison } from "../results/run-analysis.js";
import { commonMeasure } from "./common-measure.js";
import { comparisonFindings, sameImportFindings } from "./comparison-findings.js";
import { type ControlPair, controlBetween, divideByControl } from "./control-cell.js";
import { differencesOf } from "./differences.js";
import { isSameMachine } from "./machine-kind.js";
import { estimateMatched, type MatchedCell, matchCells } from "./match-cells.js";
import { isSameImport } from "./same-import.js";

/** Options of a comparison of two runs; the defaults are those of the pages. */
export interface CompareOptions {
  /** Divide by the control cell where that is sound; else it only has a sentence. */
  byControl?: boolean;
  /** Smallest change in percent that is called one, where the machines' own floors are not larger. */
  floorPercent?: number;
  /** Largest q at which a change is called one. */
  atMostQ?: number;
}

/**
 * Sets run `b` against the reference run `a`, cell by cell of equal experiment and factors; two runs of a single
 * experiment each match by factors alone. The trials of different runs are never paired, and the p values of all matched
 * cells are one family.
 */
export function compareRuns(a: Run, b: Run, options: CompareOptions = {}): Comparison {
  const { matched, unmatched } = matchCells(a, b);
  const control = controlBetween(a, b);
  // What a program prints need not follow the speed of the machine.
  const ofTimes = matched.every(({ a: { measure } }) => measure === undefined);
  const divisor = options.byControl && ofTimes ? (control?.pair ?? null) : null;
  const floor = Math.max(options.floorPercent ?? 0, floorOf(a.machine, b.machine));
  const changes = judge(estimateMatched(dividedBy(divisor, matched)), floor, options.atMostQ);
  const cells = changes.map((change, index): ComparedCell => {
    const { experiment, a: view } = matched[index] as MatchedCell;
    return { ...change, experiment, factors: view.factors, key: view.key, label: view.label };
  });
  const names = ownNames([{ run: a }, { run: b }]);
  const nameOf = (run: Run) => names({ run });
  const comparison = {
    a: describeSide(a, nameOf(a)),
    b: describeSide(b, nameOf(b)),
    differences: differencesOf(a, b),
    sameMachine: isSameMachine(a.machine, b.machine),
    control: control && { ...control.comparison, ...(!ofTimes && { whyNot: null }), used: divisor !== null },
    floorPercent: floor,
    cells,
    summary: summaryOf(cells),
    unmatched,
  };
  return { ...comparison, findings: isSameImport(a, b) ? sameImportFindings() : comparisonFindings(comparison) };
}

function dividedBy(control: ControlPair | null, matched: readonly MatchedCell[]): readonly MatchedCell[] {
  return control === null ? matched : matched.map(divideByControl(control));
}

/** Names of a run in a comparison. `machine`: what tells its machine apart from that of the other run. */
export function describeSide({ id, study }: Run, machine: string): Comparison["a"] {
  return { id, study, machine };
}

/** Averages of the ratios over the cells that have one. */
export function summaryOf(cells: readonly Change[]): Comparison["summary"] {
  // A time and a throughput have no mean.
  const measure = commonMeasure(cells);
  const ratios = measure === null ? [] : cells.flatMap(({ ratio }) => ratio ?? []);
  const changes = cells.flatMap(({ changePercent }) => changePercent ?? []);
  const counts = {
    ...(measure && { measure }),
    matched: cells.length,
    withRatio: cells.filter(({ ratio }) => ratio !== null).length,
  };
  if (ratios.length === 0) return { geometricMeanRatio: null, arithmeticMeanChangePercent: null, ...counts };
  return { geometricMeanRatio: geometricMean(ratios), arithmeticMeanChangePercent: mean(changes), ...counts };
}
