import { largest } from "../../../../record/limits/extremes.js";
import { textWidth } from "../../output/text-metrics.js";
import { colour } from "../../output/theme.js";
import { axisChannel, fraction, valueAt, withHeadroom } from "../axis.js";
import type { Spec } from "../chart.js";
import {
  axes,
  BOX,
  CROSS,
  inkedWords,
  layer,
  literal,
  literalNumber,
  pixels,
  type Row,
  scaled,
  words,
} from "../layers.js";
import { markers } from "../markers.js";
import type { SeriesStyle } from "../series-style.js";
import type { Line, LinePanel } from "./line.js";
import { endLabels } from "./line-labels.js";

/** Height in px of the strip of crosses along the top. */
const CROSS_STRIP = 26;

/** Lines with error bars over a quantitative axis, each labelled at its end. */
export function linePanel(given: LinePanel): Spec {
  const strip = given.crosses.length > 0 ? CROSS_STRIP / given.height : 0;
  const panel = dodge({ ...given, y: withHeadroom(given.y, strip) });
  return {
    width: panel.width,
    height: panel.height,
    layer: [
      ...threads(panel),
      ...frame(panel),
      ...bands(panel),
      ...markers(panel.markers, panel),
      ...ideal(panel),
      ...levels(panel),
      ...fits(panel),
      ...lines(panel),
      ...crosses(panel),
      ...endLabels(panel),
      ...headings(panel),
    ],
  };
}

/** The panel with its lines a few pixels apart, so that error bars over one level do not hide each other. */
function dodge(panel: LinePanel): LinePanel {
  const withIntervals = panel.lines.filter(({ level, points }) => !level && points.some(({ low }) => low !== null));
  const step = Math.min(4, 9 / Math.max(1, withIntervals.length - 1));
  const shift = (line: Line): Line => {
    const place = withIntervals.indexOf(line) - (withIntervals.length - 1) / 2;
    if (!withIntervals.includes(line)) return line;
    const moved = (x: number) => valueAt(panel.x, fraction(panel.x, x) + (place * step) / panel.width);
    return { ...line, points: line.points.map((point) => ({ ...point, x: moved(point.x) })) };
  };
  return { ...panel, lines: panel.lines.map(shift) };
}

function frame({ x, y, xTitle }: LinePanel): Spec[] {
  const encoding = { x: axisChannel("x", x, xTitle), y: axisChannel("y", y, null, { grid: true }) };
  return axes({ x: x.domain[0], y: y.domain[0] }, encoding);
}

function threads({ threads, height }: LinePanel): Spec[] {
  return layer(threads ? [{ ...threads, top: 0, bottom: height }] : [], { type: "rect", fill: colour("zone") }, BOX);
}

function bands({ bands, height }: LinePanel): Spec[] {
  const rows = bands.map(({ from, to, style }) => ({ from, to, top: 0, bottom: height, colour: style.colour }));
  return layer(rows, { type: "rect", opacity: 0.13 }, { ...BOX, fill: literal("colour") });
}

function ideal({ ideal }: LinePanel): Spec[] {
  if (!ideal) return [];
  const mark = { type: "line", stroke: colour("ref"), strokeDash: [5, 4], strokeWidth: 1.25, clip: true };
  const shape = ideal.stepped ? { interpolate: "step-after" } : {};
  return layer(ideal.points, { ...mark, ...shape }, { x: scaled("x"), y: scaled("y") });
}

function levels({ lines, width }: LinePanel): Spec[] {
  const rows = lines
    .filter(({ level }) => level)
    .flatMap(({ label, points, style: { colour: hue, dash } }) =>
      points.slice(0, 1).map(({ y, name }) => ({
        ...{ y, left: 0, right: width, colour: hue, dash, series: label, name },
      })),
    );
  const ends = { x: pixels("left"), x2: { field: "right" }, y: scaled("y") };
  const look = { stroke: literal("colour"), strokeDash: literal("dash") };
  return layer(rows, { type: "rule", strokeWidth: 1.5 }, { ...ends, ...look });
}

