import type { Cell, Experiment, Trial } from "../../record/schema/run-schema.js";
import { median } from "../../stats/median.js";
import type { CellSummary, ExperimentAnalysis } from "../results/run-analysis.js";
import { cellKeys } from "./cell-keys.js";
import { figuresOf } from "./trial-figures.js";

/** A cell of the analysis with the same cell of the run file. */
export interface RecordedCell {
  cell: CellSummary;
  raw: Cell;
}

/** The cells of an experiment with their trials, in reading order. */
export function recordedCells({ cells }: ExperimentAnalysis, experiment: Experiment): RecordedCell[] {
  const keys = cellKeys(experiment.cells.map(({ factors }) => factors));
  const byKey = new Map(experiment.cells.map((raw, index) => [keys[index], raw]));
  return cells.flatMap((cell) => {
    const raw = byKey.get(cell.key);
    return raw === undefined ? [] : [{ cell, raw }];
  });
}

/** Median of one of the experiment's own figures over the trials that finished; `null` where none has it. */
export function medianOf({ raw }: RecordedCell, figure: string): number | null {
  const known = figuresOf(raw, figure);
  return known.length === 0 ? null : median(known);
}

/** Times of the single tasks, of all trials that finished, in ms. */
export function taskTimes({ raw }: RecordedCell): number[] {
  return raw.trials.filter(({ status }) => status === "ok").flatMap(({ taskMs }) => taskMs ?? []);
}

/** The first trial that finished and has `what`, which is kept for one trial of a cell. */
export function keptTrial<K extends "timeline" | "usage">({ raw }: RecordedCell, what: K) {
  return raw.trials.find(
    (trial): trial is Trial & { [P in K]: NonNullable<Trial[P]> } => trial.status === "ok" && trial[what] !== undefined,
  );
}
