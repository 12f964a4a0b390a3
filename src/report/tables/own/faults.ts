import { faultGrid, faultWords, survivedFault, toneOfFault } from "../../../analysis/cells/fault-grid.js";
import type { RecordedCell } from "../../../analysis/cells/recorded-cells.js";
import { figureOf } from "../../../analysis/cells/trial-figures.js";
import type { CellSummary } from "../../../analysis/results/run-analysis.js";
import type { Trial } from "../../../record/schema/run-schema.js";
import { whole } from "../../../words/number.js";
import { list, lowerFirst } from "../../../words/sentence.js";
import { type CellModel, column, table, textCell } from "../table.js";
import type { OwnTable } from "./own-table.js";

const MAX_SEEN = 160;

/** Strategies down, faults across: lost tasks, hung tasks, and the error that the caller saw. */
export const faultsTable: OwnTable = (analysis, experiment) => {
  const grid = faultGrid(analysis, experiment);
  if (grid === null) return null;
  const { faults, rows } = grid;
  const whole = rows
    .filter(({ cells }) => cells.length > 1 && cells.every(survivedFault))
    .map(({ name }) => lowerFirst(name));
  return table({
    id: `x-${analysis.id}-faults`,
    caption:
      whole.length === 0
        ? "What one faulty task does: no strategy kept its caller and the other tasks through every fault."
        : `What one faulty task does: the caller and every other task came through all faults with ${list(whole)}.`,
    columns: [column("one task ..."), ...faults.map((fault) => column(faultWords(fault)))],
    rows: rows.map(({ name, byFault }) => ({ head: textCell(name), cells: byFault.map(outcome) })),
    fold: "",
  });
};

/** A short sentence that unfolds into the errors that the caller saw. */
function outcome(recorded: RecordedCell | undefined): CellModel {
  if (recorded === undefined) return textCell("not asked");
  const { cell, raw } = recorded;
  if (raw.trials.length === 0) return textCell(cell.dropped === undefined ? "not recorded" : "left out");
  const words = [...new Set(raw.trials.map((trial) => trialWords(trial, cell)))];
  const seen = [...new Set(raw.trials.map(({ notes }) => notes?.["caller-saw"] ?? ""))].filter(Boolean);
  return {
    ...textCell(words.join("; or "), `outcome ${toneOfFault(recorded)}`),
    lines: seen.slice(0, 2).map((note) => `The caller saw: ${shorten(note)}`),
  };
}

function trialWords(trial: Trial, { factors }: CellSummary): string {
  if (trial.status === "ok") return "no task lost";
  if (trial.status === "timeout") return "timed out";
  const lost = trial.lostTasks?.length ?? figureOf(trial, "lost");
  if (lost === null) return (trial.reason ?? "failed").replaceAll("-", " ");
  const of = factors.tasks === undefined ? "" : ` of ${whole(factors.tasks)}`;
  if (figureOf(trial, "caller-ended") === 1) return `ends the caller: ${whole(lost)}${of} lost`;
  const hung = figureOf(trial, "hung") ?? 0;
  return `${whole(lost)}${of} lost${hung > 0 ? `, ${whole(hung)} hung until ${hung === 1 ? "its" : "their"} deadline` : ""}`;
}

function shorten(note: string): string {
  return note.length <= MAX_SEEN ? note : `${note.slice(0, MAX_SEEN)} ...`;
}
