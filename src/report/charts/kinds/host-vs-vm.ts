import type { Comparison } from "../../../analysis/results/run-analysis.js";
import { geometricMean } from "../../../stats/geometric-mean.js";
import { plural } from "../../../words/number.js";
import { signedPercent, timeChange } from "../../../words/percent.js";
import { sentence } from "../../../words/verdict-words.js";
import { type Axis, linearTimeAxis, logTimeAxis } from "../marks/axis.js";
import { FIGURE_GAP, type Rows, rowFigures, rowPanel, rowsOf } from "../marks/bars/row-panel.js";
import type { ChartTable, ComparisonChart, Picture, Spec } from "../marks/chart.js";
import { layer, literal, pixels, type Row, scaled } from "../marks/layers.js";
import { forBothRooms, type Room } from "../marks/layout.js";
import { styleOf } from "../marks/series-style.js";
import { factorColumns, figureColumn, sharedTime, tableOf, wordsColumn } from "../marks/table-columns.js";
import { colour } from "../output/theme.js";
import { leftOut, MOST_ROWS, runName, type TimedCell, timedCells } from "./compared.js";

const WIDTH: Record<Room, number> = { wide: 500, narrow: 140 };
/** A span of times over which bars from zero would crush the short ones. */
const WIDE_SPAN = 25;

/**
 * Two runs cell by cell: hollow the reference, full the other, and the change between them. On one machine, and with
 * intervals, the changes themselves say more.
 */
export const hostVsVm: ComparisonChart = {
  id: "host-vs-vm",
  applies: (comparison) => {
    const timed = timedCells(comparison);
    return timed.length > 0 && (!comparison.sameMachine || timed.every(({ interval }) => interval === null));
  },
  spec: draw,
};

function draw(comparison: Comparison): Picture {
  const timed = timedCells(comparison);
  const shown = timed.slice(0, MOST_ROWS);
  const axis = axisOf(shown.flatMap(({ fromMs, toMs }) => [fromMs, toMs]));
  const { a, b } = comparison;
  return {
    title: title(comparison, timed),
    subtitle: `Total time of each cell${axis.scale === "log" ? ", logarithmic" : ""}. Hollow: ${runName(a, b)}. Full: ${runName(b, a)}. Right: change of time.`,
    ...forBothRooms((room) => spec(shown, axis, WIDTH[room])),
    table: table(shown, comparison),
    notes: leftOut(timed.length - shown.length),
  };
}

function title(comparison: Comparison, timed: readonly TimedCell[]): string {
  const { a, b } = comparison;
  const single = timed.every(({ method }) => method === "single-trial") ? ", in one trial each" : "";
  const [only] = timed;
  if (only && timed.length === 1)
    return `${sentence(only.label)}: ${runName(b, a)} takes ${timeChange(only.changePercent, runName(a, b))}${single}`;
  const change = (geometricMean(timed.map(({ changePercent }) => 1 + changePercent / 100)) - 1) * 100;
  return `${runName(b, a)} takes ${timeChange(change, runName(a, b))}, geometric mean of ${plural(timed.length, "cell")}${single}`;
}

function axisOf(timesMs: readonly number[]): Axis {
  const span = Math.max(...timesMs) / Math.min(...timesMs);
  return span > WIDE_SPAN ? logTimeAxis(timesMs) : linearTimeAxis(timesMs);
}

function spec(cells: readonly TimedCell[], axis: Axis, width: number): Spec {
  const rows = rowsOf([cells.length]);
  const names = cells.map(({ label }) => label);
  const changes = cells.map(({ changePercent }) => signedPercent(changePercent));
  const beside = rowFigures(changes, width + FIGURE_GAP, rows);
  return rowPanel({ rows, names, width, axis, axisTitle: "total time", marks: dumbbells(cells, rows), beside });
}

/** A hollow point, a full point, and what lies between them. */
function dumbbells(cells: readonly TimedCell[], { middles }: Rows): Spec[] {
  const styles = styleOf(cells.map(({ factors }) => factors));
  const pairs = cells.map(({ fromMs, toMs, factors, label }, index): Row => {
    const { colour: hue, shape } = styles(factors);
    return { from: fromMs, to: toMs, middle: middles[index] ?? 0, hue, shape, name: label };
  });
  const middle = { y: pixels("middle") };
  const point = { type: "point", size: 80, opacity: 1, strokeWidth: 2 };
  const bar = { type: "rule", strokeWidth: 3, stroke: colour("startup") };
  const [from, to] = [
    { ...middle, x: scaled("from"), shape: literal("shape") },
    { ...middle, x: scaled("to"), shape: literal("shape") },
  ];
  return [
    ...layer(pairs, bar, { ...middle, x: scaled("from"), x2: { field: "to" } }),
    ...layer(pairs, { ...point, fill: colour("paper") }, { ...from, stroke: literal("hue") }),
    ...layer(pairs, { ...point, stroke: colour("paper"), strokeWidth: 1 }, { ...to, fill: literal("hue") }),
  ];
}

function table(cells: readonly TimedCell[], { a, b }: Comparison): ChartTable {
  const time = sharedTime(cells.flatMap(({ fromMs, toMs }) => [fromMs, toMs]));
  return tableOf(cells, [
    wordsColumn("cell", ({ label }) => label),
    ...factorColumns(cells, ({ factors }) => factors),
    figureColumn({ label: runName(a, b), ...time, of: ({ fromMs }) => fromMs }),
    figureColumn({ label: runName(b, a), ...time, of: ({ toMs }) => toMs }),
    figureColumn({ label: "change", unit: "%", of: ({ changePercent }) => changePercent, format: signedPercent }),
  ]);
}
