import { group } from "d3-array";
import { runtimeTitle } from "../../record/schema/interpreter-names.js";
import type { Experiment } from "../../record/schema/run-schema.js";
import { workerWords } from "../../words/number.js";
import { sentenceCase } from "../../words/sentence.js";
import type { CellSummary, ExperimentAnalysis } from "../results/run-analysis.js";
import { isOneThread, strategyWords } from "./cell-labels.js";
import { type RecordedCell, recordedCells } from "./recorded-cells.js";
import { figureOf } from "./trial-figures.js";

const FAULT_WORDS: Record<string, string> = {
  throw: "throws",
  "late-throw": "throws late",
  exit: "exits",
  heap: "fills its heap",
  kill: "is killed",
};
/** "throws", "is killed": what a task with the fault does. */
export function faultWords(fault: string): string {
  return FAULT_WORDS[fault] ?? fault;
}

/** What became of a program of which one task was faulty: a row for each strategy, a column for each fault. */
export interface FaultGrid {
  faults: string[];
  rows: { name: string; cells: RecordedCell[]; byFault: (RecordedCell | undefined)[] }[];
}

/** The cells with a planned fault; `null` without any. */
export function faultGrid(analysis: ExperimentAnalysis, experiment: Experiment): FaultGrid | null {
  const faulty = recordedCells(analysis, experiment).filter(({ cell }) => faultOf(cell) !== null);
  if (faulty.length === 0) return null;
  const faults = [...new Set(faulty.map(({ cell }) => faultOf(cell) as string))];
  const usual = usualWorkers(faulty);
  const rows = [...group(faulty, ({ cell }) => rowName(cell, usual))].map(([name, cells]) => ({
    name,
    cells,
    byFault: faults.map((fault) => cells.find(({ cell }) => faultOf(cell) === fault)),
  }));
  return { faults, rows };
}

/** How it went: "good" where the faulty task alone was lost, "bad" where the caller ended or a task hung, else "open". */
export function toneOfFault(recorded: RecordedCell): "good" | "bad" | "open" {
  if (survivedFault(recorded)) return "good";
  const { trials } = recorded.raw;
  return trials.some((trial) => figureOf(trial, "caller-ended") === 1 || (figureOf(trial, "hung") ?? 0) > 0)
    ? "bad"
    : "open";
}

function faultOf({ factors }: CellSummary): string | null {
  return typeof factors.more?.fault === "string" ? factors.more.fault : null;
}

/** Name of a row; workers are named where most cells have another number. */
function rowName({ factors }: CellSummary, usual: number): string {
  const guard = factors.more?.guard === false ? " without its guard" : "";
  const workers = factors.workers === usual || isOneThread(factors.strategy) ? "" : `, ${workerWords(factors.workers)}`;
  return `${sentenceCase(strategyWords(factors.strategy))}${inRuntime(factors)}${guard}${workers}`;
}

/** " in Python" behind the name of a strategy, where the run says which runtime it was. */
export function inRuntime({ more }: CellSummary["factors"]): string {
  return more?.runtime === undefined ? "" : ` in ${runtimeTitle(String(more.runtime))}`;
}

function usualWorkers(cells: readonly RecordedCell[]): number {
  const counts = [...group(cells, ({ cell }) => String(cell.factors.workers)).values()];
  const [most] = counts.toSorted((a, b) => b.length - a.length);
  return most?.[0]?.cell.factors.workers ?? 1;
}

/** Whether the faulty task alone was lost, nothing hung, and the caller lived. */
export function survivedFault({ raw }: RecordedCell): boolean {
  return (
    raw.trials.length > 0 &&
    raw.trials.every((trial) => figureOf(trial, "caller-ended") === 0 && figureOf(trial, "hung") === 0) &&
    raw.trials.every((trial) => (trial.lostTasks?.length ?? figureOf(trial, "lost") ?? 2) <= 1)
  );
}
