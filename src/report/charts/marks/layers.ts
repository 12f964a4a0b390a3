import { colour } from "../output/theme.js";
import type { Spec } from "./chart.js";

export type Row = Record<string, string | number | boolean | number[] | null>;

/** A layer that draws `rows`; none where there is nothing to draw. */
export function layer(rows: readonly Row[], mark: object, encoding: object): Spec[] {
  return rows.length === 0 ? [] : [{ data: { values: rows }, mark, encoding }];
}

/** Axes, which belong to a point that is not seen: so they are there whatever else is drawn. */
export function axes(at: Row, encoding: object): Spec[] {
  return layer([at], { type: "point", opacity: 0, size: 1 }, encoding);
}

/** Channel of a field on the panel's own x or y scale. */
export function scaled(field: string): object {
  return { field, type: "quantitative" };
}

/** Channel of a field that holds pixels, from the panel's left or top edge. */
export function pixels(field: string): object {
  return { field, type: "quantitative", scale: null, axis: null };
}

/** Channel of a field that holds what is drawn: a colour, a shape, a dash. */
export function literal(field: string): object {
  return { field, type: "nominal", scale: null, legend: null };
}

/** Channel of a field that holds the number that is drawn: an area in px², an opacity. */
export function literalNumber(field: string): object {
  return { field, type: "quantitative", scale: null, legend: null };
}

/** Channels of marks that reach from `top` to `bottom`, in px. */
export const DOWN = { y: pixels("top"), y2: { field: "bottom" } };

/** Channels of boxes: along the x scale between `from` and `to`, and down in px. */
export const BOX = { x: scaled("from"), x2: { field: "to" }, ...DOWN };

/** Channels of boxes in px, between `left` and `right`, `top` and `bottom`. */
export const PIXEL_BOX = { x: pixels("left"), x2: { field: "right" }, ...DOWN };

/** Mark of what has no value. Vega draws a symbol path in a box of 2 by 2, scaled by the size. */
export const CROSS = {
  type: "point",
  shape: "M-.5,-.5L.5,.5M-.5,.5L.5,-.5",
  size: 170,
  strokeWidth: 2,
  opacity: 1,
};

/** Words placed in pixels; `rows` hold px, py and text. */
export function words(rows: readonly Row[], mark: object = {}): Spec[] {
  return text(rows, { fill: colour("soft"), ...mark });
}

/** Words in a colour of their own: `rows` hold px, py, text and ink. */
export function inkedWords(rows: readonly Row[], mark: object = {}): Spec[] {
  return text(rows, { fontWeight: 600, ...mark }, { fill: literal("ink") });
}

function text(rows: readonly Row[], mark: object, more: object = {}): Spec[] {
  const place = { x: pixels("px"), y: pixels("py"), text: { field: "text", type: "nominal" } };
  return layer(rows, { type: "text", align: "left", baseline: "middle", ...mark }, { ...place, ...more });
}
