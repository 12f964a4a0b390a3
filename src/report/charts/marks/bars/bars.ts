import { sum } from "d3-array";
import { colour } from "../../output/theme.js";
import type { Axis } from "../axis.js";
import type { SmallPictures, Spec } from "../chart.js";
import { DOWN, layer, literal, literalNumber, type Row, scaled } from "../layers.js";
import type { PictureWidth, ScreenWidth } from "../layout.js";
import type { SeriesStyle } from "../series-style.js";
import { rowBars } from "./row-bars.js";
import { HERO_BARS, rowGroups } from "./row-panel.js";

const WIDTH: Record<ScreenWidth, number> = { wide: 460, narrow: 100 };
/** Parts of one bar, from zero on: the first is the darkest. */
const SHADES = [0.62, 0.26];

export interface Bar {
  /** Of its cell; of several cells the last. */
  key: string;
  name: string;
  /** The row of the chart's table that the bar is of. */
  row: string;
  /** Lengths of the parts, end to end; empty for no bar. */
  parts: number[];
  /** Another figure on the same scale, as a tick across the bar. */
  tick: number | null;
  /** Words at the right of the bar. */
  figure: string;
  style: SeriesStyle;
}

export interface BarGroup {
  title: string;
  bars: Bar[];
}

/**
 * Rows of bars from zero in groups, all on one scale, so that lengths can be compared across groups.
 *
 * @param widths lengths in px of the longest bar
 */
export function barChart(
  groups: readonly BarGroup[],
  axisOf: (values: number[]) => Axis,
  room: PictureWidth,
  widths = WIDTH,
): Spec {
  const axis = axisOf(groups.flatMap(({ bars }) => bars.flatMap(({ parts, tick }) => [sum(parts), tick ?? 0])));
  const rows = groups.map(({ title, bars }) => ({
    title,
    names: bars.map(({ name }) => name),
    figures: bars.map(({ figure }) => figure),
    axis,
    marks: (middles: readonly number[]) => barMarks(bars, middles),
  }));
  return rowGroups(rows, room, widths);
}

/** One group of bars in little room; in a row of a list those of the cells spoken of are darker. */
export function smallBars(group: BarGroup, axisOf: (values: number[]) => Axis, lead: readonly string[]): SmallPictures {
  const draw = (room: ScreenWidth) => barChart([group], axisOf, room, HERO_BARS);
  return { hero: draw("wide"), narrow: draw("narrow"), row: rowBars(group.bars, lead) };
}

function barMarks(bars: readonly Bar[], middles: readonly number[]): Spec[] {
  const placed = bars.map((bar, index) => ({ ...bar, middle: middles[index] ?? 0 }));
  const boxes = placed.flatMap(({ parts, style, row, middle }) =>
    parts.map((length, part): Row => {
      const from = sum(parts.slice(0, part));
      const shade = SHADES[Math.min(part, SHADES.length - 1)] as number;
      return { from, to: from + length, top: middle - 7, bottom: middle + 7, colour: style.colour, shade, name: row };
    }),
  );
  const ticks = placed.flatMap(({ tick, row, middle }): Row[] =>
    tick === null ? [] : [{ x: tick, top: middle - 10, bottom: middle + 10, name: row }],
  );
  const across = { x: scaled("from"), x2: { field: "to" } };
  return [
    ...layer(boxes, { type: "rect" }, { ...DOWN, ...across, fill: literal("colour"), opacity: literalNumber("shade") }),
    ...layer(ticks, { type: "rule", strokeWidth: 2.5, stroke: colour("ink") }, { ...DOWN, x: scaled("x") }),
  ];
}
