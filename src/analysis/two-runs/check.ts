import type { Factors, Run } from "../../record/schema/run-schema.js";
import type { CellView } from "../cells/cell-view.js";
import { starvedOf } from "../cells/evidence.js";
import { type Starvation, starvationOf } from "../cells/starved.js";
import type { ComparedCell, Comparison, Interval, RunAnalysis } from "../results/run-analysis.js";
import { type CompareOptions, compareRuns } from "./compare-runs.js";
import { comparisonFindings } from "./comparison-findings.js";
import { isSameMachine, machineKind } from "./machine-kind.js";
import { matchCells } from "./match-cells.js";
import { isSameImport } from "./same-import.js";

/**
 * A gate is asked at every commit, so it is stricter than a page: of equal programs, one comparison in a hundred would
 * pass this at the most, before the floor.
 */
const AT_MOST_Q = 0.01;

/**
 * Result of a check for one cell. `fails`: it was timed in the reference, and no trial of it finishes now. `disturbed`: foreign
 * load starved most of its trials, or most of a run, so what its times say of the program nobody knows.
 */
export type Outcome = "slower" | "faster" | "same" | "undecided" | "fails" | "disturbed";

export const OUTCOMES: readonly Outcome[] = ["fails", "slower", "faster", "disturbed", "undecided", "same"];

export interface CheckedCell extends ComparedCell {
  outcome: Outcome;
  /** The change of the times as they are, in percent, where `changePercent` is divided by the control cell. */
  undividedPercent: number | null;
  /** Its 95 % interval. */
  undividedInterval: Interval | null;
}

/** A run held against a reference. */
export interface Check {
  comparison: Omit<Comparison, "cells"> & { cells: CheckedCell[] };
  counts: Record<Outcome, number>;
  /** Trials that foreign load starved, of those that can be judged. */
  disturbed: Record<"reference" | "run", RunAnalysis["starved"]>;
}

/** Why no verdict on the program can come of these two; `null` where one can. */
export function whyUncheckable(reference: Run, run: Run): string | null {
  if (reference.id === run.id) return "it is the same run: give another one with --against";
  if (isSameImport(reference, run))
    return "both are imports of one file, and hold the same measurements: give another run";
  if (isSameMachine(reference.machine, run.machine) === null) {
    return "whether both were recorded on one machine is not known: import them with --machine";
  }
  if (machineKind(reference.machine) !== machineKind(run.machine)) {
    return "they were recorded on unlike machines, and a ratio would hold both: record a reference on this one";
  }
  const { matched } = matchCells(reference, run);
  if (matched.length === 0)
    return "they have no cell in common, of equal experiment, strategy, workers, size and tasks: give --sizes that both have";
  const fails = failingNow(reference, run);
  if (matched.some(({ a, b }, index) => a.times.length > 0 && (b.times.length > 0 || fails[index]))) return null;
  return "no cell was timed in both: record them again";
}

/**
 * Every cell that both have, as `compareRuns` compares them, in one family of p values; divided by the control cell where
 * both runs have it in ten blocks or more.
 */
export function checkRun(
  reference: Run,
  run: Run,
  options: Pick<CompareOptions, "byControl" | "floorPercent"> = {},
): Check {
  const { byControl = true } = options;
  const comparison = compareRuns(reference, run, { ...options, byControl, atMostQ: AT_MOST_Q });
  const undivided = comparison.control?.used ? compareRuns(reference, run).cells : comparison.cells;
  const fails = failingNow(reference, run);
  const disturbed = { reference: starvedOf(reference), run: starvedOf(run) };
  const isLost = mostlyStarved(reference, run, Object.values(disturbed));
  const cells = comparison.cells.map(({ reason, ...cell }, index): CheckedCell => {
    const timed = undivided[index];
    const both = { undividedPercent: timed?.changePercent ?? null, undividedInterval: timed?.interval ?? null };
    if (!fails[index] && isLost[index]) return { ...cell, ...both, verdict: "inconclusive", outcome: "disturbed" };
    const outcome = fails[index] ? "fails" : cell.verdict === "inconclusive" ? "undecided" : cell.verdict;
    return { ...cell, ...(reason && { reason }), ...both, outcome };
  });
  const count = (outcome: Outcome) => cells.filter((cell) => cell.outcome === outcome).length;
  const counts = Object.fromEntries(OUTCOMES.map((outcome) => [outcome, count(outcome)])) as Check["counts"];
  const findings = counts.disturbed > 0 ? comparisonFindings({ ...comparison, cells }) : comparison.findings;
  return { comparison: { ...comparison, cells, findings }, counts, disturbed };
}

/** Of each matched cell, whether foreign load starved most of its trials on either side, or most of either run. */
function mostlyStarved(reference: Run, run: Run, whole: readonly RunAnalysis["starved"][]): boolean[] {
  const isMost = (starved: number, judged: number) => starved > judged / 2;
  const isWholeLost = whole.some(({ trials, judged }) => isMost(trials, judged));
  const starvation = new Map<Factors, Starvation>();
  for (const { experiments, machine } of [reference, run])
    for (const experiment of experiments)
      for (const cell of experiment.cells) starvation.set(cell.factors, starvationOf(cell, experiment, machine));
  const isCellLost = ({ factors }: CellView) => {
    const { starved, judged } = starvation.get(factors) ?? { starved: [], judged: 0 };
    return isMost(starved.length, judged);
  };
  return matchCells(reference, run).matched.map(({ a, b }) => isWholeLost || isCellLost(a) || isCellLost(b));
}

/** Of each matched cell, whether it has times in the reference, and in the run nothing but trials that did not finish. */
function failingNow(reference: Run, run: Run): boolean[] {
  const trials = new Map(
    run.experiments.flatMap(({ cells }) => cells.map((cell) => [cell.factors, cell.trials.length])),
  );
  return matchCells(reference, run).matched.map(
    ({ a, b }) => a.times.length > 0 && b.times.length === 0 && (trials.get(b.factors) ?? 0) > 0,
  );
}
