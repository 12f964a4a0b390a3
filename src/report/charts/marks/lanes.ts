import { finishOf } from "../../../analysis/cells/lane-shares.js";
import type { Lane } from "../../../record/timing/lanes.js";
import { formatTime } from "../../../words/time.js";
import { colour } from "../output/theme.js";
import { type Axis, axisChannel, fitTicks, fraction } from "./axis.js";
import type { Spec } from "./chart.js";
import { axes, BOX, DOWN, layer, pixels, type Row, words } from "./layers.js";
import type { SeriesStyle } from "./series-style.js";

/** One trial: a lane for each worker, with its tasks. */
export interface LanePanel {
  lanes: readonly Lane[];
  style: SeriesStyle;
  axis: Axis;
  /** `null` where the axis stands under another panel. */
  axisTitle: string | null;
  width: number;
  /** Distance from lane to lane and height of a task, in px. */
  heights: { row: number; bar: number };
  /** Font size of the workers' names; absent: the usual one. */
  nameSize?: number;
  /** The line at the end of the last task: px above the lanes, and width. */
  finish: { above: number; width?: number };
  /** Words above the lanes; `px` is the place of the end of the last task. */
  headings(px: number): Spec[];
}

/** The work of each worker in one trial. */
export function lanePanel(panel: LanePanel): Spec {
  const { lanes, axis, axisTitle, width, heights, nameSize, finish, headings } = panel;
  const fitted = fitTicks(axis, width);
  const across = (ms: number) => fraction(fitted, ms) * width;
  const look = axisTitle === null ? { labels: false, ticks: false } : {};
  const height = lanes.length * heights.row;
  const end = across(finishOf(lanes));
  const names = lanes.map((_, index) => ({
    text: laneName(lanes, index),
    px: -10,
    py: index * heights.row + heights.bar / 2,
  }));
  const rule = { type: "rule", stroke: colour("ink"), ...(finish.width && { strokeWidth: finish.width }) };
  return {
    width,
    height,
    layer: [
      ...axes({ x: 0, py: 0 }, { x: axisChannel("x", fitted, axisTitle, { grid: true, ...look }), y: pixels("py") }),
      ...boxes(panel),
      ...taskNumbers(panel, across),
      ...words(names, { align: "right", fill: colour("text"), ...(nameSize && { fontSize: nameSize }) }),
      ...layer([{ px: end, top: -finish.above, bottom: height }], rule, { x: pixels("px"), ...DOWN }),
      ...headings(end),
    ],
  };
}

const LONGEST_HOST = 16;

/** "worker 3"; of another machine "h1", or "h1, 2" where it has several. */
function laneName(lanes: readonly Lane[], index: number): string {
  const host = lanes[index]?.[0]?.host;
  if (host === undefined) return `worker ${index + 1}`;
  const shown = host.length > LONGEST_HOST ? `${host.slice(0, LONGEST_HOST)}…` : host;
  const own = lanes.flatMap((lane, place) => (lane[0]?.host === host ? [place] : []));
  return own.length === 1 ? shown : `${shown}, ${own.indexOf(index) + 1}`;
}

/**
 * Boxes of each worker: grey before its first task, then its tasks, a dashed outline while it had none. Where every task has
 * a worker of its own, grey stands before each task.
 */
function boxes({ lanes, style, heights: { row, bar } }: LanePanel): Spec[] {
  const finish = finishOf(lanes);
  const box = (index: number, from: number, to: number): Row => ({
    from,
    to,
    top: index * row,
    bottom: index * row + bar,
  });
  const tasks = lanes.flatMap((lane, index) =>
    lane.map((task): Row => ({ ...box(index, task.startMs, task.endMs), tip: taskWords(task, index) })),
  );
  const gaps = lanes.flatMap((lane, index) => {
    const ends = [null, ...lane].map((task) => ({ worker: task?.worker, from: task?.endMs ?? 0 }));
    return ends.flatMap(({ worker, from }, place) => {
      const next = lane[place];
      const to = next?.startMs ?? finish;
      const isStart = next !== undefined && next.worker !== worker;
      return to - from > (isStart ? 0 : finish * 0.004) ? [{ isStart, box: box(index, from, to) }] : [];
    });
  });
  const before = gaps.filter(({ isStart }) => isStart).map((gap) => gap.box);
  const idle = gaps.filter(({ isStart }) => !isStart).map((gap) => gap.box);
  const rect = { type: "rect", cornerRadius: 2, strokeWidth: 1 };
  return [
    ...layer(before, { ...rect, fill: colour("startup"), strokeWidth: 0 }, BOX),
    ...layer(tasks, { ...rect, fill: style.ink, stroke: colour("paper") }, BOX),
    ...layer(idle, { ...rect, fill: null, stroke: colour("idle"), strokeDash: [3, 3] }, BOX),
  ];
}

function taskWords({ task, startMs, endMs, host }: Lane[number], worker: number): string {
  const from = `from ${formatTime(startMs)} to ${formatTime(endMs)}`;
  return `task ${task + 1} on worker ${worker + 1}${host === undefined ? "" : ` (${host})`}\n${formatTime(endMs - startMs)}, ${from}`;
}

/** Numbers where they fit into their task. */
function taskNumbers({ lanes, heights: { row, bar } }: LanePanel, across: (ms: number) => number): Spec[] {
  const numbers = lanes.flatMap((lane, index) =>
    lane.flatMap(({ task, startMs, endMs }) => {
      const [left, right] = [across(startMs), across(endMs)];
      const text = String(task + 1);
      if (right - left < text.length * 7 + 8) return [];
      return [{ text, px: (left + right) / 2, py: index * row + bar / 2 }];
    }),
  );
  return words(numbers, { align: "center", fill: colour("paper"), fontWeight: 600, fontSize: 11.5 });
}
