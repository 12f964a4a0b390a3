import type { FollowedSeries } from "../../analysis/history/follow.js";
import type { HistoryPoint } from "../../analysis/history/series.js";
import { formatDate } from "../format/date.js";
import { fixed, plural } from "../format/number.js";
import { lessOrMore } from "../format/percent.js";
import { formatTime } from "../format/time.js";
import { sentence } from "../format/words.js";
import { type Axis, axisChannel, fitTicks, timeAxisAround } from "./axis.js";
import type { ChartTable, Picture, Spec } from "./chart.js";
import { endsColumn, figureColumn, sharedTime, tableOf, wordsColumn } from "./columns.js";
import { changeLabels, levelLines, type Marker, markers, markersOf } from "./history-marks.js";
import { layer, pixels, type Row, scaled } from "./layers.js";
import { forBothRooms, type Room } from "./layout.js";
import { drawnInterval, isDrawable, wideIntervalNotes } from "./series.js";
import { type SeriesStyle, styleOf } from "./style.js";
import { colour } from "./theme.js";
import { cellTimeWords } from "./titles.js";

/** Newest runs that are drawn; the table has all. */
const MOST_POINTS = 300;
const SIZE: Record<Room, { width: number; height: number }> = {
  wide: { width: 640, height: 240 },
  narrow: { width: 230, height: 220 },
};
/** Distance in px from point to point under which points are small and intervals pale. */
const CROWDED = 7;
const CROSS = "M-.5,-.5L.5,.5M-.5,.5L.5,-.5";

/**
 * A point a run with its interval, in the order of recording, lines for the levels, and marks where something recorded
 * changed. No line from run to run: nothing is known between two. Where times are divided by the control cell, the times
 * as they are stand behind them, small.
 */
export function historyChart(followed: FollowedSeries): Picture {
  const { series, values } = followed;
  const left = Math.max(0, series.points.length - MOST_POINTS);
  const shown = series.points.slice(left);
  const cells = shown.map(({ cell }) => cell);
  const times = cells.flatMap((cell, index) => {
    if (!isDrawable(cell)) return [];
    const divided = values.byControl ? (values.ms[left + index] ?? []) : (drawnInterval(cell) ?? []);
    return [cell.medianMs, divided].flat();
  });
  const y = timeAxisAround(times.length > 0 ? times : [1]);
  const marked = markersOf(shown);
  return {
    title: title(followed),
    subtitle: [
      pointWords(followed, shown),
      soleDay(shown) === null ? "" : `All on ${soleDay(shown)}.`,
      followed.changes.length > 0 ? "Lines: levels, the geometric means of the runs between two changes." : "",
      y.domain[0] > 0 ? "The axis of times does not start at zero." : "",
      marked.length > 0 ? "Dotted: something recorded changed between two runs." : "",
      cells.some((cell) => !isDrawable(cell)) ? "Crosses: runs without a time." : "",
    ]
      .filter(Boolean)
      .join(" "),
    ...forBothRooms((room) =>
      spec({ followed, left, shown, marked, y, room, style: styleOf([series.factors])(series.factors) }),
    ),
    table: figures(shown),
    notes: [...(left > 0 ? [`${plural(left, "older run")} in tables only.`] : []), ...wideIntervalNotes(cells)],
  };
}

function pointWords({ values }: FollowedSeries, shown: readonly HistoryPoint[]): string {
  if (values.byControl) {
    return "Median of each run divided by the control cell beside its trials, in the order of recording; small: as timed.";
  }
  const bars = shown.some(({ cell }) => cell.intervalMs) ? "; bars: 95 % interval of the typical time" : "";
  return `Median total time of each run, in the order of recording${bars}.`;
}

