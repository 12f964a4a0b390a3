import { cellKey, sizeKey } from "../../../analysis/cells/cell-keys.js";
import { effectiveWorkers } from "../../../analysis/cells/ideal-speed-up.js";
import { finishOf, laneShares } from "../../../analysis/cells/lane-shares.js";
import type { CellSummary, ExperimentAnalysis } from "../../../analysis/results/run-analysis.js";
import type { Experiment, Timeline } from "../../../record/schema/run-schema.js";
import { type Lane, lanesOf } from "../../../record/timing/lanes.js";
import { plural } from "../../../words/number.js";
import { list } from "../../../words/sentence.js";
import { formatTime } from "../../../words/time.js";
import { axisChannel, fitTicks, fraction, linearTimeAxis } from "../marks/axis.js";
import type { Chart, ChartInput, ChartTable, Picture, Spec } from "../marks/chart.js";
import { layer, pixels, type Row, scaled, words } from "../marks/layers.js";
import { forBothRooms, type Room } from "../marks/layout.js";
import { type SeriesStyle, styleOf } from "../marks/series-style.js";
import { figureColumn, sharedTime, tableOf } from "../marks/table-columns.js";
import { colour } from "../output/theme.js";

const WIDTH: Record<Room, number> = { wide: 700, narrow: 238 };
const MOST_LANES = 32;
const MOST_TASKS = 500;
const MOST_ROWS = 64;

/** Every task of one trial on its worker: what was start-up, work and waiting. */
export const timeline: Chart = {
  id: "timeline",
  applies: (analysis, experiment) => choose(analysis, experiment) !== undefined,
  spec: draw,
};

interface Choice {
  cell: CellSummary;
  block: number;
  lanes: Lane[];
}

/** The trial to show: of the job that takes longest, the quickest way to do it with more than one worker. */
function choose(analysis: ExperimentAnalysis, experiment: Experiment): Choice | undefined {
  const choices = experiment.cells.flatMap(({ factors, trials }): Choice[] => {
    const trial = trials.find(({ status, timeline: kept }) => status === "ok" && kept);
    const cell = analysis.cells.find(({ key }) => key === cellKey(factors));
    if (!trial?.timeline || !cell || cell.medianMs === null) return [];
    const lanes = readable(trial.timeline, effectiveWorkers(factors));
    return lanes === null ? [] : [{ cell, block: trial.block, lanes }];
  });
  const ordered = choices.sort((a, b) => (a.cell.medianMs ?? 0) - (b.cell.medianMs ?? 0));
  const longest = ordered.at(-1)?.cell.factors;
  const size = longest && sizeKey(longest, analysis.division);
  const ofSize = ordered.filter(({ cell }) => sizeKey(cell.factors, analysis.division) === size);
  return ofSize.find(({ lanes }) => lanes.length > 1) ?? ofSize[0];
}

function readable(kept: Timeline, atOnce: number): Lane[] | null {
  if (kept.worker.length < 2 || kept.worker.length > MOST_TASKS) return null;
  const lanes = lanesOf(kept, atOnce);
  return lanes.length <= MOST_LANES && finishOf(lanes) > 0 ? lanes : null;
}

function draw({ analysis, experiment }: ChartInput): Picture {
  const { cell, block, lanes } = choose(analysis, experiment) as Choice;
  const tasks = lanes.flat().length;
  const style = styleOf(analysis.cells.map(({ factors }) => factors))(cell.factors);
  return {
    title: title(lanes),
    subtitle:
      `One trial (block ${block}) of ${cell.label}: ${plural(tasks, "task")}. ` +
      "Numbers are tasks; grey: before a worker's first task; dashed: without a task.",
    ...forBothRooms((room) => spec(lanes, style, WIDTH[room])),
    table: table(lanes),
    notes: tasks > MOST_ROWS ? [`The table has the first ${MOST_ROWS} of ${tasks} tasks; the CSV file has all.`] : [],
  };
}

