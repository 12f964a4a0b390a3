import { driftWords } from "../../../analysis/history/change-words.js";
import type { FollowedSeries } from "../../../analysis/history/follow.js";
import type { HistoryPoint } from "../../../analysis/history/series.js";
import { largest, smallest } from "../../../record/limits/extremes.js";
import { formatDate, formatDay } from "../../../words/date.js";
import { measured, measuredChange, measureNoun, totalNoun } from "../../../words/measure.js";
import { whole } from "../../../words/number.js";
import { sentenceCase } from "../../../words/sentence.js";
import { type Axis, axisChannel, fitTicks, timeAxisAround } from "../marks/axis.js";
import type { Picture, Spec } from "../marks/chart.js";
import { changeLabels, levelLines, markersOf } from "../marks/history-marks.js";
import { type DrawnPoint, pointFigures, pointsOf, runsAPoint, whenOf } from "../marks/history-points.js";
import { axes, CROSS, layer, pixels, type Row, scaled } from "../marks/layers.js";
import { forEveryWidth, type PictureWidth } from "../marks/layout.js";
import { type Marker, markers } from "../marks/markers.js";
import { isDrawable, wideIntervalNotes } from "../marks/series.js";
import { type SeriesStyle, styleOf } from "../marks/series-style.js";
import { cellTimeWords, sentences } from "../marks/titles.js";
import { colour } from "../output/theme.js";

const SIZE: Record<PictureWidth, { width: number; height: number }> = {
  wide: { width: 640, height: 240 },
  narrow: { width: 230, height: 220 },
  half: { width: 300, height: 150 },
  page: { width: 640, height: 150 },
};
/** Least distance in px between points; in a denser series points are small and intervals pale. */
const CROWDED = 7;

/**
 * A series over its runs: a point for each run with its interval, or for several in a row of a long series, lines for the
 * levels, and marks where something recorded changed. No line joins two runs, since nothing is known between them. Where
 * times are divided by the control cell, small points show the times as they are.
 */
export function historyChart(followed: FollowedSeries): Picture {
  const { series, values } = followed;
  const points = pointsOf(followed);
  const times = points.flatMap(({ ms, asTimed, ends }) => [ms ?? [], asTimed ?? [], ends ?? []].flat());
  const { measure } = (series.points.at(-1) as HistoryPoint).cell;
  const y = timeAxisAround(times.length > 0 ? times : [1], measure);
  const marked = markersOf(series.points);
  const isWhole = runsAPoint(points) === 1;
  return {
    title: title(followed),
    subtitle: sentences(
      pointWords(followed, points),
      soleDay(series.points) === null ? "" : `All on ${soleDay(series.points)}.`,
      lineWords(followed),
      y.domain[0] > 0
        ? `The axis of ${measure === undefined ? "times" : measureNoun(measure)} does not start at zero.`
        : "",
      marked.length > 0 ? "Dotted: something recorded changed between two runs." : "",
      points.some(({ ms }) => ms === null) ? `Crosses: runs without a ${measureNoun(measure)}.` : "",
    ),
    ...forEveryWidth((room) => spec({ followed, points, marked, y, room, style: styleOf([series])(series.factors) })),
    table: pointFigures(points),
    notes: isWhole && !values.byControl ? wideIntervalNotes(series.points.map(({ cell }) => cell)) : [],
  };
}

function pointWords({ values, series }: FollowedSeries, points: readonly DrawnPoint[]): string {
  const several = runsAPoint(points);
  const measure = series.points.at(-1)?.cell.measure;
  const hasBars = points.some(({ ends }) => ends !== null);
  const beside = "divided by the control cell beside its trials";
  const what =
    several === 1
      ? `Median ${values.byControl ? "" : `${totalNoun(measure)} `}of each run${values.byControl ? ` ${beside}` : ""}`
      : `A point for ${several} runs in a row: the median of their ${values.byControl ? `medians, each ${beside}` : "medians"}`;
  const bars =
    several === 1 ? `95 % interval of the typical ${measureNoun(measure)}` : "the lowest and the highest of them";
  return `${what}, in the order of recording${hasBars ? `; bars: ${bars}` : ""}${values.byControl ? "; small: as timed" : ""}.`;
}

function lineWords({ changes, drifts, series }: FollowedSeries): string {
  if (changes.length === 0 && drifts.length === 0) return "";
  const measure = series.points.at(-1)?.cell.measure;
  const what = measure === undefined ? "times drift" : "it drifts";
  const slanted = drifts.length > 0 ? `, and slanted where ${what}` : "";
  return `Lines: levels, the geometric means of the runs between two changes${slanted}.`;
}

/**
 * "Thread pool, 4 workers: 20.1 % more time since 12 Nov 2026", "...: drifting since 3 Jan 2026, about ...", or the latest time
 * beside the range of the others.
 */