/** "Thread pool, 4 workers: 20.1 % more time since 12 Nov 2026", or where its latest run lies among the others. */
function title({ series: { label, points }, changes }: FollowedSeries): string {
  const change = changes.at(-1);
  if (change !== undefined) {
    const suspected = change.confirmed === null ? ", suspected" : "";
    return `${sentence(label)}: ${lessOrMore(change.changePercent)} since ${dayOf(change.first)}${suspected}`;
  }
  const latest = points.at(-1) as HistoryPoint;
  const before = points.slice(0, -1).flatMap(({ cell }) => (isDrawable(cell) ? cell.medianMs : []));
  const now = `${sentence(label)}: ${cellTimeWords(latest.cell)} in the latest of ${fixed(points.length)} runs`;
  if (before.length === 0) return now;
  const [least, most] = [formatTime(Math.min(...before)), formatTime(Math.max(...before))];
  return least === most ? `${now}, ${least} before` : `${now}, ${least} to ${most} before`;
}

function dayOf({ run }: HistoryPoint): string {
  return formatDate(run.startedAt).split(",")[0] ?? "";
}

interface Drawing {
  followed: FollowedSeries;
  /** Points of the series that are not drawn. */
  left: number;
  shown: readonly HistoryPoint[];
  marked: readonly Marker[];
  y: Axis;
  room: Room;
  style: SeriesStyle;
}

function spec({ followed, left, shown, marked, y, room, style }: Drawing): Spec {
  const { width, height } = SIZE[room];
  const x = fitTicks(runAxis(shown), width);
  const { values } = followed;
  const rows = shown.map(({ cell, run }, index): Row => {
    const asTimed = isDrawable(cell) ? cell.medianMs : null;
    // The interval is that of the times as they are.
    const [low, high] = (values.byControl ? null : drawnInterval(cell)) ?? [null, null];
    const y = values.byControl ? (values.ms[left + index] ?? null) : asTimed;
    return { x: index + 1, y, asTimed, low, high, name: formatDate(run.startedAt) };
  });
  const encoding = { x: axisChannel("x", x, null), y: axisChannel("y", y, null, { grid: true }) };
  const isCrowded = shown.length * CROWDED > width;
  const point = {
    type: "point",
    opacity: 1,
    shape: style.shape,
    size: isCrowded ? style.size * 0.3 : style.size,
    fill: style.fill,
    stroke: isCrowded ? null : style.rim,
  };
  const missing = rows.filter((row) => row.y === null).map((row) => ({ ...row, py: 9 }));
  return {
    width,
    height,
    layer: [
      ...layer([{ x: x.domain[0], y: y.domain[0] }], { type: "point", opacity: 0, size: 1 }, encoding),
      ...markers(marked, x, { width, height, room }),
      ...(values.byControl
        ? layer(
            rows.filter(({ asTimed }) => asTimed !== null),
            { type: "point", shape: "circle", size: 14, opacity: 1, fill: colour("ref"), stroke: null },
            { x: scaled("x"), y: scaled("asTimed") },
          )
        : []),
      ...layer(
        rows.filter(({ low }) => low !== null),
        {
          type: "rule",
          stroke: style.colour,
          ...(isCrowded ? { strokeWidth: 1, opacity: 0.35 } : { strokeWidth: 1.75 }),
        },
        { x: scaled("x"), y: scaled("low"), y2: { field: "high" } },
      ),
      ...layer(
        rows.filter((row) => row.y !== null),
        point,
        { x: scaled("x"), y: scaled("y") },
      ),
      ...levelLines(followed, left, style),
      ...changeLabels(followed.changes, { left, x, width, height }),
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

function figures(shown: readonly HistoryPoint[]): ChartTable {
  const time = sharedTime(shown.flatMap(({ cell }) => [cell.medianMs, ...(cell.intervalMs ?? [])]));
  return tableOf(shown, [
    wordsColumn("run", ({ run }) => formatDate(run.startedAt)),
    figureColumn({
      label: "median",
      ...time,
      of: ({ cell }) => (cell.belowResolution ? null : cell.medianMs),
      instead: ({ cell }) => cellTimeWords(cell),
    }),
    endsColumn({ label: "95 % interval", ...time, of: ({ cell }) => cell.intervalMs }),
    figureColumn({ label: "trials", unit: "", of: ({ cell }) => cell.trials.ok, format: String }),
  ]);
}
