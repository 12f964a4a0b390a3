import type { CellSummary } from "../../../analysis/results/run-analysis.js";
import { times } from "../../../words/number.js";
import type { ChartTable } from "./chart.js";
import {
  type Column,
  endsColumn,
  factorColumns,
  figureColumn,
  sharedTime,
  tableOf,
  wordsColumn,
} from "./table-columns.js";
import { cellTimeWords } from "./titles.js";

/** The name of a cell, and its factors for files. */
export function cellColumns<T>(items: readonly T[], cellOf: (item: T) => CellSummary): Column<T>[] {
  return [wordsColumn("cell", (item) => cellOf(item).label), ...factorColumns(items, (item) => cellOf(item).factors)];
}

/** Median and interval of every cell: the figures of the charts of times. */
export function timesTable(cells: readonly CellSummary[]): ChartTable {
  return tableOf(cells, [...cellColumns(cells, (cell) => cell), ...timeColumns(cells), trialsColumn()]);
}

/** Median and interval, all in the unit that fits these cells. */
export function timeColumns(cells: readonly CellSummary[]): Column<CellSummary>[] {
  const time = sharedTime(cells.flatMap(({ medianMs, intervalMs }) => [medianMs, ...(intervalMs ?? [])]));
  return [
    figureColumn({
      label: "median",
      ...time,
      of: ({ medianMs, belowResolution }) => (belowResolution ? null : medianMs),
      instead: cellTimeWords,
    }),
    endsColumn({ label: "95 % interval", ...time, of: ({ intervalMs }) => intervalMs }),
  ];
}

export function trialsColumn(): Column<CellSummary> {
  return figureColumn({ label: "trials", unit: "", of: ({ trials }) => trials.ok, format: String });
}

/** Speed-up, its interval, the ideal and both efficiencies of every cell that has a speed-up. */
export function speedUpTable(cells: readonly CellSummary[]): ChartTable {
  const known = cells.flatMap((cell) => {
    const ratio = cell.speedUp ?? cell.ownSpeedUp;
    return ratio ? [{ ...cell, ratio }] : [];
  });
  const share = (fraction: number) => `${Math.round(fraction * 100)} %`;
  return tableOf(known, [
    ...cellColumns(known, (cell) => cell),
    figureColumn({ label: "speed-up", unit: "", of: ({ ratio }) => ratio.value, format: times }),
    endsColumn({ label: "95 % interval", unit: "", of: ({ ratio }) => ratio.interval, format: times }),
    figureColumn({ label: "ideal", unit: "", of: ({ ideal }) => ideal.speedUp, format: times }),
    figureColumn({ label: "÷ workers", unit: "", of: ({ efficiency }) => efficiency, format: share }),
    figureColumn({ label: "÷ ideal", unit: "", of: ({ idealEfficiency }) => idealEfficiency, format: share }),
  ]);
}
