import { cellKey, sizeKey } from "../../../analysis/cells/cell-keys.js";
import { effectiveWorkers } from "../../../analysis/cells/ideal-speed-up.js";
import { finishOf, laneShares } from "../../../analysis/cells/lane-shares.js";
import type { CellSummary, ExperimentAnalysis } from "../../../analysis/results/run-analysis.js";
import type { Experiment, Timeline, Trial } from "../../../record/schema/run-schema.js";
import { type Lane, lanesOf } from "../../../record/timing/lanes.js";
import { plural } from "../../../words/number.js";
import { list } from "../../../words/sentence.js";
import { formatTime } from "../../../words/time.js";
import { linearTimeAxis } from "../marks/axis.js";
import type { Chart, ChartInput, ChartTable, Picture, Spec } from "../marks/chart.js";
import { lanePanel } from "../marks/lanes.js";
import { words } from "../marks/layers.js";
import { forEveryWidth, type PictureWidth } from "../marks/layout.js";
import { type SeriesStyle, styleOf } from "../marks/series-style.js";
import { figureColumn, sharedTime, tableOf, wordsColumn } from "../marks/table-columns.js";
import { colour } from "../output/theme.js";

const WIDTH: Record<PictureWidth, number> = { wide: 700, narrow: 238, half: 340, page: 700 };
const MOST_LANES = 32;
const MOST_TASKS = 500;
const MOST_ROWS = 64;

/** Every task of one trial on its worker, with start-up and waiting. */
export const timeline: Chart = {
  id: "timeline",
  applies: (analysis, experiment) => choose(analysis, experiment) !== undefined,
  spec: draw,
};

interface Choice {
  cell: CellSummary;
  trial: Trial;
  lanes: Lane[];
}

/** The trial to show: of the longest job, the fastest cell with more than one worker, of those of other machines if there are any. */
function choose(analysis: ExperimentAnalysis, experiment: Experiment): Choice | undefined {
  const choices = experiment.cells.flatMap(({ factors, trials }): Choice[] => {
    const trial = trials.find(({ status, timeline: kept }) => status === "ok" && kept);
    if (!trial?.timeline) return [];
    const cell = analysis.cells.find(({ key }) => key === cellKey(factors));
    if (!cell || cell.medianMs === null) return [];
    const lanes = readable(trial.timeline, effectiveWorkers(factors));
    return lanes === null ? [] : [{ cell, trial, lanes }];
  });
  const ordered = choices.sort((a, b) => (a.cell.medianMs ?? 0) - (b.cell.medianMs ?? 0));
  const longest = ordered.at(-1)?.cell.factors;
  const size = longest && sizeKey(longest, analysis.division);
  const ofSize = ordered.filter(({ cell }) => sizeKey(cell.factors, analysis.division) === size);
  const several = ofSize.filter(({ lanes }) => lanes.length > 1);
  // Where tasks ran on other machines, which ones those were is what nothing else shows.
  return several.find(({ trial }) => trial.timeline?.host !== undefined) ?? several[0] ?? ofSize[0];
}

function readable(kept: Timeline, atOnce: number): Lane[] | null {
  if (kept.worker.length < 2 || kept.worker.length > MOST_TASKS) return null;
  const lanes = byHost(lanesOf(kept, atOnce));
  return lanes.length <= MOST_LANES && finishOf(lanes) > 0 ? lanes : null;
}

/** Lanes of one machine together, machines in the order of their first tasks. */
function byHost(lanes: Lane[]): Lane[] {
  const hosts = [...new Set(lanes.map(([first]) => first?.host))];
  return hosts.flatMap((host) => lanes.filter(([first]) => first?.host === host));
}

function draw({ analysis, experiment }: ChartInput): Picture {
  const { cell, trial, lanes } = choose(analysis, experiment) as Choice;
  const tasks = lanes.flat().length;
  const style = styleOf(analysis.cells)(cell.factors);
  return {
    title: title(lanes),
    subtitle:
      `One repeat (number ${trial.block}) of ${cell.label}: ${plural(tasks, "task")}. ` +
      "Numbers are tasks; grey: before a worker's first task; dashed: without a task.",
    ...forEveryWidth((room) => spec(lanes, style, WIDTH[room])),
    table: table(lanes),
    notes: [
      ...clockNotes(trial),
      ...(tasks > MOST_ROWS ? [`The table has the first ${MOST_ROWS} of ${tasks} tasks; the CSV file has all.`] : []),
    ],
  };
}

/** How well it is known when tasks of other machines ran. */
function clockNotes({ timeline: kept, figures }: Trial): string[] {
  const known = figures?.["clock-uncertainty-ms"];
  if (kept?.host === undefined || typeof known !== "number") return [];
  return [
    `Lanes have the names of their machines, whose clocks are known to within ${formatTime(known)} of the caller's.`,
  ];
}

/** Shares of the workers' time, except those under half a percent. */
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

function spec(lanes: readonly Lane[], style: SeriesStyle, width: number): Spec {
  const finish = finishOf(lanes);
  const isCrowded = lanes.length > 12;
  return lanePanel({
    lanes,
    style,
    axis: linearTimeAxis([finish], undefined, 1.02),
    axisTitle: "time since the start",
    width,
    heights: isCrowded ? { row: 18, bar: 14 } : { row: 30, bar: 22 },
    nameSize: isCrowded ? 11 : 12.5,
    finish: { above: 6, width: 1.25 },
    headings: (px) =>
      words([{ text: `last task ends at ${formatTime(finish)}`, px, py: -14 }], {
        align: "right",
        fontWeight: 600,
        fill: colour("ink"),
      }),
  });
}

function table(lanes: readonly Lane[]): ChartTable {
  const rows = lanes.flatMap((lane, index) => lane.map((task) => ({ ...task, worker: index + 1 })));
  rows.sort((a, b) => a.task - b.task);
  const time = sharedTime(rows.flatMap(({ startMs, endMs }) => [startMs, endMs]));
  const hosts = rows.some(({ host }) => host !== undefined)
    ? [wordsColumn("machine", ({ host }: (typeof rows)[number]) => host ?? "")]
    : [];
  const table = tableOf(rows, [
    figureColumn({ label: "task", unit: "", of: ({ task }) => task + 1, format: String }),
    ...hosts,
    figureColumn({ label: "worker", unit: "", of: ({ worker }) => worker, format: String }),
    figureColumn({ label: "start", ...time, of: ({ startMs }) => startMs }),
    figureColumn({ label: "end", ...time, of: ({ endMs }) => endMs }),
  ]);
  return { ...table, rows: table.rows.slice(0, MOST_ROWS) };
}
