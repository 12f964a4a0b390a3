import type { Axis } from "../axis.js";
import type { Marker } from "../markers.js";
import type { SeriesStyle } from "../series-style.js";

export interface LinePoint {
  x: number;
  y: number;
  /** Ends of the 95 % interval; `null` without one. */
  low: number | null;
  high: number | null;
  /** Row of the chart's table that the point belongs to; the explorer shows the words of that row. */
  name: string;
  /** Whether it rests on one trial: drawn hollow, and joined to no point of several. */
  single?: boolean;
  /** Whether the words beside the picture speak of it. */
  marked?: boolean;
}

export interface Line {
  id: string;
  label: string;
  /** Second line of the label, smaller; "" for none. */
  detail: string;
  style: SeriesStyle;
  points: LinePoint[];
  /** Whether it is a level across the whole width: a strategy to which x means nothing. */
  level: boolean;
  /** A fitted law in place of the line from point to point: solid over the data that support it, dotted beyond. */
  fit?: { solid: { x: number; y: number }[]; dotted: { x: number; y: number }[] };
}

export interface LinePanel {
  title: string;
  x: Axis;
  y: Axis;
  xTitle: string;
  yTitle: string;
  width: number;
  height: number;
  lines: Line[];
  /** The ideal, dashed; `label` stands at its end. */
  ideal?: { points: { x: number; y: number }[]; label: string; stepped: boolean };
  /** Vertical lines, labelled above the picture. */
  markers: readonly Marker[];
  /** Range of x in which hardware threads share cores, shaded. */
  threads?: { from: number; to: number };
  /** Shaded ranges of x. */
  bands: { from: number; to: number; style: SeriesStyle }[];
  /** Cells without a time: crosses along the top, in the colour of their line. */
  crosses: { x: number; style: SeriesStyle; name: string }[];
}
