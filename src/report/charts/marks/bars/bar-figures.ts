import { sum } from "d3-array";
import { type RecordedCell, recordedCells } from "../../../../analysis/cells/recorded-cells.js";
import type { CellSummary, ExperimentAnalysis } from "../../../../analysis/results/run-analysis.js";
import { multiple } from "../../../../words/number.js";
import { sentenceCase } from "../../../../words/sentence.js";
import { type Axis, linearTimeAxis } from "../axis.js";
import { cellColumns } from "../cell-table.js";
import type { Chart, ChartInput, Picture, SmallPictures } from "../chart.js";
import { forEveryWidth } from "../layout.js";
import { bySize, shortLabel } from "../series.js";
import { styleOf } from "../series-style.js";
import { figureColumn, tableOf } from "../table-columns.js";
import { cellTimeWords, constantWords, sentences } from "../titles.js";
import { type Bar, type BarGroup, barChart, smallBars } from "./bars.js";

/** Most bars of a picture; the tables have all cells. */
const MAX_BARS = 60;

/** Figures of one cell in a chart of bars. */
export interface Measure {
  parts: number[];
  tick?: number;
  figure: string;
  /** Figures of the table, in the order of `columns`. */
  figures: (number | null)[];
}

export interface BarFigure {
  id: string;
  /** Columns of the table after "cell". */
  columns: { label: string; unit: string; format(value: number): string }[];
  /** `null` where the cell has no such figure: a reason stands in place of its bar. */
  measure(recorded: RecordedCell): Measure | null;
  title(measured: readonly Measured[]): string;
  /** Explains the bars. `tickWords` explain the ticks, where there are some. */
  subtitle: string;
  tickWords?: string;
  axis?(values: number[]): Axis;
  /** Whether the chart is about a cell; absent: about all. */
  concerns?(cell: CellSummary): boolean;
}

export interface Measured extends RecordedCell {
  measure: Measure;
  label: string;
}

/** A chart of one bar a cell from its declaration, sizes in groups. It is shown where an experiment calls for it. */
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
    small: ({ analysis, experiment }, lead) => small(figure, cellsOf(analysis, experiment), analysis, lead),
  };
}

function draw(figure: BarFigure, cells: readonly RecordedCell[], analysis: ExperimentAnalysis): Picture {
  const items = cells.map((recorded) => ({
    ...recorded,
    measure: figure.measure(recorded),
    name: shortLabel(recorded.cell.factors, analysis),
  }));
  const sizes = bySize(items, ({ cell }) => cell.factors, analysis);
  const groups = groupsOf(figure, cells, analysis);
  const measured = items.flatMap(({ measure, name, ...recorded }): Measured[] =>
    measure ? [{ ...recorded, measure, label: sizes.length === 1 ? name : recorded.cell.label }] : [],
  );
  return {
    title: figure.title(measured),
    subtitle: sentences(
      figure.subtitle,
      measured.some(({ measure }) => measure.tick !== undefined) ? (figure.tickWords ?? "") : "",
      constantWords(analysis),
    ),
    ...forEveryWidth((room) => barChart(groups, axisOf(figure), room)),
    table: tableOf(items, [
      ...cellColumns(items, ({ cell }) => cell),
      ...figure.columns.map((column, index) =>
        figureColumn<(typeof items)[number]>({
          ...column,
          of: ({ measure }) => measure?.figures[index] ?? null,
          instead: ({ cell, measure }) => (index === 0 && measure === null ? missingWords(cell) : "–"),
        }),
      ),
    ]),
    notes: items.flatMap(({ cell, measure }) =>
      measure === null ? [`Not drawn: ${cell.label}, ${missingWords(cell)}.`] : [],
    ),
  };
}

/** The bars of each size. */
function groupsOf(figure: BarFigure, cells: readonly RecordedCell[], analysis: ExperimentAnalysis): BarGroup[] {
  const styles = styleOf(analysis.cells);
  return bySize(cells, ({ cell }) => cell.factors, analysis).map(({ title, items }) => ({
    title,
    bars: items.map((recorded): Bar => {
      const { cell } = recorded;
      const { parts = [], tick = null, figure: text = missingWords(cell) } = figure.measure(recorded) ?? {};
      const name = shortLabel(cell.factors, analysis);
      return { key: cell.key, name, row: cell.label, parts, tick, figure: text, style: styles(cell.factors) };
    }),
  }));
}

/** The bars of the size that the cell spoken of first has. */
function small(
  figure: BarFigure,
  cells: readonly RecordedCell[],
  analysis: ExperimentAnalysis,
  lead: readonly string[],
): SmallPictures {
  const groups = groupsOf(figure, cells, analysis);
  const ofLead = groups.find(({ bars }) => bars.some(({ key }) => key === lead[0]));
  return smallBars((ofLead ?? groups.at(-1)) as BarGroup, axisOf(figure), lead);
}

function axisOf({ axis }: BarFigure): (values: number[]) => Axis {
  return axis ?? ((values) => linearTimeAxis(values));
}

/** The reason why a cell has no such figure. */
function missingWords(cell: CellSummary): string {
  return cell.medianMs === null ? cellTimeWords(cell) : "not recorded";
}

/**
 * "Process per task has the highest peak of memory: 300 MB, 6.67× that of sequential": the most, by the sum of the parts, as a
 * multiple of the least; by their medians, so where several rows come close it says no more than the figures beside them.
 */
export function mostTitle(measured: readonly Measured[], point: string, of: string): string {
  const size = ({ measure }: Measured) => sum(measure.parts);
  const ordered = measured.toSorted((a, b) => size(a) - size(b));
  const [least, most] = [ordered[0], ordered.at(-1)];
  if (!least || !most) return "Nothing recorded";
  if (least === most || size(least) <= 0) return `${sentenceCase(most.label)}: ${most.measure.figure}`;
  const [times, named] = [multiple(size(most) / size(least)), sentenceCase(most.label)];
  return `${named} ${point}: ${most.measure.figure}, ${times} ${of} ${least.label}`;
}
