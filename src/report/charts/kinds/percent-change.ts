import type { Comparison, Verdict } from "../../../analysis/results/run-analysis.js";
import { percentInterval, signedPercent } from "../../../words/percent.js";
import { list } from "../../../words/sentence.js";
import { VERDICT_WORDS } from "../../../words/verdict-words.js";
import { type Axis, multiplesWithin, roundStep } from "../marks/axis.js";
import { type Rows, rowFigures, rowPanel, rowsOf } from "../marks/bars/row-panel.js";
import type { ChartTable, ComparisonChart, Picture, Spec } from "../marks/chart.js";
import { DOWN, inkedWords, layer, literal, pixels, type Row, scaled, words } from "../marks/layers.js";
import { forBothRooms, type Room } from "../marks/layout.js";
import { endsColumn, factorColumns, figureColumn, tableOf, wordsColumn } from "../marks/table-columns.js";
import { colour } from "../output/theme.js";
import { leftOut, MOST_ROWS, timedCells } from "./compared.js";

const WIDTH: Record<Room, number> = { wide: 330, narrow: 92 };
/** Changes within this many percent count as none. */
const ZONE = 3;
/** Most steps of the axis from the least change to the largest. */
const MOST_STEPS = 5;

type Shown = ReturnType<typeof timedCells>[number];

/** Change of every cell with its interval, beside the zone that counts as equal. */
export const percentChange: ComparisonChart = {
  id: "percent-change",
  applies: (comparison) => timedCells(comparison).some(({ interval }) => interval !== null),
  spec: draw,
};

const LOOKS: Record<Verdict, { ink: string; fill: string; shape: string }> = {
  faster: { ink: colour("good"), fill: colour("good"), shape: "triangle-left" },
  slower: { ink: colour("bad"), fill: colour("bad"), shape: "triangle-right" },
  same: { ink: colour("same"), fill: colour("same"), shape: "circle" },
  inconclusive: { ink: colour("same"), fill: colour("paper"), shape: "circle" },
};

function draw(comparison: Comparison): Picture {
  const timed = timedCells(comparison);
  const shown = timed.slice(0, MOST_ROWS);
  return {
    title: title(timed),
    subtitle: `Change of time against the reference. Point: estimate, bar: 95 % interval. Grey zone: ±${ZONE} %, which counts as equal.`,
    ...forBothRooms((room) => spec(shown, room)),
    table: table(shown),
    notes: leftOut(timed.length - shown.length),
  };
}

/** How many cells got which verdict. */
function title(cells: readonly Shown[]): string {
  const order: Verdict[] = ["faster", "slower", "same", "inconclusive"];
  const parts = order.flatMap((verdict) => {
    const count = cells.filter((cell) => cell.verdict === verdict).length;
    return count === 0 ? [] : [`${count} ${VERDICT_WORDS[verdict]}`];
  });
  return `Of ${cells.length} ${cells.length === 1 ? "cell" : "cells"}: ${list(parts)}`;
}

function axisOf(cells: readonly Shown[]): Axis {
  const reach = cells.flatMap(({ changePercent, interval }) => [changePercent, ...(interval ?? [])]);
  const [low, high] = [Math.min(-ZONE * 2, ...reach), Math.max(ZONE * 2, ...reach)];
  const air = (high - low) * 0.04;
  const domain: [number, number] = [low - air, high + air];
  const ticks = multiplesWithin(roundStep((high - low) / MOST_STEPS), ...domain);
  return { scale: "linear", domain, ticks: ticks.map((value) => ({ value, label: signedPercent(value, 0) })) };
}

function spec(cells: readonly Shown[], room: Room): Spec {
  const rows = rowsOf([cells.length]);
  const width = WIDTH[room];
  const zone: Row = { from: -ZONE, to: ZONE, zero: 0, top: 0, bottom: rows.height };
  const across = { x: scaled("from"), x2: { field: "to" } };
  const zeroLine = { type: "rule", stroke: colour("soft"), strokeWidth: 1.25 };
  return rowPanel({
    rows,
    names: cells.map(({ label }) => label),
    width,
    axis: axisOf(cells),
    axisTitle: "← less time · more time →",
    behind: layer([zone], { type: "rect", fill: colour("zone") }, { ...DOWN, ...across }),
    marks: [...layer([zone], zeroLine, { ...DOWN, x: scaled("zero") }), ...estimates(cells, rows)],
    beside: room === "wide" ? columns(cells, rows, width) : changeColumn(cells, rows, width),
  });
}

/** A point for each change, with its interval. */
function estimates(cells: readonly Shown[], { middles }: Rows): Spec[] {
  const marks = cells.map(({ changePercent, interval, verdict, label }, index): Row => {
    const [low, high] = interval ?? [null, null];
    return { x: changePercent, low, high, middle: middles[index] ?? 0, name: label, ...LOOKS[verdict] };
  });
  const middle = { y: pixels("middle") };
  const reach = { ...middle, x: scaled("low"), x2: { field: "high" }, stroke: literal("ink") };
  const point = { fill: literal("fill"), stroke: literal("ink"), shape: literal("shape") };
  return [
    ...layer(
      marks.filter(({ low }) => low !== null),
      { type: "rule", strokeWidth: 2.5 },
      reach,
    ),
    ...layer(
      marks,
      { type: "point", size: 60, opacity: 1, strokeWidth: 1.75 },
      { ...middle, x: scaled("x"), ...point },
    ),
  ];
}

/** Change, interval and verdict in figures and words, where there is room for all three. */
function columns(cells: readonly Shown[], rows: Rows, width: number): Spec[] {
  const verdicts = cells.map(({ verdict }, index) => ({
    text: VERDICT_WORDS[verdict],
    ink: LOOKS[verdict].ink,
    px: width + 250,
    py: rows.middles[index] ?? 0,
  }));
  const heads = [
    { text: "change", px: width + 78, py: -12 },
    { text: "95 % interval", px: width + 218, py: -12 },
  ];
  return [
    ...words(heads, { align: "right" }),
    ...changeColumn(cells, rows, width),
    ...rowFigures(intervals(cells), width + 218, rows, { align: "right", fontWeight: 400, fill: colour("text") }),
    ...inkedWords(verdicts, { fontWeight: 400 }),
  ];
}

function changeColumn(cells: readonly Shown[], rows: Rows, width: number): Spec[] {
  const figures = cells.map(({ changePercent }) => signedPercent(changePercent));
  return rowFigures(figures, width + 78, rows, { align: "right" });
}

function intervals(cells: readonly Shown[]): string[] {
  return cells.map(({ interval }) => (interval ? percentInterval(interval) : "–"));
}

function table(cells: readonly Shown[]): ChartTable {
  return tableOf(cells, [
    wordsColumn("cell", ({ label }) => label),
    ...factorColumns(cells, ({ factors }) => factors),
    figureColumn({ label: "change", unit: "%", of: ({ changePercent }) => changePercent, format: signedPercent }),
    {
      ...endsColumn<Shown>({
        label: "95 % interval",
        unit: "%",
        of: ({ interval }) => interval,
        format: signedPercent,
      }),
      text: ({ interval }) => (interval ? percentInterval(interval) : "–"),
    },
    wordsColumn("verdict", ({ verdict }) => VERDICT_WORDS[verdict]),
  ]);
}
