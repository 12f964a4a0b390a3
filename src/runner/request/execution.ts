import type { Trial } from "../../record/schema/run-schema.js";
import type { RunCell } from "./run-cells.js";

/** Where in the run a trial stands. */
export interface Place {
  block: number;
  position: number;
}

/** Executes a cell once; `tookMs` is what that took of the run, without what the runner itself needs. */
export type ExecuteCell = (cell: RunCell, place: Place) => Promise<{ trial: Trial; tookMs: number }>;
