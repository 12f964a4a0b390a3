import type { CellSummary } from "../../../analysis/results/run-analysis.js";
import { multiple } from "../../../words/number.js";
import type { ChartTable } from "./chart.js";
import {
  type Column,
  factorColumns,
  figureColumn,
  intervalColumn,
  sharedTime,
  tableOf,
  wordsColumn,
} from "./table-columns.js";
import { cellTimeWords } from "./titles.js";

type TimedCell = Pick<CellSummary, "medianMs" | "intervalMs" | "belowResolution" | "failures" | "dropped" | "measure">;

/** For tables whose items are cells. */
export function itself<T>(item: T): T {
  return item;
}

/** The name of a cell, and its factors for files. */
export function cellColumns<T>(
  items: readonly T[],
  cellOf: (item: T) => Pick<CellSummary, "label" | "factors">,
): Column<T>[] {
  return [
    wordsColumn("combination", (item) => cellOf(item).label, "cell"),
    ...factorColumns(items, (item) => cellOf(item).factors),
  ];
}

/** Median and interval of every cell: the figures of the charts of times. */
export function timesTable(cells: readonly CellSummary[]): ChartTable {
  return tableOf(cells, [...cellColumns(cells, itself), ...timeColumns(cells, itself), trialsColumn(itself)]);
}

/** Median and interval, in one unit for all items. */
export function timeColumns<T>(items: readonly T[], cellOf: (item: T) => TimedCell): Column<T>[] {
  const cells = items.map(cellOf);
  const time = sharedTime(
    cells.flatMap(({ medianMs, intervalMs }) => [medianMs, ...(intervalMs ?? [])]),
    cells[0]?.measure,
  );
  const medianOf = ({ medianMs, belowResolution }: TimedCell) => (belowResolution ? null : medianMs);
  return [
    figureColumn({
      label: "median",
      ...time,
      of: (item) => medianOf(cellOf(item)),
      instead: (item) => cellTimeWords(cellOf(item)),
    }),
    intervalColumn({ ...time, of: (item) => cellOf(item).intervalMs }),
  ];
}

/** Number of repeats that finished. */
export function trialsColumn<T>(cellOf: (item: T) => Pick<CellSummary, "trials">): Column<T> {
  return figureColumn({
    label: "repeats",
    head: "trials",
    unit: "",
    of: (item) => cellOf(item).trials.ok,
    format: String,
  });
}

/** Speed-up, its interval, the ideal and both efficiencies, where there is an ideal, of every cell that has a speed-up. */
export function speedUpTable(cells: readonly CellSummary[]): ChartTable {
  const known = cells.flatMap((cell) => {
    const ratio = cell.speedUp ?? cell.ownSpeedUp;
    return ratio ? [{ ...cell, ratio }] : [];
  });
  const ratio = { unit: "", format: multiple };
  const share = { unit: "", format: (fraction: number) => `${Math.round(fraction * 100)} %` };
  const ofIdeal: Column<CellSummary>[] = [
    figureColumn({ label: "ideal", ...ratio, of: ({ ideal }) => ideal.speedUp }),
    figureColumn({ label: "efficiency", head: "÷ workers", ...share, of: ({ efficiency }) => efficiency }),
    figureColumn({ label: "of the ideal", head: "÷ ideal", ...share, of: ({ idealEfficiency }) => idealEfficiency }),
  ];
  return tableOf(known, [
    ...cellColumns(known, itself),
    figureColumn({ label: "speed-up", ...ratio, of: (cell) => cell.ratio.value }),
    intervalColumn({ ...ratio, of: (cell) => cell.ratio.interval }),
    ...(known.some(({ ideal }) => ideal.speedUp !== null) ? ofIdeal : []),
  ]);
}
