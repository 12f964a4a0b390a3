import { variantWords } from "../../../analysis/cells/cell-labels.js";
import { medianOf, type RecordedCell, recordedCells } from "../../../analysis/cells/recorded-cells.js";
import { figuresOf } from "../../../analysis/cells/trial-figures.js";
import { largest } from "../../../record/limits/extremes.js";
import { median } from "../../../stats/median.js";
import { whole } from "../../../words/number.js";
import { plainPercent } from "../../../words/percent.js";
import { sentenceCase } from "../../../words/sentence.js";
import { column, numberCell, table, textCell } from "../table.js";
import type { OwnTable } from "./own-table.js";

/** A global that every task writes: its copies, and whether the caller sees the writes. */
export const globalsTable: OwnTable = (analysis, experiment) => {
  const seen = recordedCells(analysis, experiment).filter((one) => medianOf(one, "worlds") !== null);
  if (seen.length === 0) return null;
  const apart = seen.filter((one) => medianOf(one, "caller-sees") === 0).length;
  return table({
    id: `x-${analysis.id}-globals`,
    caption: `A global that every task writes: the caller sees no write with ${whole(apart)} of ${whole(seen.length)} strategies.`,
    columns: [
      column("strategy"),
      column("tasks", "n"),
      column("the global exists", "n"),
      column("tasks that saw an earlier one's write", "n"),
      column("writes that the caller sees", "n"),
    ],
    rows: seen.map((one) => ({
      head: textCell(nameOf(one)),
      cells: [
        numberCell(whole(one.cell.factors.tasks ?? 0)),
        numberCell(`${whole(medianOf(one, "worlds") ?? 0)}×`),
        ...["saw-others", "caller-sees"].map((name) => numberCell(countWords(medianOf(one, name)))),
      ],
    })),
  });

  function nameOf({ cell }: RecordedCell): string {
    return sentenceCase(
      variantWords(
        cell.factors,
        analysis.varying.filter((name) => name !== "more"),
      ),
    );
  }
};

/** One counter in shared memory: additions made, counted and lost, with Atomics and without. */
export const counterTable: OwnTable = (analysis, experiment) => {
  const counts = recordedCells(analysis, experiment).filter((one) => medianOf(one, "expected") !== null);
  if (counts.length === 0) return null;
  const shared = counts.filter((one) => (medianOf(one, "sharing") ?? 0) > 0);
  const lossy = shared.filter((one) => mostLost(one) > 0);
  const safe = lossy.every(({ cell }) => cell.factors.more?.atomics !== true);
  return table({
    id: `x-${analysis.id}-counter`,
    caption:
      lossy.length === 0
        ? "One counter in shared memory: no addition was lost this time, which is no promise without Atomics."
        : `One counter in shared memory: additions were lost in ${whole(lossy.length)} of ${whole(shared.length)} combinations that share it${safe ? ", none with Atomics" : ""}.`,
    columns: [
      column("strategy"),
      column("additions by"),
      column("the tasks get"),
      column("added", "n"),
      column("the caller counts", "n"),
      column("most lost in a repeat", "n"),
    ],
    rows: counts.map((one) => {
      const { cell } = one;
      const sharing = (medianOf(one, "sharing") ?? 0) > 0;
      const expected = medianOf(one, "expected") ?? 0;
      const lost = mostLost(one);
      return {
        head: textCell(sentenceCase(cell.factors.strategy.replaceAll("-", " "))),
        cells: [
          textCell(cell.factors.more?.atomics === true ? "Atomics.add" : "plain +1"),
          textCell(sharing ? "the memory itself" : "a copy each"),
          numberCell(whole(expected)),
          numberCell(countWords(median(figuresOf(one.raw, "counted")))),
          numberCell(
            !sharing
              ? "not shared"
              : lost === 0
                ? "none"
                : `${whole(lost)} (${plainPercent((lost / (expected || 1)) * 100)})`,
          ),
        ],
      };
    }),
  });
};

/** Losses are a matter of luck, so the worst trial counts. */
function mostLost({ raw }: RecordedCell): number {
  return Math.max(0, largest(figuresOf(raw, "lost")));
}

function countWords(count: number | null): string {
  return count === null ? "–" : whole(count);
}
