import { variantWords } from "../../../analysis/cells/cell-labels.js";
import { recordedCells } from "../../../analysis/cells/recorded-cells.js";
import { largest } from "../../../record/limits/extremes.js";
import { plural } from "../../../words/number.js";
import { sentenceCase } from "../../../words/sentence.js";
import { column, type RowModel, table, textCell } from "../table.js";
import type { OwnTable } from "./own-table.js";

const MOST_LINES = 8;

/** Lines that the tasks printed in the first trial with any, a row a strategy. */
export const greetingsTable: OwnTable = (analysis, experiment) => {
  const rows = recordedCells(analysis, experiment).flatMap(({ cell, raw }): RowModel[] => {
    const trial = raw.trials.find(({ status, notes }) => status === "ok" && notes?.["task-1"] !== undefined);
    if (!trial) return [];
    const { processes, threads } = trial.figures ?? {};
    return [
      {
        head: textCell(sentenceCase(variantWords(cell.factors, analysis.varying))),
        cells: [
          textCell(typeof processes === "number" ? plural(processes, "process", "processes") : "–"),
          textCell(typeof threads === "number" ? plural(threads, "thread") : "–"),
          ...linesOf(trial.notes ?? {}).map((line) => textCell(line, "said")),
        ],
      },
    ];
  });
  if (rows.length === 0) return null;
  const lines = largest(rows.map(({ cells }) => cells.length)) - 2;
  return table({
    id: `x-${analysis.id}-greetings`,
    caption: "What the tasks said of themselves, in one repeat each.",
    columns: [
      column("strategy"),
      column("ran in"),
      column("and"),
      ...Array.from({ length: lines }, (_, index) => column(`task ${index + 1} said`)),
    ],
    rows: rows.map(({ head, cells }) => ({
      head,
      cells: [...cells, ...Array.from({ length: lines + 2 - cells.length }, () => textCell("–"))],
    })),
  });
};

function linesOf(notes: Record<string, string>): string[] {
  const lines: string[] = [];
  for (let task = 1; task <= MOST_LINES; task += 1) {
    const line = notes[`task-${task}`];
    if (line !== undefined) lines.push(line);
  }
  return lines;
}
