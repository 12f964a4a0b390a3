import { usableCores } from "../../../analysis/cells/ideal-speed-up.js";
import { medianOf, type RecordedCell, recordedCells } from "../../../analysis/cells/recorded-cells.js";
import type { CellSummary } from "../../../analysis/results/run-analysis.js";
import { formatBytes } from "../../../words/bytes.js";
import { measured, measureNoun } from "../../../words/measure.js";
import { fixed } from "../../../words/number.js";
import { plainPercent } from "../../../words/percent.js";
import { sentenceCase } from "../../../words/sentence.js";
import type { ChartInput } from "../../charts/marks/chart.js";
import { cellTimeWords } from "../../charts/marks/titles.js";
import { peaksOf, type State, statesOf } from "../../charts/marks/usage-states.js";
import { coresBusy, knownFigures, orNull, sizedRows } from "../../tables/cells.js";
import { column, numberCell, type TableModel, table, textCell } from "../../tables/table.js";

/** Time, memory and CPU of every combination, also as shares of the machine; `null` where no memory was recorded. */
export function useTable({ analysis, experiment, machine }: ChartInput): TableModel | null {
  if (analysis.cells.every(({ medianPeakPssBytes }) => medianPeakPssBytes === null)) return null;
  const recorded = new Map(recordedCells(analysis, experiment).map((one) => [one.cell, one]));
  const { measure } = analysis;
  const format = (value: number) => measured(value, measure);
  const peak = (cell: CellSummary) => peakCores(recorded.get(cell));
  const known = knownFigures<CellSummary>(analysis.cells, [
    { label: `median ${measureNoun(measure)}`, of: cellTimeWords },
    { label: "mean", of: ({ meanMs, sdMs }) => (sdMs === null ? null : orNull(meanMs, format)) },
    { label: "standard deviation", of: ({ sdMs }) => orNull(sdMs, format) },
    { label: "peak memory", of: ({ medianPeakPssBytes }) => orNull(medianPeakPssBytes, formatBytes) },
    { label: "of the machine's", of: ({ medianPeakPssBytes }) => shareOf(medianPeakPssBytes, machine.memoryBytes) },
    { label: "cores busy, mean", of: (cell) => orNull(coresBusy(cell), (cores) => fixed(cores, 2)) },
    { label: "of the machine's", of: (cell) => shareOf(coresBusy(cell), usableCores(machine, cell.factors)) },
    { label: "cores busy, peak", of: (cell) => orNull(peak(cell), (cores) => fixed(cores, 2)) },
  ]);
  const what = analysis.varying.includes("n") ? " by N" : "";
  return table({
    id: "use",
    caption: `${sentenceCase(measureNoun(measure))}, memory and CPU${what}: medians of the repeats; memory is the peak of all processes together.`,
    columns: [column("combination"), ...known.map(({ label }) => column(label, "n"))],
    groups: sizedRows(analysis, analysis.cells, (cell) => known.map(({ of }) => numberCell(of(cell) ?? "–"))),
    fold: "",
  });
}

/** Peaks of CPU and memory of the states that were sampled while they ran; `null` without any. */
export function peaksTable({ analysis, experiment, machine }: ChartInput): TableModel | null {
  const states = statesOf(analysis, experiment);
  if (states.length === 0) return null;
  const cores = usableCores(machine) ?? machine.logicalCores ?? null;
  const atEnd = ({ samples }: State) => samples.flatMap(({ bytes }) => bytes ?? []).at(-1) ?? null;
  const known = knownFigures<State>(states, [
    { label: "peak CPU", of: (state) => orNull(peaksOf(state).cores, (busy) => `${fixed(busy, 2)} cores`) },
    { label: "of the machine's", of: (state) => shareOf(peaksOf(state).cores, cores) },
    { label: "peak memory", of: (state) => orNull(peaksOf(state).bytes, formatBytes) },
    { label: "of the machine's", of: (state) => shareOf(peaksOf(state).bytes, machine.memoryBytes) },
    { label: "memory at the end", of: (state) => orNull(atEnd(state), formatBytes) },
    { label: "median time", of: ({ cell }) => cellTimeWords(cell) },
  ]);
  const machineWords = [
    cores === null ? "" : `${fixed(cores, Number.isInteger(cores) ? 0 : 2)} usable cores`,
    machine.memoryBytes ? `${formatBytes(machine.memoryBytes)} of memory` : "",
  ].filter(Boolean);
  return table({
    id: "peaks",
    caption: `CPU and memory while running: peaks in medians of the repeats${machineWords.length === 0 ? "" : `; the machine has ${machineWords.join(" and ")}`}.`,
    columns: [column("state"), ...known.map(({ label }) => column(label, "n"))],
    rows: states.map((state) => ({
      head: textCell(state.name),
      cells: known.map(({ of }) => numberCell(of(state) ?? "–")),
    })),
    fold: "",
  });
}

function peakCores(recorded: RecordedCell | undefined): number | null {
  const percent = recorded === undefined ? null : medianOf(recorded, "peak-cpu-percent");
  return percent === null ? null : percent / 100;
}

function shareOf(part: number | null, whole: number | null | undefined): string | null {
  return part === null || !whole ? null : plainPercent((part / whole) * 100);
}
