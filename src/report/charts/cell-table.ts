import type { CellSummary } from "../../analysis/types.js";
import { times } from "../format/number.js";
import { timeColumn } from "../format/time.js";
import type { ChartTable } from "./chart.js";
import { cellTimeWords } from "./titles.js";

/** Median and interval of every cell: the figures of the charts of times. */
export function timesTable(cells: readonly CellSummary[]): ChartTable {
  const known = cells.flatMap(({ medianMs, intervalMs }) => [medianMs ?? [], intervalMs ?? []].flat());
  const { unit, format } = timeColumn(known);
  const head = unit === null ? "" : ` (${unit})`;
  return {
    columns: [
      { label: "cell", numeric: false },
      { label: `median${head}`, numeric: true },
      { label: `95 % interval${head}`, numeric: true },
      { label: "trials", numeric: true },
    ],
    rows: cells.map((cell) => [
      cell.label,
      cell.medianMs === null || cell.belowResolution ? cellTimeWords(cell) : format(cell.medianMs),
      cell.intervalMs ? cell.intervalMs.map(format).join(" to ") : "–",
      String(cell.trials.ok),
    ]),
  };
}

/** Speed-up, its interval, the ideal and both efficiencies of every cell that has a speed-up. */
export function speedUpTable(cells: readonly CellSummary[]): ChartTable {
  const labels = ["cell", "speed-up", "95 % interval", "ideal", "÷ workers", "÷ ideal"];
  return {
    columns: labels.map((label, index) => ({ label, numeric: index > 0 })),
    rows: cells.flatMap((cell) => {
      const speedUp = cell.speedUp ?? cell.ownSpeedUp;
      if (!speedUp) return [];
      const interval = speedUp.interval ? speedUp.interval.map(times).join(" to ") : "–";
      const shares = [cell.efficiency, cell.idealEfficiency].map(share);
      return [[cell.label, times(speedUp.value), interval, times(cell.ideal.speedUp), ...shares]];
    }),
  };
}

function share(fraction: number | null): string {
  return fraction === null ? "–" : `${Math.round(fraction * 100)} %`;
}
