import { recordedCells, taskTimes } from "../../../analysis/cells/recorded-cells.js";
import type { CellSummary } from "../../../analysis/results/run-analysis.js";
import { quantileOfSorted } from "../../../stats/quantile.js";
import { fixed, plural, whole } from "../../../words/number.js";
import { formatTime } from "../../../words/time.js";
import { linearTimeAxis } from "../marks/axis.js";
import { FIGURE_GAP, rowFigures, rowPanel } from "../marks/bars/row-panel.js";
import { cellColumns } from "../marks/cell-table.js";
import type { Chart, ChartInput, ChartTable, Picture, Spec } from "../marks/chart.js";
import { DOWN, layer, literal, pixels, type Row, scaled } from "../marks/layers.js";
import { forEveryWidth, type PictureWidth } from "../marks/layout.js";
import { shortLabel } from "../marks/series.js";
import { type SeriesStyle, styleOf } from "../marks/series-style.js";
import { endsColumn, figureColumn, tableOf } from "../marks/table-columns.js";
import { sentences } from "../marks/titles.js";
import { colour } from "../output/theme.js";

const WIDTH: Record<PictureWidth, number> = { wide: 520, narrow: 120, half: 180, page: 520 };
const ROW = 38;
const MAX_ROWS = 16;
/** Most dots of a row that can be told apart. */
const MOST_DOTS = 100;

/** Times of the single tasks: a strip for each cell, a dot for each task. */
export const taskDistribution: Chart = {
  id: "task-distribution",
  onCall: true,
  applies: (analysis, experiment) => stripsOf({ analysis, experiment }).length > 1,
  spec: draw,
};

interface Strip {
  cell: CellSummary;
  /** Ascending. */
  timesMs: number[];
}

function stripsOf({ analysis, experiment }: Pick<ChartInput, "analysis" | "experiment">): Strip[] {
  return recordedCells(analysis, experiment).flatMap((recorded) => {
    const timesMs = taskTimes(recorded).sort((a, b) => a - b);
    return timesMs.length > 0 && (timesMs[0] as number) > 0 ? [{ cell: recorded.cell, timesMs }] : [];
  });
}

function draw(input: ChartInput): Picture {
  const all = stripsOf(input);
  const strips = all.slice(0, MAX_ROWS);
  const style = styleOf(input.analysis.cells);
  const names = strips.map(({ cell }) => shortLabel(cell.factors, input.analysis));
  const thinned = strips.some(({ timesMs }) => timesMs.length > MOST_DOTS);
  return {
    title: title(all),
    subtitle: sentences(
      "Each dot is the time of one task, of all repeats.",
      "Thick bar: the middle half; light line in it: the median; tick: 95 of 100 tasks are quicker.",
      thinned ? `At most ${MOST_DOTS} dots a row, spread evenly over the tasks by time.` : "",
    ),
    ...forEveryWidth((room) => spec(strips, { names, style: ({ factors }) => style(factors), width: WIDTH[room] })),
    table: table(strips),
    notes: all.length > MAX_ROWS ? [`${plural(all.length - MAX_ROWS, "more combination")} not drawn.`] : [],
  };
}

/** Width of the middle half relative to its median, at its narrowest and at its widest. */
function title(strips: readonly Strip[]): string {
  const spreads = strips
    .map((strip) => ({ strip, share: (at(strip, 0.75) - at(strip, 0.25)) / at(strip, 0.5) }))
    .sort((a, b) => a.share - b.share);
  const [narrow, wide] = [spreads[0], spreads.at(-1)];
  if (!narrow || !wide || narrow === wide) return "Times of the single tasks";
  const words = ({ strip, share }: typeof narrow) =>
    `${fixed(share * 100, share < 0.1 ? 1 : 0)} % (${strip.cell.label})`;
  return `Spread of the tasks' times: the middle half spans ${words(narrow)} to ${words(wide)} of its median`;
}

function at({ timesMs }: Strip, share: number): number {
  return quantileOfSorted(timesMs, share);
}

interface Looks {
  names: string[];
  style: (cell: CellSummary) => SeriesStyle;
  width: number;
}

function spec(strips: readonly Strip[], { names, style, width }: Looks): Spec {
  const rows = {
    middles: strips.map((_, index) => index * ROW + ROW / 2),
    height: strips.length * ROW,
    namesAbove: false,
  };
  return rowPanel({
    rows,
    names,
    width,
    axis: linearTimeAxis(strips.flatMap(({ timesMs }) => timesMs)),
    axisTitle: "time of one task",
    marks: marks(strips, rows.middles, style),
    beside: rowFigures(
      strips.map((strip) => formatTime(at(strip, 0.5))),
      width + FIGURE_GAP,
      rows,
    ),
  });
}

function marks(strips: readonly Strip[], middles: readonly number[], style: Looks["style"]): Spec[] {
  const summaries = strips.map((strip, index): Row => {
    const middle = middles[index] ?? 0;
    return {
      ...{ low: at(strip, 0.25), median: at(strip, 0.5), high: at(strip, 0.75), late: at(strip, 0.95) },
      ...{ ink: style(strip.cell).ink, name: strip.cell.label },
      ...{ top: middle - 5, bottom: middle + 5, from: middle - 11, to: middle + 11 },
    };
  });
  const tick = { x: scaled("late"), y: pixels("from"), y2: { field: "to" }, stroke: literal("ink") };
  return [
    ...layer(
      strips.flatMap((strip, index) => dots(strip, middles[index] ?? 0, style(strip.cell))),
      { type: "circle", size: 22, opacity: 0.4 },
      { x: scaled("x"), y: pixels("py"), fill: literal("colour") },
    ),
    ...layer(
      summaries.filter(({ low, high }) => low !== high),
      { type: "rect", cornerRadius: 2 },
      { ...DOWN, x: scaled("low"), x2: { field: "high" }, fill: literal("ink") },
    ),
    ...layer(summaries, { type: "rule", strokeWidth: 2.5, stroke: colour("paper") }, { ...DOWN, x: scaled("median") }),
    ...layer(summaries, { type: "rule", strokeWidth: 2 }, tick),
  ];
}

/** Dots of a row, moved up and down in a fixed pattern so that equal times do not hide each other. */
function dots({ timesMs }: Strip, middle: number, { colour: hue }: SeriesStyle): Row[] {
  const stride = Math.max(1, timesMs.length / MOST_DOTS);
  const count = Math.floor(timesMs.length / stride);
  return Array.from({ length: count }, (_, index) => ({
    x: timesMs[Math.floor(index * stride)] as number,
    // Multiples of the golden ratio are spread evenly and never repeat.
    py: middle + (((index * 0.6180339887) % 1) - 0.5) * 22,
    colour: hue,
  }));
}

function table(strips: readonly Strip[]): ChartTable {
  const time = { unit: "ms", format: formatTime };
  return tableOf(strips, [
    ...cellColumns(strips, ({ cell }) => cell),
    figureColumn({ label: "tasks timed", unit: "", of: ({ timesMs }) => timesMs.length, format: whole }),
    figureColumn({ label: "median", ...time, of: (strip) => at(strip, 0.5) }),
    endsColumn({ label: "middle half", ...time, of: (strip) => [at(strip, 0.25), at(strip, 0.75)] }),
    figureColumn({ label: "95th percentile", ...time, of: (strip) => at(strip, 0.95) }),
    figureColumn({ label: "longest", ...time, of: (strip) => at(strip, 1) }),
  ]);
}
