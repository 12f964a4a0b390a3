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
    .flatMap(({ id, points: own, style, fit }) =>
      own.map((point) => ({ id, px: px(point.x), py: py(point.y), ...point, ...style, fitted: fit !== undefined })),
    );
  const several = points.some(({ single }) => single !== true);
  const joined = points.filter(({ single }) => single !== true || !several);
  const levels = lines.flatMap(({ level, points: [first], style }): Row[] =>
    level && first ? [{ left: EDGE, right: EDGE + width, py: py(first.y), colour: style.colour }] : [],
  );
  const ideals = (ideal?.points ?? []).map((point): Row => ({ px: px(point.x), py: py(point.y) }));
  const rowOf = ({ id, px: left, py: top, colour: hue }: (typeof points)[number]): Row => ({
    ...{ id, px: left, py: top, colour: hue },
  });
  const at = { x: pixels("px"), y: pixels("py") };
  const hue = { stroke: literal("colour") };
  const dashed = { type: "line", stroke: colour("ref"), strokeDash: [4, 3], strokeWidth: 1.25 };
  const across = { x: pixels("left"), x2: { field: "right" }, y: pixels("py"), ...hue };
  const line = { ...at, ...hue, detail: { field: "id", type: "nominal" } };
  const spoken = points.filter(({ marked }) => marked === true);
  const hollow = points.filter(({ single }) => single === true);
  return {
    ...ROW_SIZE,
    layer: [
      ...layer(ideals, { ...dashed, ...(ideal?.stepped ? { interpolate: "step-after" } : {}) }, at),
      ...layer(levels, { type: "rule", strokeWidth: 1.75 }, across),
      ...layer(joined.map(rowOf), { type: "line", strokeWidth: several ? 2.25 : 1, strokeJoin: "round" }, line),
      ...layer(
        hollow.map((point): Row => ({ ...rowOf(point), size: point.marked ? 90 : 34 })),
        { type: "point", opacity: 1, fill: colour("paper"), strokeWidth: 1.75 },
        { ...at, ...hue, size: literalNumber("size") },
      ),
      ...layer(
        spoken.filter(({ single }) => single !== true).map(rowOf),
        { type: "point", shape: "circle", opacity: 1, size: 80, stroke: colour("paper"), strokeWidth: 1.5 },
        { ...at, fill: literal("colour") },
      ),
    ],
  };
}