/** Fitted laws, each in the colour of its line. */
function fits({ lines }: LinePanel): Spec[] {
  const rows = (part: "solid" | "dotted"): Row[] =>
    lines.flatMap(({ id, label, style, fit }) =>
      (fit?.[part] ?? []).map((point) => ({ id, series: label, ...point, colour: style.colour })),
    );
  const encoding = {
    x: scaled("x"),
    y: scaled("y"),
    stroke: literal("colour"),
    detail: { field: "id", type: "nominal" },
  };
  const mark = { type: "line", strokeWidth: 2, strokeJoin: "round", clip: true };
  return [
    ...layer(rows("solid"), mark, encoding),
    ...layer(rows("dotted"), { ...mark, strokeWidth: 1.75, strokeDash: [1.5, 4] }, encoding),
  ];
}

function lines(panel: LinePanel): Spec[] {
  const all = panel.lines
    .filter(({ level }) => !level)
    .flatMap(({ id, label, points, style, fit }) =>
      points.map(({ single = false, marked = false, ...point }) => ({
        ...{ id, single, marked, isFitted: fit !== undefined },
        row: { id, series: label, ...point, ...look(style), ...(single && hollow(style)) } as Row,
      })),
    );
  const isAllSingle = all.every(({ single }) => single);
  // A point of one trial among others of several is joined to none.
  const joinable = all.filter(({ isFitted, single }) => !isFitted && (isAllSingle || !single));
  const several = joinable.filter((one) => joinable.some((other) => other !== one && other.id === one.id));
  const rows = all.map(({ row }) => row);
  const xy = { x: scaled("x"), y: scaled("y") };
  const bars = rows.filter(({ low, high }) => low !== null && high !== null);
  const stroke = { stroke: literal("colour") };
  const line = { ...xy, ...stroke, strokeDash: literal("dash"), detail: { field: "id", type: "nominal" } };
  const bar = { x: scaled("x"), y: scaled("low"), y2: { field: "high" }, ...stroke };
  const inside = { fill: literal("fill"), shape: literal("shape"), size: literalNumber("size") };
  const joined = { type: "line", strokeWidth: isAllSingle ? 1 : 2, strokeJoin: "round" };
  const halo = { type: "point", shape: "circle", opacity: 0.2, size: 420, strokeWidth: 0 };
  const rowsOf = (some: typeof all) => some.map(({ row }) => row);
  return [
    ...layer(rowsOf(several), joined, line),
    ...layer(rowsOf(all.filter(({ marked }) => marked)), halo, { ...xy, fill: literal("colour") }),
    ...layer(bars, { type: "rule", strokeWidth: 1.75 }, bar),
    ...layer(rows, { type: "point", opacity: 1, strokeWidth: 1.25 }, { ...xy, stroke: literal("rim"), ...inside }),
  ];
}

function hollow({ colour: rim }: SeriesStyle): Row {
  return { fill: colour("paper"), rim };
}

function look({ colour, fill, rim, shape, size, dash }: SeriesStyle): Row {
  return { colour, fill, rim, shape, size, dash };
}

function crosses({ crosses, lines }: LinePanel): Spec[] {
  const rows = crosses.map(({ x, style, name }, index) => ({
    name,
    series: lines.find((line) => line.style === style)?.label ?? "",
    x,
    py: 9 + 13 * crosses.slice(0, index).filter((earlier) => earlier.x === x).length,
    colour: style.colour,
  }));
  return layer(rows, CROSS, { x: scaled("x"), y: pixels("py"), stroke: literal("colour") });
}

function headings({ title, yTitle, y, markers }: LinePanel): Spec[] {
  const left = -Math.max(0, largest(y.ticks.map(({ label }) => textWidth(label, 12)))) - 5;
  const above = markers.length > 0 ? -28 : -14;
  return [
    ...words([{ text: yTitle, px: left, py: above }]),
    ...(title === ""
      ? []
      : inkedWords([{ text: title, px: left, py: above - 20, ink: colour("ink") }], { fontSize: 13 })),
  ];
}
