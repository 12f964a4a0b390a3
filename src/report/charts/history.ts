import type { HistoryPoint, Series } from "../../analysis/history/series.js";
import { formatDate } from "../format/date.js";
import { fixed, plural } from "../format/number.js";
import { formatTime, timeColumn } from "../format/time.js";
import { sentence } from "../format/words.js";
import { type Axis, axisChannel, fitTicks, fraction, timeAxisAround } from "./axis.js";
import type { ChartTable, Picture, Spec } from "./chart.js";
import { spreadLabels } from "./end-labels.js";
import { layer, pixels, type Row, scaled, words } from "./layers.js";
import { forBothRooms, type Room } from "./layout.js";
import { drawnInterval, isDrawable, wideIntervalNotes } from "./series.js";
import { type SeriesStyle, styleOf } from "./style.js";
import { textWidth } from "./text-metrics.js";
import { colour } from "./theme.js";
import { cellTimeWords } from "./titles.js";

/** Newest runs that are drawn; the table has all. */
const MOST_POINTS = 300;
/** More marks of what changed are a fence; the newest are drawn. */
const MOST_MARKERS = 6;
const SIZE: Record<Room, { width: number; height: number }> = {
  wide: { width: 640, height: 240 },
  narrow: { width: 230, height: 220 },
};
const CROSS = "M-.5,-.5L.5,.5M-.5,.5L.5,-.5";

/** A point a run with its interval, in the order of recording, and marks where something recorded changed. No line: nothing is known between two runs. */
export function historyChart(series: Series): Picture {
  const shown = series.points.slice(-MOST_POINTS);
  const cells = shown.map(({ cell }) => cell);
  const times = cells.flatMap((cell) => (isDrawable(cell) ? [cell.medianMs, ...(drawnInterval(cell) ?? [])] : []));
  const y = timeAxisAround(times.length > 0 ? times : [1]);
  const left = series.points.length - shown.length;
  const marked = markersOf(shown);
  return {
    title: title(series),
    subtitle: [
      `Median total time of each run, in the order of recording${cells.some(({ intervalMs }) => intervalMs) ? "; bars: 95 % interval of the typical time" : ""}.`,
      soleDay(shown) === null ? "" : `All on ${soleDay(shown)}.`,
      y.domain[0] > 0 ? "The axis of times does not start at zero." : "",
      marked.length > 0 ? "Dotted: something recorded changed between two runs." : "",
      cells.some((cell) => !isDrawable(cell)) ? "Crosses: runs without a time." : "",
    ]
      .filter(Boolean)
      .join(" "),
    ...forBothRooms((room) => spec({ shown, marked, y, room, style: styleOf([series.factors])(series.factors) })),
    table: figures(shown),
    notes: [...(left > 0 ? [`${plural(left, "older run")} in the table only.`] : []), ...wideIntervalNotes(cells)],
  };
}

/** "Thread pool, 4 workers: 278 ms in the latest of 5 runs, 265 to 281 ms in those before". */
function title({ label, points }: Series): string {
  const latest = points.at(-1) as HistoryPoint;
  const before = points.slice(0, -1).flatMap(({ cell }) => (isDrawable(cell) ? cell.medianMs : []));
  const now = `${sentence(label)}: ${cellTimeWords(latest.cell)} in the latest of ${fixed(points.length)} runs`;
  if (before.length === 0) return now;
  const [least, most] = [formatTime(Math.min(...before)), formatTime(Math.max(...before))];
  return least === most ? `${now}, ${least} before` : `${now}, ${least} to ${most} before`;
}

interface Marker {
  /** Between the point before and this one; points stand at 1, 2, 3 ... */
  x: number;
  label: string;
}

function markersOf(shown: readonly HistoryPoint[]): Marker[] {
  const changed = shown.flatMap(({ beside }, index) => {
    const [first] = beside;
    if (first === undefined) return [];
    const more = beside.length === 1 ? "" : ` and ${beside.length - 1} more`;
    return [{ x: index + 0.5, label: `${first.what.replace(/^the measured project's /, "")}${more}` }];
  });
  return changed.slice(-MOST_MARKERS);
}

interface Drawing {
  shown: readonly HistoryPoint[];
  marked: readonly Marker[];
  y: Axis;
  room: Room;
  style: SeriesStyle;
}

function spec({ shown, marked, y, room, style }: Drawing): Spec {
  const { width, height } = SIZE[room];
  const x = fitTicks(runAxis(shown), width);
  const rows = shown.map(({ cell }, index): Row => {
    const [low, high] = drawnInterval(cell) ?? [null, null];
    return { x: index + 1, y: isDrawable(cell) ? cell.medianMs : null, low, high };
  });
  const encoding = { x: axisChannel("x", x, null), y: axisChannel("y", y, null, { grid: true }) };
  const point = {
    type: "point",
    opacity: 1,
    shape: style.shape,
    size: style.size,
    fill: style.fill,
    stroke: style.rim,
  };
  const missing = rows.filter((row) => row.y === null).map((row) => ({ ...row, py: 9 }));
  return {
    width,
    height,
    layer: [
      ...layer([{ x: x.domain[0], y: y.domain[0] }], { type: "point", opacity: 0, size: 1 }, encoding),
      ...markers(marked, x, { width, height, room }),
      ...layer(
        rows.filter(({ low }) => low !== null),
        { type: "rule", strokeWidth: 1.75, stroke: style.colour },
        { x: scaled("x"), y: scaled("low"), y2: { field: "high" } },
      ),
      ...layer(
        rows.filter((row) => row.y !== null),
        point,
        { x: scaled("x"), y: scaled("y") },
      ),
      ...layer(
        missing,
        { type: "point", shape: CROSS, size: 170, strokeWidth: 2, opacity: 1, stroke: style.colour },
        { x: scaled("x"), y: pixels("py") },
      ),
    ],
  };
}

/** The day of all runs; `null` where they are of several. */
function soleDay(shown: readonly HistoryPoint[]): string | null {
  const days = new Set(shown.map(({ run }) => formatDate(run.startedAt).split(", ")[0] ?? ""));
  return days.size === 1 ? ([...days][0] ?? null) : null;
}

/** Runs side by side, each named by its day; where that is one day, by the hour. */
function runAxis(shown: readonly HistoryPoint[]): Axis {
  const place = soleDay(shown) === null ? 0 : 1;
  const labels = shown.map(({ run }) => formatDate(run.startedAt).split(", ")[place] ?? "");
  const ticks = labels.flatMap((label, index) => (label === labels[index - 1] ? [] : [{ value: index + 1, label }]));
  return { scale: "linear", domain: [0.4, shown.length + 0.6], ticks };
}

function markers(
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

function figures(shown: readonly HistoryPoint[]): ChartTable {
  const { unit, format } = timeColumn(shown.flatMap(({ cell }) => [cell.medianMs ?? [], cell.intervalMs ?? []].flat()));
  const head = unit === null ? "" : ` (${unit})`;
  return {
    columns: ["run", `median${head}`, `95 % interval${head}`, "trials"].map((label, index) => ({
      label,
      numeric: index > 0,
    })),
    rows: shown.map(({ run, cell }) => [
      formatDate(run.startedAt),
      cell.medianMs === null || cell.belowResolution ? cellTimeWords(cell) : format(cell.medianMs),
      cell.intervalMs ? cell.intervalMs.map(format).join(" to ") : "–",
      String(cell.trials.ok),
    ]),
  };
}
