import { decidingInterval, intervalFigure } from "../../../analysis/comparing/change-words.js";
import type { Verdict } from "../../../analysis/results/run-analysis.js";
import { largest, smallest } from "../../../record/limits/extremes.js";
import { type Measure, measureNoun } from "../../../words/measure.js";
import { percentInterval, signedPercent } from "../../../words/percent.js";
import { isForCorrection, verdictName, verdictWords } from "../../../words/verdict-words.js";
import { type Axis, multiplesWithin, roundStep } from "../marks/axis.js";
import { type Rows, rowFigures, rowPanel, rowsOf } from "../marks/bars/row-panel.js";
import type { Spec } from "../marks/chart.js";
import { DOWN, inkedWords, layer, literal, pixels, type Row, scaled, words } from "../marks/layers.js";
import type { PictureWidth } from "../marks/layout.js";
import { endsColumn, figureColumn, wordsColumn } from "../marks/table-columns.js";
import { colour } from "../output/theme.js";
import { comparedChart, type TimedCell, verdictsTitle } from "./compared.js";

const WIDTH: Record<PictureWidth, number> = { wide: 330, narrow: 92, half: 150, page: 330 };
/** Largest change in percent that counts as none. */
const ZONE = 3;
/** Most steps of the axis from the least change to the largest. */
const MOST_STEPS = 5;

/** Change of every cell with its interval, beside the zone that counts as equal. */
export const percentChange = comparedChart({
  id: "percent-change",
  applies: (timed) => timed.some(({ interval }) => interval !== null),
  title: verdictsTitle,
  subtitle(shown) {
    const corrected = shown.some(isForCorrection) ? " Verdicts are corrected for many comparisons, bars are not." : "";
    return `Change of ${measureNoun(shown[0]?.measure)} against the reference. Point: estimate, bar: 95 % interval, of equal ones the 90 % one. Grey zone: ±${ZONE} %, which counts as equal.${corrected}`;
  },
  spec,
  columns() {
    const percent = { unit: "%", format: signedPercent };
    return [
      figureColumn({ label: "change", ...percent, of: ({ changePercent }) => changePercent }),
      {
        ...endsColumn({ label: "95 % interval", ...percent, of: ({ interval }) => interval }),
        text: (cell) => intervalFigure(cell),
      },
      wordsColumn("verdict", verdictWords),
    ];
  },
});

const LOOKS: Record<Verdict, { ink: string; fill: string; shape: string }> = {
  faster: { ink: colour("good"), fill: colour("good"), shape: "triangle-left" },
  slower: { ink: colour("bad"), fill: colour("bad"), shape: "triangle-right" },
  same: { ink: colour("same"), fill: colour("same"), shape: "circle" },
  inconclusive: { ink: colour("same"), fill: colour("paper"), shape: "circle" },
};

/** The shape points to where better lies on the axis. */
function pointing(verdict: Verdict, measure: Measure | undefined): { shape?: string } {
  if (measure?.better !== "higher") return {};
  const turned = { faster: "slower", slower: "faster", same: "same", inconclusive: "inconclusive" } as const;
  return { shape: LOOKS[turned[verdict]].shape };
}

function axisOf(cells: readonly TimedCell[]): Axis {
  const reach = cells.flatMap((cell) => [cell.changePercent, ...(decidingInterval(cell)?.ends ?? [])]);
  const [low, high] = [Math.min(-ZONE * 2, smallest(reach)), Math.max(ZONE * 2, largest(reach))];
  const air = (high - low) * 0.04;
  const domain: [number, number] = [low - air, high + air];
  const ticks = multiplesWithin(roundStep((high - low) / MOST_STEPS), ...domain);
  return { scale: "linear", domain, ticks: ticks.map((value) => ({ value, label: signedPercent(value, 0) })) };
}

function spec(cells: readonly TimedCell[], room: PictureWidth): Spec {
  const rows = rowsOf([cells.length]);
  const width = WIDTH[room];
  const noun = measureNoun(cells[0]?.measure);
  const zone: Row = { from: -ZONE, to: ZONE, zero: 0, top: 0, bottom: rows.height };
  const across = { x: scaled("from"), x2: { field: "to" } };
  const zeroLine = { type: "rule", stroke: colour("soft"), strokeWidth: 1.25 };
  return rowPanel({
    rows,
    names: cells.map(({ label }) => label),
    width,
    axis: axisOf(cells),
    axisTitle: `← less ${noun} · more ${noun} →`,
    behind: layer([zone], { type: "rect", fill: colour("zone") }, { ...DOWN, ...across }),
    marks: [...layer([zone], zeroLine, { ...DOWN, x: scaled("zero") }), ...estimates(cells, rows)],
    beside: room === "wide" || room === "page" ? columns(cells, rows, width) : changeColumn(cells, rows, width),
  });
}

/** A point for each change, with its interval. */
function estimates(cells: readonly TimedCell[], { middles }: Rows): Spec[] {
  const marks = cells.map((cell, index): Row => {
    const { changePercent, verdict, label, measure } = cell;
    const [low, high] = decidingInterval(cell)?.ends ?? [null, null];
    return {
      x: changePercent,
      low,
      high,
      middle: middles[index] ?? 0,
      name: label,
      ...LOOKS[verdict],
      ...pointing(verdict, measure),
    };
  });
  const middle = { y: pixels("middle") };
  const reach = { ...middle, x: scaled("low"), x2: { field: "high" }, stroke: literal("ink") };
  const point = { fill: literal("fill"), stroke: literal("ink"), shape: literal("shape") };
  const known = marks.filter(({ low }) => low !== null);
  const mark = { type: "point", size: 60, opacity: 1, strokeWidth: 1.75 };
  return [
    ...layer(known, { type: "rule", strokeWidth: 2.5 }, reach),
    ...layer(marks, mark, { ...middle, x: scaled("x"), ...point }),
  ];
}

/** Change, interval and verdict in figures and words, where there is room for all three. */
function columns(cells: readonly TimedCell[], rows: Rows, width: number): Spec[] {
  const verdicts = cells.map(({ verdict, measure }, index) => ({
    text: verdictName(verdict, measure),
    ink: LOOKS[verdict].ink,
    px: width + 250,
    py: rows.middles[index] ?? 0,
  }));
  const heads = [
    { text: "change", px: width + 78, py: -12 },
    { text: "interval", px: width + 218, py: -12 },
  ];
  return [
    ...words(heads, { align: "right" }),
    ...changeColumn(cells, rows, width),
    ...rowFigures(cells.map(intervalWords), width + 218, rows, {
      align: "right",
      fontWeight: 400,
      fill: colour("text"),
    }),
    ...inkedWords(verdicts, { fontWeight: 400 }),
  ];
}

function changeColumn(cells: readonly TimedCell[], rows: Rows, width: number): Spec[] {
  const figures = cells.map(({ changePercent }) => signedPercent(changePercent));
  return rowFigures(figures, width + 78, rows, { align: "right" });
}

function intervalWords(cell: TimedCell): string {
  const shown = decidingInterval(cell);
  return shown ? percentInterval(shown.ends) : "–";
}