function title({ series: { label, points }, changes, drifts }: FollowedSeries): string {
  const change = changes.at(-1);
  const drift = drifts.at(-1);
  if (drift !== undefined && (drift.goesOn || change === undefined))
    return `${sentenceCase(label)}: ${driftWords(drift)}`;
  if (change !== undefined) {
    const suspected = change.confirmed === null ? ", suspected" : "";
    return `${sentenceCase(label)}: ${measuredChange(change.changePercent, change.measure)} since ${formatDay(change.first.run.startedAt)}${suspected}`;
  }
  const latest = points.at(-1) as HistoryPoint;
  const before = points.slice(0, -1).flatMap(({ cell }) => (isDrawable(cell) ? cell.medianMs : []));
  const now = `${sentenceCase(label)}: ${cellTimeWords(latest.cell)} in the latest of ${whole(points.length)} runs`;
  if (before.length === 0) return now;
  const [least, most] = [smallest(before), largest(before)].map((end) => measured(end, latest.cell.measure));
  return least === most ? `${now}, ${least} before` : `${now}, ${least} to ${most} before`;
}

interface Drawing {
  followed: FollowedSeries;
  points: readonly DrawnPoint[];
  marked: readonly Marker[];
  y: Axis;
  room: PictureWidth;
  style: SeriesStyle;
}

function spec({ followed, points, marked, y, room, style }: Drawing): Spec {
  const { width, height } = SIZE[room];
  const x = fitTicks(runAxis(followed.series.points, points), width);
  const rows = points.map((point): Row => {
    const [low, high] = point.ends ?? [null, null];
    return { x: point.x, y: point.ms, asTimed: point.asTimed, low, high, name: whenOf(point) };
  });
  const encoding = { x: axisChannel("x", x, null), y: axisChannel("y", y, null, { grid: true }) };
  const isCrowded = points.length * CROWDED > width;
  const [size, stroke] = isCrowded ? [style.size * 0.3, null] : [style.size, style.rim];
  const point = { type: "point", opacity: 1, shape: style.shape, size, fill: style.fill, stroke };
  const small = { type: "point", shape: "circle", size: 14, opacity: 1, fill: colour("ref"), stroke: null };
  const known = rows.filter((row) => row.y !== null);
  const asTimed = followed.values.byControl ? rows.filter((row) => row.asTimed !== null) : [];
  const missing = rows.filter((row) => row.y === null).map((row) => ({ ...row, py: 9 }));
  const withEnds = rows.filter(({ low }) => low !== null);
  return {
    width,
    height,
    layer: [
      ...axes({ x: x.domain[0], y: y.domain[0] }, encoding),
      ...markers(marked, { x, width, height }, room === "wide" || room === "page"),
      ...layer(asTimed, small, { x: scaled("x"), y: scaled("asTimed") }),
      ...(isCrowded ? paleIntervals(withEnds, style) : intervals(withEnds, style)),
      ...layer(known, point, { x: scaled("x"), y: scaled("y") }),
      ...levelLines(followed, style),
      ...changeLabels(followed.changes, { x, width, height }),
      ...layer(missing, { ...CROSS, stroke: style.colour }, { x: scaled("x"), y: pixels("py") }),
    ],
  };
}

function intervals(rows: readonly Row[], style: SeriesStyle): Spec[] {
  const mark = { type: "rule", stroke: style.colour, strokeWidth: 1.75 };
  return layer(rows, mark, { x: scaled("x"), y: scaled("low"), y2: { field: "high" } });
}

/** Hundreds of intervals as one broken line, which is drawn faster than as many lines. */
function paleIntervals(rows: readonly Row[], style: SeriesStyle): Spec[] {
  const ends = rows.flatMap(({ x = null, low = null, high = null }): Row[] => [
    { x, end: low },
    { x, end: high },
    { x, end: null },
  ]);
  const mark = { type: "line", interpolate: "linear", stroke: style.colour, strokeWidth: 1, opacity: 0.35 };
  return layer(ends, mark, { x: scaled("x"), y: scaled("end"), order: { value: null } });
}

/** The day of all runs, which are in the order of starting; `null` where they are from several days. */
function soleDay(runs: readonly HistoryPoint[]): string | null {
  const [first, last] = [runs[0], runs.at(-1)].map((point) => formatDay(point?.run.startedAt ?? ""));
  return first === last ? (first ?? null) : null;
}

/** Axis of runs side by side, named by their days, or by their hours where all are from one day. */
function runAxis(runs: readonly HistoryPoint[], points: readonly DrawnPoint[]): Axis {
  const place = soleDay(runs) === null ? 0 : 1;
  let last = "";
  const ticks = points.flatMap(({ runs: [first], x, runs: { length } }) => {
    const label = formatDate(first?.run.startedAt ?? "").split(", ")[place] ?? "";
    if (label === last) return [];
    last = label;
    return [{ value: x - (length - 1) / 2, label }];
  });
  return { scale: "linear", domain: [0.4, runs.length + 0.6], ticks };
}
