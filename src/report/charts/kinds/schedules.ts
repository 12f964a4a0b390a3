import { sum } from "d3-array";
import { isOneThread, variantWords } from "../../../analysis/cells/cell-labels.js";
import { effectiveWorkers } from "../../../analysis/cells/ideal-speed-up.js";
import { finishOf, laneShares } from "../../../analysis/cells/lane-shares.js";
import { keptTrial, recordedCells } from "../../../analysis/cells/recorded-cells.js";
import type { CellSummary, ExperimentAnalysis } from "../../../analysis/results/run-analysis.js";
import { largest } from "../../../record/limits/extremes.js";
import type { Experiment } from "../../../record/schema/run-schema.js";
import { type Lane, lanesOf } from "../../../record/timing/lanes.js";
import { plural } from "../../../words/number.js";
import { list } from "../../../words/sentence.js";
import { formatTime } from "../../../words/time.js";
import { linearTimeAxis } from "../marks/axis.js";
import type { Chart, ChartInput, ChartTable, Picture, Spec } from "../marks/chart.js";
import { lanePanel } from "../marks/lanes.js";
import { inkedWords, words } from "../marks/layers.js";
import { forEveryWidth, type PictureWidth } from "../marks/layout.js";
import { styleOf } from "../marks/series-style.js";
import { factorColumns, figureColumn, tableOf, wordsColumn } from "../marks/table-columns.js";
import { colour } from "../output/theme.js";

const WIDTH: Record<PictureWidth, number> = { wide: 640, narrow: 240, half: 340, page: 640 };
const HEIGHTS = { row: 24, bar: 18 };
const MOST_PANELS = 8;
const MOST_LANES = 8;
const MOST_TASKS = 60;

/** Timelines of several ways to hand out the same tasks, below each other on one clock. */
export const schedules: Chart = {
  id: "schedules",
  onCall: true,
  applies: (analysis, experiment) => shownIn(analysis, experiment).length > 1,
  spec: draw,
};

interface Shown {
  cell: CellSummary;
  lanes: Lane[];
}

/** Cells with more than one worker and few enough tasks to see each, grouped by the skew of the tasks. */
function shownIn(analysis: ExperimentAnalysis, experiment: Experiment): Shown[] {
  const known = recordedCells(analysis, experiment).flatMap((recorded): Shown[] => {
    const { factors } = recorded.cell;
    const kept = keptTrial(recorded, "timeline")?.timeline;
    if (!kept || isOneThread(factors.strategy) || kept.worker.length > MOST_TASKS) return [];
    const lanes = lanesOf(kept, effectiveWorkers(factors));
    return lanes.length > 1 && lanes.length <= MOST_LANES && finishOf(lanes) > 0
      ? [{ cell: recorded.cell, lanes }]
      : [];
  });
  const skews = [...new Set(known.map(skewOf))];
  return known.toSorted((a, b) => skews.indexOf(skewOf(a)) - skews.indexOf(skewOf(b))).slice(0, MOST_PANELS);
}

function skewOf({ cell }: Shown): string {
  return String(cell.factors.more?.skew ?? "");
}

function draw({ analysis, experiment }: ChartInput): Picture {
  const shown = shownIn(analysis, experiment);
  const style = styleOf(analysis.cells);
  const axis = linearTimeAxis(
    shown.map(({ lanes }) => finishOf(lanes)),
    undefined,
    1.02,
  );
  return {
    title: title(shown, analysis),
    subtitle:
      "One repeat each, all on one clock. Numbers are tasks; grey: before a worker's first task; dashed: without a task; line: the last task ends.",
    ...forEveryWidth((room) => ({
      vconcat: shown.map((one, index) =>
        lanePanel({
          lanes: one.lanes,
          style: style(one.cell.factors),
          axis,
          axisTitle: index === shown.length - 1 ? "time since the start" : null,
          width: WIDTH[room],
          heights: HEIGHTS,
          finish: { above: 4 },
          headings: (px) => headings(one, px, analysis),
        }),
      ),
      spacing: 30,
    })),
    table: table(shown),
    notes: [],
  };
}

/** Time without a task, between tasks and at the end, of every schedule of the first skew. */
function title(shown: readonly Shown[], analysis: ExperimentAnalysis): string {
  const parts = shown
    .filter((one) => skewOf(one) === skewOf(shown[0] as Shown))
    .map(({ cell, lanes }) => {
      const { between, after } = laneShares(lanes);
      return `${wayOf(cell, analysis)} ${Math.round((between + after) * 100)} %`;
    });
  const skew = skewOf(shown[0] as Shown);
  return `Workers idle between tasks and at the end${skew === "" ? "" : ` (${skew.replaceAll("-", " ")})`}: ${list(parts)}`;
}

/** Name of the schedule, or of the strategy where the schedule does not vary. */
function wayOf({ factors }: CellSummary, { varying }: ExperimentAnalysis): string {
  const named = varying.includes("scheduling") ? factors.scheduling : undefined;
  return (
    named?.replaceAll("-", " ") ??
    variantWords(
      factors,
      varying.filter((name) => name !== "more"),
    )
  );
}

/** The schedule and the skew of the tasks, and when the last one ends. */
function headings(one: Shown, px: number, analysis: ExperimentAnalysis): Spec[] {
  const text = [wayOf(one.cell, analysis), skewOf(one).replaceAll("-", " ")].filter(Boolean).join(", ");
  return [
    ...inkedWords([{ text, px: 0, py: -12, ink: colour("ink") }], { fontSize: 12.5 }),
    ...words([{ text: formatTime(finishOf(one.lanes)), px, py: -12 }], { align: "right", fill: colour("ink") }),
  ];
}

function table(shown: readonly Shown[]): ChartTable {
  const time = { unit: "ms", format: formatTime };
  const idle = ({ lanes }: Shown) => lanes.map((lane) => idleMs(lane, finishOf(lanes)));
  const most = largest(shown.map(({ lanes }) => lanes.length));
  return tableOf(shown, [
    wordsColumn("schedule", ({ cell, lanes }) => `${cell.label}, ${plural(lanes.length, "worker")}`),
    ...factorColumns(shown, ({ cell }) => cell.factors),
    figureColumn({ label: "last task ends", ...time, of: ({ lanes }) => finishOf(lanes) }),
    figureColumn({ label: "least possible", head: "not under", ...time, of: ({ lanes }) => leastMs(lanes) }),
    figureColumn({
      label: "tasks fill",
      unit: "%",
      of: ({ lanes }) => laneShares(lanes).tasks * 100,
      format: (percent) => `${Math.round(percent)} %`,
    }),
    {
      label: "idle after its first task, by worker",
      numeric: true,
      text: (one) => idle(one).map(formatTime).join(", "),
      heads: Array.from({ length: most }, (_, index) => `without a task, worker ${index + 1} (ms)`),
      values: (one) => Array.from({ length: most }, (_, index) => idle(one)[index] ?? null),
    },
  ]);
}

/** Time of a worker without a task, from its first one to the end of the last of all. */
function idleMs(lane: Lane, finish: number): number {
  const busy = lane.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);
  return Math.max(0, finish - (lane[0]?.startMs ?? finish) - busy);
}

/** Lower bound of all schedules: the work shared out evenly, or the longest task. */
function leastMs(lanes: readonly Lane[]): number {
  const lengths = lanes.flat().map(({ startMs, endMs }) => endMs - startMs);
  return Math.max(sum(lengths) / lanes.length, largest(lengths));
}
