import { group } from "d3-array";
import { isOneThread } from "../../../analysis/cells/cell-labels.js";
import { type RecordedCell, recordedCells } from "../../../analysis/cells/recorded-cells.js";
import { figureOf } from "../../../analysis/cells/trial-figures.js";
import type { CellSummary } from "../../../analysis/results/run-analysis.js";
import type { Trial } from "../../../record/schema/run-schema.js";
import { whole, workerWords } from "../../../words/number.js";
import { sentenceCase } from "../../../words/sentence.js";
import { type CellModel, column, table, textCell } from "../table.js";
import type { OwnTable } from "./own-table.js";

const FAULT_WORDS: Record<string, string> = {
  throw: "throws",
  "late-throw": "throws late",
  exit: "exits",
  heap: "fills its heap",
  kill: "is killed",
};
const MAX_SEEN = 160;

/** Strategies down, faults across: lost tasks, hung tasks, and the error that the caller saw. */
export const faultsTable: OwnTable = (analysis, experiment) => {
  const faulty = recordedCells(analysis, experiment).filter(({ cell }) => faultOf(cell) !== null);
  if (faulty.length === 0) return null;
  const faults = [...new Set(faulty.map(({ cell }) => faultOf(cell) as string))];
  const usual = usualWorkers(faulty);
  const rows = [...group(faulty, ({ cell }) => rowName(cell, usual)).entries()];
  const whole = rows
    .filter(([, cells]) => cells.length > 1 && cells.every(survived))
    .map(([name]) => name.toLowerCase());
  return table({
    id: `x-${analysis.id}-faults`,
    caption:
      whole.length === 0
        ? "What one faulty task does: no strategy kept its caller and the other tasks through every fault."
        : `What one faulty task does: the caller and every other task came through all faults with ${whole.join(", ")}.`,
    columns: [column("one task ..."), ...faults.map((fault) => column(FAULT_WORDS[fault] ?? fault))],
    rows: rows.map(([name, cells]) => ({
      head: textCell(name),
      cells: faults.map((fault) => outcome(cells.find(({ cell }) => faultOf(cell) === fault))),
    })),
    fold: "",
  });
};

function faultOf({ factors }: CellSummary): string | null {
  return typeof factors.more?.fault === "string" ? factors.more.fault : null;
}

/** Name of a row; workers are named where most cells have another number. */
function rowName({ factors }: CellSummary, usual: number): string {
  const guard = factors.more?.guard === false ? " without its guard" : "";
  const workers = factors.workers === usual || isOneThread(factors.strategy) ? "" : `, ${workerWords(factors.workers)}`;
  return `${sentenceCase(factors.strategy.replaceAll("-", " "))}${guard}${workers}`;
}

function usualWorkers(cells: readonly RecordedCell[]): number {
  const counts = [...group(cells, ({ cell }) => String(cell.factors.workers)).values()];
  const [most] = counts.toSorted((a, b) => b.length - a.length);
  return most?.[0]?.cell.factors.workers ?? 1;
}

/** The faulty task alone was lost, nothing hung, and the caller lived. */
function survived({ raw }: RecordedCell): boolean {
  return (
    raw.trials.length > 0 &&
    raw.trials.every((trial) => figureOf(trial, "caller-ended") === 0 && figureOf(trial, "hung") === 0) &&
    raw.trials.every((trial) => (trial.lostTasks?.length ?? figureOf(trial, "lost") ?? 2) <= 1)
  );
}

/** A short sentence that unfolds into the errors that the caller saw. */
function outcome(recorded: RecordedCell | undefined): CellModel {
  if (recorded === undefined) return textCell("not asked");
  const { cell, raw } = recorded;
  if (raw.trials.length === 0) return textCell(cell.dropped === undefined ? "not recorded" : "left out");
  const words = [...new Set(raw.trials.map((trial) => trialWords(trial, cell)))];
  const seen = [...new Set(raw.trials.map(({ notes }) => notes?.["caller-saw"] ?? ""))].filter(Boolean);
  const bad = raw.trials.some((trial) => figureOf(trial, "caller-ended") === 1 || (figureOf(trial, "hung") ?? 0) > 0);
  return {
    ...textCell(words.join("; or "), `outcome ${survived(recorded) ? "good" : bad ? "bad" : "open"}`),
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
