import { textWidth } from "../output/text-metrics.js";
import { colour } from "../output/theme.js";
import { type Axis, fraction } from "./axis.js";
import type { Spec } from "./chart.js";
import { DOWN, layer, scaled, words } from "./layers.js";
import { spreadLabels } from "./lines/spread-labels.js";

/** A place along x that has a name. */
export interface Marker {
  x: number;
  label: string;
}

interface Frame {
  x: Axis;
  width: number;
  height: number;
}

/** Dotted lines down a panel, with their names above it where there is room for names. */
export function markers(marked: readonly Marker[], { x, width, height }: Frame, isNamed = true): Spec[] {
  const rule = { type: "rule", stroke: colour("ref"), strokeDash: [2, 3], strokeWidth: 1 };
  const rows = marked.map((marker) => ({ x: marker.x, top: -3, bottom: height }));
  const names = marked.map((marker) => ({ text: marker.label, centre: fraction(x, marker.x) * width }));
  return [...layer(rows, rule, { x: scaled("x"), ...DOWN }), ...(isNamed ? wordsAlong(names, width, { py: -10 }) : [])];
}

/** Words along a line of `width` px, each as near to its centre as the others let it. */
export function wordsAlong(
  labels: readonly { text: string; centre: number }[],
  width: number,
  { py, ...mark }: { py: number; fontWeight?: number },
): Spec[] {
  const places = spreadLabels(
    labels.map(({ centre }) => centre),
    labels.map(({ text }) => textWidth(text, 11.5) + 12),
    width,
  );
  return words(
    labels.map(({ text }, index) => ({ px: places[index] ?? 0, py, text })),
    { align: "center", fontSize: 11.5, ...mark },
  );
}
