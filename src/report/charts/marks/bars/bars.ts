import { colour } from "../../output/theme.js";
import { type Axis, axisChannel, fitTicks } from "../axis.js";
import type { Spec } from "../chart.js";
import { layer, literal, pixels, type Row, scaled } from "../layers.js";
import type { Room } from "../layout.js";
import type { SeriesStyle } from "../series-style.js";
import { groupHeading, type RowRoom, rowFigures, rowNames, rowRoom, rowsOf } from "./row-panel.js";

const WIDTH: Record<Room, number> = { wide: 460, narrow: 100 };
/** Parts of one bar, from zero on: the first is the darkest. */
const SHADES = [0.62, 0.26];

export interface Bar {
  name: string;
  /** The row of the chart's table that the bar is of. */
  row: string;
  /** Lengths of the parts, end to end; none: no bar. */
  parts: number[];
  /** Another figure on the same scale, as a tick across the bar. */
  tick: number | null;
  /** What stands in figures at the right. */
  figure: string;
  style: SeriesStyle;
}

export interface BarGroup {
  title: string;
  bars: Bar[];
}

/** Rows of bars from zero in groups, all on one scale, so that lengths can be compared across groups. */
export function barChart(groups: readonly BarGroup[], axisOf: (values: number[]) => Axis, room: Room): Spec {
  const values = groups.flatMap(({ bars }) => bars.flatMap(({ parts, tick }) => [sum(parts), tick ?? 0]));
  const names = groups.flatMap(({ bars }) => bars.map(({ name }) => name));
  const space = rowRoom(names, room, WIDTH);
  const axis = fitTicks(axisOf(values), space.width);
  const specs = groups.map((group) => barGroup(group, { ...space, axis, names }));
  return specs.length === 1 ? (specs[0] as Spec) : { vconcat: specs, spacing: 38 };
}

interface Frame extends RowRoom {
  axis: Axis;
  /** Of the bars of all groups: headings stand flush with the longest. */
  names: readonly string[];
}

function barGroup({ title, bars }: BarGroup, { axis, width, namesAbove, names }: Frame): Spec {
  const rows = rowsOf([bars.length], namesAbove);
  const boxes = bars.flatMap(({ parts, style, row }, index) =>
    parts.map((length, part): Row => {
      const from = sum(parts.slice(0, part));
      const middle = rows.middles[index] ?? 0;
      const shade = SHADES[Math.min(part, SHADES.length - 1)] as number;
      return { from, to: from + length, top: middle - 7, bottom: middle + 7, colour: style.colour, shade, name: row };
    }),
  );
  const ticks = bars.flatMap(({ tick, row }, index): Row[] => {
    const middle = rows.middles[index] ?? 0;
    return tick === null ? [] : [{ x: tick, top: middle - 10, bottom: middle + 10, name: row }];
  });
  const down = { y: pixels("top"), y2: { field: "bottom" } };
  const frame = {
    x: axisChannel("x", axis, null, { grid: true, domain: false, ticks: false }),
    y: pixels("py"),
  };
  return {
    width,
    height: rows.height,
    layer: [
      ...layer([{ x: 0, py: 0 }], { type: "point", opacity: 0, size: 1 }, frame),
      ...layer(
        boxes,
        { type: "rect" },
        {
          ...down,
          x: scaled("from"),
          x2: { field: "to" },
          fill: literal("colour"),
          opacity: { field: "shade", type: "quantitative", scale: null, legend: null },
        },
      ),
      ...layer(ticks, { type: "rule", strokeWidth: 2.5, stroke: colour("ink") }, { ...down, x: scaled("x") }),
      ...rowNames(
        bars.map(({ name }) => name),
        rows,
      ),
      ...rowFigures(
        bars.map(({ figure }) => figure),
        width + 14,
        rows,
      ),
      ...groupHeading(title, names, rows),
    ],
  };
}

function sum(parts: readonly number[]): number {
  return parts.reduce((total, part) => total + part, 0);
}