/** Shares of the workers' time, those under half a percent left out. */
function title(lanes: readonly Lane[]): string {
  const { before, tasks, between, after } = laneShares(lanes);
  const percent = (share: number) => `${Math.round(share * 100)} %`;
  const rest = [
    before >= 0.005 ? `${percent(before)} is before the first task` : "",
    between >= 0.005 ? `${percent(between)} between tasks` : "",
    after >= 0.005 ? `${percent(after)} idle at the end` : "",
  ].filter(Boolean);
  const filled = `Tasks fill ${percent(tasks)} of the workers' time`;
  return rest.length === 0 ? filled : `${filled}; ${list(rest)}`;
}

/** Distance from row to row and height of a bar, in px. */
export interface Heights {
  row: number;
  bar: number;
}

function spec(lanes: readonly Lane[], style: SeriesStyle, width: number): Spec {
  const finish = finishOf(lanes);
  const axis = fitTicks(linearTimeAxis([finish], 1.02), width);
  const crowded = lanes.length > 12;
  const heights = crowded ? { row: 18, bar: 14 } : { row: 30, bar: 22 };
  const across = (ms: number) => fraction(axis, ms) * width;
  const frame = { x: axisChannel("x", axis, "time since the start of the trial", { grid: true }), y: pixels("py") };
  const names = lanes.map((_, index) => ({
    text: `worker ${index + 1}`,
    px: -10,
    py: index * heights.row + heights.bar / 2,
  }));
  return {
    width,
    height: lanes.length * heights.row,
    layer: [
      ...layer([{ x: 0, py: 0 }], { type: "point", opacity: 0, size: 1 }, frame),
      ...boxes(lanes, style, heights),
      ...taskNumbers(lanes, across, heights),
      ...words(names, { align: "right", fill: colour("text"), fontSize: crowded ? 11 : 12.5 }),
      ...finishLine(finish, across(finish), lanes.length * heights.row),
    ],
  };
}

/**
 * What each worker did: grey before its first task, its tasks, a dashed outline while it was without one, between tasks or
 * at the end. Where every task has a worker of its own, the next one starts in between: grey again.
 */
export function boxes(lanes: readonly Lane[], style: SeriesStyle, { row, bar }: Heights): Spec[] {
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
  const ends = { x: scaled("from"), x2: { field: "to" }, y: pixels("top"), y2: { field: "bottom" } };
  const rect = { type: "rect", cornerRadius: 2, strokeWidth: 1 };
  return [
    ...layer(before, { ...rect, fill: colour("startup"), strokeWidth: 0 }, ends),
    ...layer(tasks, { ...rect, fill: style.ink, stroke: colour("paper") }, ends),
    ...layer(idle, { ...rect, fill: null, stroke: colour("idle"), strokeDash: [3, 3] }, ends),
  ];
}

function taskWords({ task, startMs, endMs }: Lane[number], worker: number): string {
  const from = `from ${formatTime(startMs)} to ${formatTime(endMs)}`;
  return `task ${task + 1} on worker ${worker + 1}\n${formatTime(endMs - startMs)}, ${from}`;
}

/** Numbers where they fit into their task. */
export function taskNumbers(lanes: readonly Lane[], across: (ms: number) => number, { row, bar }: Heights) {
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

function finishLine(finish: number, px: number, height: number): Spec[] {
  const ends = { x: pixels("px"), y: pixels("top"), y2: { field: "bottom" } };
  return [
    ...layer([{ px, top: -6, bottom: height }], { type: "rule", stroke: colour("ink"), strokeWidth: 1.25 }, ends),
    ...words([{ text: `last task ends at ${formatTime(finish)}`, px, py: -14 }], {
      align: "right",
      fontWeight: 600,
      fill: colour("ink"),
    }),
  ];
}

function table(lanes: readonly Lane[]): ChartTable {
  const rows = lanes.flatMap((lane, index) => lane.map((task) => ({ ...task, worker: index + 1 })));
  rows.sort((a, b) => a.task - b.task);
  const time = sharedTime(rows.flatMap(({ startMs, endMs }) => [startMs, endMs]));
  const table = tableOf(rows, [
    figureColumn({ label: "task", unit: "", of: ({ task }) => task + 1, format: String }),
    figureColumn({ label: "worker", unit: "", of: ({ worker }) => worker, format: String }),
    figureColumn({ label: "start", ...time, of: ({ startMs }) => startMs }),
    figureColumn({ label: "end", ...time, of: ({ endMs }) => endMs }),
  ]);
  return { ...table, rows: table.rows.slice(0, MOST_ROWS) };
}
