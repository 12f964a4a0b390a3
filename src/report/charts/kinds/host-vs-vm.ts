import type { Comparison } from "../../../analysis/results/run-analysis.js";
import { largest, smallest } from "../../../record/limits/extremes.js";
import { geometricMean } from "../../../stats/geometric-mean.js";
import { measuredChange, measureNoun, measureTitle, measureVerb, totalNoun } from "../../../words/measure.js";
import { plural } from "../../../words/number.js";
import { signedPercent } from "../../../words/percent.js";
import { sentenceCase } from "../../../words/sentence.js";
import { type Axis, linearTimeAxis, logTimeAxis } from "../marks/axis.js";
import { FIGURE_GAP, type Rows, rowFigures, rowPanel, rowsOf } from "../marks/bars/row-panel.js";
import type { Spec } from "../marks/chart.js";
import { layer, literal, pixels, type Row, scaled } from "../marks/layers.js";
import type { PictureWidth } from "../marks/layout.js";
import { styleOf } from "../marks/series-style.js";
import { figureColumn, sharedTime } from "../marks/table-columns.js";
import { colour } from "../output/theme.js";
import { comparedChart, runName, type TimedCell, verdictsTitle } from "./compared.js";

const WIDTH: Record<PictureWidth, number> = { wide: 500, narrow: 140, half: 190, page: 500 };
/** Largest ratio of two times on a linear axis: beyond it short times would be too small to see. */
const WIDE_SPAN = 25;

/**
 * Two runs cell by cell: the reference hollow, the other full, and the change between them. For two runs on one machine
 * with intervals the chart of changes says more.
 */
export const hostVsVm = comparedChart({
  id: "host-vs-vm",
  applies: (timed, { sameMachine }) => !sameMachine || timed.every(({ interval }) => interval === null),
  title,
  subtitle: (shown, { a, b }) =>
    `${sentenceCase(totalNoun(shown[0]?.measure))} of each combination${axisOf(shown).scale === "log" ? ", logarithmic" : ""}. Hollow: ${runName(a, b)}. Full: ${runName(b, a)}. Right: change of ${measureNoun(shown[0]?.measure)}.`,
  spec,
  columns(shown, { a, b }) {
    const time = sharedTime(timesOf(shown), shown[0]?.measure);
    return [
      figureColumn({ label: runName(a, b), ...time, of: ({ fromMs }) => fromMs }),
      figureColumn({ label: runName(b, a), ...time, of: ({ toMs }) => toMs }),
      figureColumn({ label: "change", unit: "%", of: ({ changePercent }) => changePercent, format: signedPercent }),
    ];
  },
});

/** The change of the only cell, or the mean of all where most of them were decided its way, else what was decided. */
function title(timed: readonly TimedCell[], { a, b }: Comparison): string {
  const isSingle = timed.every(({ method }) => method === "single-trial");
  const single = isSingle ? ", measured once each" : "";
  const [only] = timed;
  const measure = only?.measure;
  const takes = measureVerb(measure);
  if (only && timed.length === 1) {
    const open = isSingle
      ? ""
      : { inconclusive: ", not clearly", same: ", equal within 3 %", faster: "", slower: "" }[only.verdict];
    return `${sentenceCase(only.label)}: ${runName(b, a)} ${takes} ${measuredChange(only.changePercent, measure, runName(a, b))}${open}${single}`;
  }
  const change = (geometricMean(timed.map(({ changePercent }) => 1 + changePercent / 100)) - 1) * 100;
  const isBetter = measure?.better === "higher" ? change > 0 : change < 0;
  const decided = timed.filter(({ verdict }) => verdict === (isBetter ? "faster" : "slower")).length;
  if (!isSingle && decided <= timed.length / 2) return verdictsTitle(timed);
  return `${runName(b, a)} ${takes} ${measuredChange(change, measure, runName(a, b))}, geometric mean of ${plural(timed.length, "combination")}${single}`;
}

function timesOf(cells: readonly TimedCell[]): number[] {
  return cells.flatMap(({ fromMs, toMs }) => [fromMs, toMs]);
}

function axisOf(cells: readonly TimedCell[]): Axis {
  const times = timesOf(cells);
  const axis = largest(times) / smallest(times) > WIDE_SPAN ? logTimeAxis : linearTimeAxis;
  return axis(times, cells[0]?.measure);
}

function spec(cells: readonly TimedCell[], room: PictureWidth): Spec {
  const width = WIDTH[room];
  const rows = rowsOf([cells.length]);
  const names = cells.map(({ label }) => label);
  const changes = cells.map(({ changePercent }) => signedPercent(changePercent));
  const beside = rowFigures(changes, width + FIGURE_GAP, rows);
  const axis = axisOf(cells);
  return rowPanel({
    rows,
    names,
    width,
    axis,
    axisTitle: measureTitle(cells[0]?.measure),
    marks: dumbbells(cells, rows),
    beside,
  });
}

/** A hollow point, a full point, and a bar between them. */
function dumbbells(cells: readonly TimedCell[], { middles }: Rows): Spec[] {
  const styles = styleOf(cells);
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
