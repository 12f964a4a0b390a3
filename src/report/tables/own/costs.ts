import { isOneThread } from "../../../analysis/cells/cell-labels.js";
import { medianOf, type RecordedCell, recordedCells } from "../../../analysis/cells/recorded-cells.js";
import { dispatchGap, overheadPerTaskMs } from "../../../analysis/cells/schedules.js";
import { typicalTaskMs } from "../../../analysis/cells/task-times.js";
import { median } from "../../../stats/median.js";
import { formatTime } from "../../../words/time.js";
import { bySize, shortLabel } from "../../charts/marks/series.js";
import { column, numberCell, table, textCell } from "../table.js";
import type { OwnTable } from "./own-table.js";

/** Most rows of a table that stands open. */
const MOST_OPEN = 24;

/** Start-up, dispatch, work, the way back and the end as figures of their own, for experiments that ask for "costs". */
export const costsTable: OwnTable = (analysis, experiment) => {
  if (!experiment.charts?.includes("costs")) return null;
  const cells = recordedCells(analysis, experiment).filter(
    ({ cell }) => cell.medianMs !== null && !isOneThread(cell.factors.strategy),
  );
  if (cells.length === 0) return null;
  const known = COSTS.filter(({ of }) => cells.some((one) => of(one) !== null));
  const model = table({
    id: `x-${analysis.id}-costs`,
    caption: `Where the time goes, each cost by itself: ${known.map(({ meaning }) => meaning).join("; ")}. Medians over repeats${hasOneTrial(cells) ? "; dispatch over the tasks of the one repeat that kept their times" : ""}.`,
    columns: [column("combination"), ...known.map(({ label }) => column(label, "n"))],
    groups: bySize(cells, ({ cell }) => cell.factors, analysis).map(({ title, items }) => ({
      title,
      rows: items.map((one) => ({
        head: textCell(shortLabel(one.cell.factors, analysis)),
        cells: known.map(({ of }) => {
          const ms = of(one);
          return numberCell(ms === null ? "–" : formatTime(ms));
        }),
      })),
    })),
  });
  return cells.length <= MOST_OPEN ? { ...model, fold: "" } : model;
};

function hasOneTrial(cells: readonly RecordedCell[]): boolean {
  return cells.some(({ raw }) => dispatchGap(raw) !== null);
}

interface Cost {
  label: string;
  meaning: string;
  of(recorded: RecordedCell): number | null;
}

const COSTS: readonly Cost[] = [
  {
    label: "start-up",
    meaning: "start-up until the first task starts",
    of: ({ cell }) => cell.medianStartUpMs,
  },
  {
    label: "dispatch per task",
    meaning: "dispatch from a task's end to the next one's start in its place",
    of: ({ raw }) => dispatchGap(raw)?.ms ?? overheadPerTaskMs(raw),
  },
  { label: "work per task", meaning: "work within a task", of: ({ raw }) => typicalTaskMs(raw) },
  {
    label: "way back",
    meaning: "the way back of the last result",
    of: (recorded) => medianOf(recorded, "transfer-ms"),
  },
  {
    label: "end",
    meaning: "the end until every worker is gone",
    of: ({ raw }) => {
      const known = raw.trials.filter(({ status }) => status === "ok").flatMap(({ tearDownMs }) => tearDownMs ?? []);
      return known.length === 0 ? null : median(known);
    },
  },
];
