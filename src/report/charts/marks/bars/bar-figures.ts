import type { CellSummary, ExperimentAnalysis } from "../../../../analysis/results/run-analysis.js";
import { type RecordedCell, recordedCells } from "../../kinds/recorded.js";
import { type Axis, linearTimeAxis } from "../axis.js";
import { cellColumns } from "../cell-table.js";
import type { Chart, ChartInput, ChartTable, Picture } from "../chart.js";
import { forBothRooms } from "../layout.js";
import { bySize, shortLabel } from "../series.js";
import { styleOf } from "../series-style.js";
import { figureColumn, tableOf } from "../table-columns.js";
import { cellTimeWords, constantWords, sentences } from "../titles.js";
import { type Bar, type BarGroup, barChart } from "./bars.js";

/** More bars than these are a wall; the tables have them all. */
const MAX_BARS = 60;

/** What one cell shows in a chart of bars. */
export interface Measure {
  parts: number[];
  tick?: number;
  figure: string;
  /** Figures of the table, in the order of `columns`. */
  figures: (number | null)[];
}

export interface BarFigure {
  id: string;
  /** Columns of the table after "cell", and how to say their figures. */
  columns: { label: string; unit: string; format(value: number): string }[];
  /** `null` where the cell has no such figure: its bar is missing, its reason is not. */
  measure(recorded: RecordedCell): Measure | null;
  title(measured: readonly Measured[]): string;
  /** What is drawn, and what bars mean; what ticks mean is said only where there are some. */
  subtitle: string;
  tickWords?: string;
  axis?(values: number[]): Axis;
  /** Cells that the question is about; absent: all. */
  concerns?(cell: CellSummary): boolean;
}

export interface Measured extends RecordedCell {
  measure: Measure;
  label: string;
}

/** A chart of one bar a cell, sizes in groups, and its table. Shown where an experiment calls for it. */
export function barFigure(figure: BarFigure): Chart {
  const cellsOf = (analysis: ExperimentAnalysis, experiment: ChartInput["experiment"]) =>
    recordedCells(analysis, experiment).filter(({ cell }) => figure.concerns?.(cell) ?? true);
  return {
    id: figure.id,
    onCall: true,
    applies: (analysis, experiment) => {
      const cells = cellsOf(analysis, experiment);
      return cells.length <= MAX_BARS && cells.filter((recorded) => figure.measure(recorded) !== null).length > 1;
    },
    spec: ({ analysis, experiment }) => draw(figure, cellsOf(analysis, experiment), analysis),
  };
}

function draw(figure: BarFigure, cells: readonly RecordedCell[], analysis: ExperimentAnalysis): Picture {
  const styles = styleOf(analysis.cells);
  const measures = new Map(cells.map((recorded) => [recorded, figure.measure(recorded)]));
  const sizes = bySize(cells, ({ cell }) => cell.factors, analysis);
  const measured = cells.flatMap((recorded): Measured[] => {
    const measure = measures.get(recorded);
    const label = sizes.length === 1 ? shortLabel(recorded.cell.factors, analysis) : recorded.cell.label;
    return measure ? [{ ...recorded, measure, label }] : [];
  });
  const groups = sizes.map(
    ({ title, items }): BarGroup => ({
      title,
      bars: items.map((recorded): Bar => {
        const { factors } = recorded.cell;
        const measure = measures.get(recorded);
        return {
          name: shortLabel(factors, analysis),
          row: recorded.cell.label,
          parts: measure?.parts ?? [],
          tick: measure?.tick ?? null,
          figure: measure?.figure ?? missingWords(recorded.cell),
          style: styles(factors),
        };
      }),
    }),
  );
  return {
    title: figure.title(measured),
    subtitle: sentences(
      figure.subtitle,
      measured.some(({ measure }) => measure.tick !== undefined) ? (figure.tickWords ?? "") : "",
      constantWords(analysis),
    ),
    ...forBothRooms((room) => barChart(groups, figure.axis ?? ((values) => linearTimeAxis(values)), room)),
    table: table(figure, cells, measures),
    notes: cells.flatMap((recorded) =>
      measures.get(recorded) ? [] : [`Not drawn: ${recorded.cell.label}, ${missingWords(recorded.cell)}.`],
    ),
  };
}

function table(
  { columns }: BarFigure,
  cells: readonly RecordedCell[],
  measures: ReadonlyMap<RecordedCell, Measure | null>,
): ChartTable {
  return tableOf(cells, [
    ...cellColumns(cells, ({ cell }) => cell),
    ...columns.map((column, index) =>
      figureColumn<RecordedCell>({
        ...column,
        of: (recorded) => measures.get(recorded)?.figures[index] ?? null,
        instead: (recorded) => (index === 0 && !measures.get(recorded) ? missingWords(recorded.cell) : "–"),
      }),
    ),
  ]);
}

/** Why a cell has no such figure: it failed, or nobody recorded it. */
function missingWords(cell: CellSummary): string {
  return cell.medianMs === null ? cellTimeWords(cell) : "not recorded";
}

/** "From 45 MB (sequential) to 300 MB (process per task)": the least and the most, by the sum of the parts. */
export function rangeWords(measured: readonly Measured[], words: (measured: Measured) => string): string {
  const size = ({ measure: { parts } }: Measured) => parts.reduce((total, part) => total + part, 0);
  const ordered = measured.toSorted((a, b) => size(a) - size(b));
  const [least, most] = [ordered[0], ordered.at(-1)];
  if (!least || !most || least === most) return least ? `${words(least)} (${least.label})` : "nothing recorded";
  return `from ${words(least)} (${least.label}) to ${words(most)} (${most.label})`;
}
