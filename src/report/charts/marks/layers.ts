import { colour } from "../output/theme.js";
import type { Spec } from "./chart.js";

export type Row = Record<string, string | number | boolean | number[] | null>;

/** A layer that draws `rows`; none where there is nothing to draw. */
export function layer(rows: readonly Row[], mark: object, encoding: object): Spec[] {
  return rows.length === 0 ? [] : [{ data: { values: rows }, mark, encoding }];
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

/** Words placed in pixels; `rows` hold px, py and text. */
export function words(rows: readonly Row[], mark: object = {}): Spec[] {
  return layer(
    rows,
    { type: "text", align: "left", baseline: "middle", fill: colour("soft"), ...mark },
    { x: pixels("px"), y: pixels("py"), text: { field: "text", type: "nominal" } },
  );
}

/** Words in a colour of their own: `rows` hold px, py, text and ink. */
export function inkedWords(rows: readonly Row[], mark: object = {}): Spec[] {
  return layer(
    rows,
    { type: "text", align: "left", baseline: "middle", fontWeight: 600, ...mark },
    { x: pixels("px"), y: pixels("py"), text: { field: "text", type: "nominal" }, fill: literal("ink") },
  );
}
