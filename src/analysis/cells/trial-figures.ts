import type { Cell, Trial } from "../../record/schema/run-schema.js";
import { median } from "../../stats/median.js";

/** One of the trials' own figures, from the trials that finished; empty where none has it. */
export function figuresOf(cell: Cell, name: string): number[] {
  return cell.trials.filter(({ status }) => status === "ok").flatMap((trial) => figureOf(trial, name) ?? []);
}

/** Median of a figure over the trials that finished; `null` where none has it. */
export function medianFigure(cell: Cell, name: string): number | null {
  const known = figuresOf(cell, name);
  return known.length === 0 ? null : median(known);
}

/** A figure of one trial, whatever became of the trial; `null` where it is not known. */
export function figureOf({ figures }: Trial, name: string): number | null {
  return figures?.[name] ?? null;
}
