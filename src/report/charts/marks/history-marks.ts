import type { FollowedSeries, SeriesChange } from "../../../analysis/history/follow.js";
import type { HistoryPoint } from "../../../analysis/history/series.js";
import { signedPercent } from "../../../words/percent.js";
import { textWidth } from "../output/text-metrics.js";
import { colour } from "../output/theme.js";
import { type Axis, fraction } from "./axis.js";
import type { Spec } from "./chart.js";
import { layer, pixels, type Row, scaled, words } from "./layers.js";
import type { Room } from "./layout.js";
import { spreadLabels } from "./lines/spread-labels.js";
import type { SeriesStyle } from "./series-style.js";

/** More marks of what changed are a fence; the newest are drawn. */
const MOST_MARKERS = 6;

/** Where something recorded changed. */
export interface Marker {
  /** Between the run before and this one; runs stand at 1, 2, 3 ... */
  x: number;
  label: string;
}

export function markersOf(points: readonly HistoryPoint[]): Marker[] {
  const changed = points.flatMap(({ beside }, index) => {
    const [first] = beside;
    if (first === undefined) return [];
    const more = beside.length === 1 ? "" : ` and ${beside.length - 1} more`;
    return [{ x: index + 0.5, label: `${first.what.replace(/^the measured project's /, "")}${more}` }];
  });
  return changed.slice(-MOST_MARKERS);
}

/** Dotted lines between runs, with words above the panel. */
export function markers(
  marked: readonly Marker[],
  x: Axis,
  { width, height, room }: { width: number; height: number; room: Room },
) {
  const rule = { type: "rule", stroke: colour("ref"), strokeDash: [2, 3], strokeWidth: 1 };
  const rows = marked.map((marker): Row => ({ x: marker.x, top: -3, bottom: height }));
  const labels = room === "narrow" ? [] : marked.map(({ label }) => label);
  const places = spreadLabels(
    labels.map((_, index) => fraction(x, (marked[index] as Marker).x) * width),
    labels.map((label) => textWidth(label, 11.5) + 12),
    width,
  );
  return [
    ...layer(rows, rule, { x: scaled("x"), y: pixels("top"), y2: { field: "bottom" } }),
    ...words(
      labels.map((text, index) => ({ px: places[index] ?? 0, py: -10, text })),
      { align: "center", fontSize: 11.5 },
    ),
  ];
}

/** The level of each stretch, where there is more than one. */
export function levelLines({ segments, changes }: FollowedSeries, style: SeriesStyle): Spec[] {
  if (changes.length === 0) return [];
  const rows = segments.map(({ from, to, level }) => ({ x: from + 0.5, end: to + 1.5, level }));
  return layer(
    rows,
    { type: "rule", strokeWidth: 2.5, stroke: style.colour, opacity: 0.75 },
    { x: scaled("x"), x2: { field: "end" }, y: scaled("level") },
  );
}

/** By how much each change is, at the foot of the panel where it begins. */
export function changeLabels(
  changes: readonly SeriesChange[],
  { x, width, height }: { x: Axis; width: number; height: number },
): Spec[] {
  const drawn = changes.slice(-MOST_MARKERS);
  const labels = drawn.map(
    ({ changePercent, confirmed }) => `${signedPercent(changePercent)}${confirmed === null ? " ?" : ""}`,
  );
  const places = spreadLabels(
    // Beside the dotted line that often stands there.
    drawn.map(({ at }, index) => fraction(x, at + 0.5) * width + textWidth(labels[index] ?? "", 11.5) / 2 + 5),
    labels.map((label) => textWidth(label, 11.5) + 12),
    width,
  );
  return words(
    labels.map((text, index) => ({ px: places[index] ?? 0, py: height - 9, text })),
    { align: "center", fontSize: 11.5, fontWeight: 600 },
  );
}
