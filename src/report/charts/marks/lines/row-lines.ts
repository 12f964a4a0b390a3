import { colour } from "../../output/theme.js";
import { fraction } from "../axis.js";
import type { Spec } from "../chart.js";
import { layer, literal, literalNumber, pixels, type Row } from "../layers.js";
import { ROW_SIZE } from "../layout.js";
import type { LinePanel } from "./line.js";

/** Room around the lines in px, so that points at the edges are whole. */
const EDGE = 5;

/** The lines of a panel without axes and words, for a row of a list: their course, the ideal, and the points spoken of. */
export function rowLines({ lines, x, y, ideal }: LinePanel): Spec {
  const [width, height] = [ROW_SIZE.width - 2 * EDGE, ROW_SIZE.height - 2 * EDGE];
  const px = (value: number) => EDGE + Math.min(1, Math.max(0, fraction(x, value))) * width;
  const py = (value: number) => EDGE + (1 - Math.min(1, Math.max(0, fraction(y, value)))) * height;
  const points = lines
    .filter(({ level }) => !level)
    .flatMap(({ id, points: own, style }) =>
      own.map(({ x: at, y: value, single = false, marked = false }) => {
        return { id, px: px(at), py: py(value), colour: style.colour, size: marked ? 90 : 34, single, marked };
      }),
    );
  const several = points.some(({ single }) => !single);
  const joined = points.filter(({ single }) => !single || !several);
  const levels = lines.flatMap(({ level, points: [first], style }): Row[] =>
    level && first ? [{ left: EDGE, right: EDGE + width, py: py(first.y), colour: style.colour }] : [],
  );
  const ideals = (ideal?.points ?? []).map((point): Row => ({ px: px(point.x), py: py(point.y) }));
  const at = { x: pixels("px"), y: pixels("py") };
  const hue = { stroke: literal("colour") };
  const dashed = { type: "line", stroke: colour("ref"), strokeDash: [4, 3], strokeWidth: 1.25 };
  const across = { x: pixels("left"), x2: { field: "right" }, y: pixels("py"), ...hue };
  const line = { ...at, ...hue, detail: { field: "id", type: "nominal" } };
  const hollow = points.filter(({ single }) => single);
  const spoken = points.filter(({ single, marked }) => marked && !single);
  return {
    ...ROW_SIZE,
    layer: [
      ...layer(ideals, { ...dashed, ...(ideal?.stepped ? { interpolate: "step-after" } : {}) }, at),
      ...layer(levels, { type: "rule", strokeWidth: 1.75 }, across),
      ...layer(joined, { type: "line", strokeWidth: several ? 2.25 : 1, strokeJoin: "round" }, line),
      ...layer(
        hollow,
        { type: "point", opacity: 1, fill: colour("paper"), strokeWidth: 1.75 },
        { ...at, ...hue, size: literalNumber("size") },
      ),
      ...layer(
        spoken,
        { type: "point", shape: "circle", opacity: 1, size: 80, stroke: colour("paper"), strokeWidth: 1.5 },
        { ...at, fill: literal("colour") },
      ),
    ],
  };
}
