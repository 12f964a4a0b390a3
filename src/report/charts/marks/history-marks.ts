import type { FollowedSeries, SeriesChange } from "../../../analysis/history/follow.js";
import type { HistoryPoint } from "../../../analysis/history/series.js";
import { signedPercent } from "../../../words/percent.js";
import { textWidth } from "../output/text-metrics.js";
import { type Axis, fraction } from "./axis.js";
import type { Spec } from "./chart.js";
import { layer, scaled } from "./layers.js";
import { type Marker, wordsAlong } from "./markers.js";
import type { SeriesStyle } from "./series-style.js";

/** Most markers of a picture; the newest are drawn. */
const MOST_MARKERS = 6;

/** Where something recorded changed: between the run before and this one; runs stand at 1, 2, 3 ... */
export function markersOf(points: readonly HistoryPoint[]): Marker[] {
  const changed = points.flatMap(({ beside }, index) => {
    const [first] = beside;
    if (first === undefined) return [];
    const more = beside.length === 1 ? "" : ` and ${beside.length - 1} more`;
    return [{ x: index + 0.5, label: `${first.what.replace(/^the measured project's /, "")}${more}` }];
  });
  return changed.slice(-MOST_MARKERS);
}

/** The level of each stretch, or the line along which it drifts, where there is more than one level. */
export function levelLines({ segments, changes, drifts }: FollowedSeries, style: SeriesStyle): Spec[] {
  if (changes.length === 0 && drifts.length === 0) return [];
  const rows = segments.map(({ from, to, level, drift }) => ({
    x: from + 0.5,
    end: to + 1.5,
    level: drift?.first ?? level,
    endLevel: drift?.last ?? level,
  }));
  return layer(
    rows,
    { type: "rule", strokeWidth: 2.5, stroke: style.colour, opacity: 0.75 },
    { x: scaled("x"), x2: { field: "end" }, y: scaled("level"), y2: { field: "endLevel" } },
  );
}

/** Size of each change, at the foot of the panel at its beginning. */
export function changeLabels(
  changes: readonly SeriesChange[],
  { x, width, height }: { x: Axis; width: number; height: number },
): Spec[] {
  const labels = changes.slice(-MOST_MARKERS).map(({ at, changePercent, confirmed }) => {
    const text = `${signedPercent(changePercent)}${confirmed === null ? " ?" : ""}`;
    // Beside the dotted line that often stands there.
    return { text, centre: fraction(x, at + 0.5) * width + textWidth(text, 11.5) / 2 + 5 };
  });
  return wordsAlong(labels, width, { py: height - 9, fontWeight: 600 });
}
