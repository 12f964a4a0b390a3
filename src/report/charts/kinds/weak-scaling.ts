import { isOneThread } from "../../../analysis/cells/cell-labels.js";
import { usableCores } from "../../../analysis/cells/ideal-speed-up.js";
import type { CellSummary } from "../../../analysis/results/run-analysis.js";
import { median } from "../../../stats/median.js";
import { quantile } from "../../../stats/quantile.js";
import { fixed } from "../../../words/number.js";
import { formatTime } from "../../../words/time.js";
import { workersWord } from "../../../words/verdict-words.js";
import { linearTimeAxis, workerAxis } from "../marks/axis.js";
import { cellColumns } from "../marks/cell-table.js";
import type { Chart, ChartInput, ChartTable, Picture, Spec } from "../marks/chart.js";
import { arrange, forBothRooms, type PanelSize, panelSize } from "../marks/layout.js";
import { coreMarkers, sharedCores } from "../marks/lines/core-markers.js";
import type { Line, LinePoint } from "../marks/lines/line.js";
import { linePanel } from "../marks/lines/line-panel.js";
import { drawnInterval, isDrawable, seriesOf, wideIntervalNotes } from "../marks/series.js";
import { endsColumn, figureColumn, tableOf } from "../marks/table-columns.js";
import { crossWords, undrawnNotes } from "../marks/titles.js";
import { recordedCells, taskTimes } from "./recorded.js";

/** Time of one task and of all, where every worker more brings a task more. */
export const weakScaling: Chart = {
  id: "weak-scaling",
  applies: ({ cells, division }) =>
    division === "tasks" && levelsOf(cells.filter(isDrawable)).length > 1 && cells.every(hasOneTaskAWorker),
  spec: draw,
};

function hasOneTaskAWorker({ factors: { tasks, workers, strategy } }: CellSummary): boolean {
  return tasks === workers && !isOneThread(strategy);
}

interface Step {
  cell: CellSummary;
  /** Times of the single tasks; none where they were not kept. */
  taskMs: number[];
}

function draw(input: ChartInput): Picture {
  const steps = stepsOf(input);
  const cells = steps.map(({ cell }) => cell);
  const timed = steps.some(({ taskMs }) => taskMs.length > 0);
  return {
    title: title(steps, input),
    subtitle: [
      timed
        ? "Left: median time of one task, bars: the middle half. Right: total time, bars: 95 % interval."
        : "Total time, bars: 95 % interval.",
      "Dashed: ideal by cores.",
      crossWords(cells),
    ]
      .filter(Boolean)
      .join(" "),
    ...forBothRooms((room) => {
      const size = panelSize(timed ? 2 : 1, room);
      const total = panelSpec({ steps, size, input, of: totalPoint, title: timed ? "All tasks" : "" });
      const one = timed ? [panelSpec({ steps, size, input, of: taskPoint, title: "One task" })] : [];
      return arrange([...one, total], room);
    }),
    table: table(steps),
    notes: [...undrawnNotes(cells), ...wideIntervalNotes(cells)],
  };
}

function stepsOf({ analysis, experiment }: ChartInput): Step[] {
  return recordedCells(analysis, experiment).map((recorded) => ({
    cell: recorded.cell,
    taskMs: isDrawable(recorded.cell) ? taskTimes(recorded) : [],
  }));
}

function levelsOf(cells: readonly CellSummary[]): number[] {
  return [...new Set(cells.map(({ factors }) => factors.workers))].sort((a, b) => a - b);
}

/** One task's time, or the total where tasks have none, at the fewest workers, at the cores, and at the most. */
function title(steps: readonly Step[], { machine }: ChartInput): string {
  const first = steps[0]?.cell.factors.strategy;
  const timed = steps.filter(({ cell, taskMs }) => cell.factors.strategy === first && taskMs.length > 0);
  const known = timed.length > 1 ? timed : steps.filter(({ cell }) => isDrawable(cell));
  const cores = usableCores(machine);
  const inner = known.find(({ cell }) => cell.factors.workers === cores);
  const shown = [...new Set([known[0], inner, known.at(-1)])].filter((step) => step !== undefined);
  const ms = ({ cell, taskMs }: Step) => (timed.length > 1 ? median(taskMs) : (cell.medianMs ?? 0));
  const parts = shown.map((step) => {
    const many = step === inner ? ", as many as cores" : "";
    return `${formatTime(ms(step))} with ${workersWord(step.cell.factors.workers)}${many}`;
  });
  return `${timed.length > 1 ? "A task takes" : "One task a worker takes"} ${parts.join("; ")}`;
}

function taskPoint({ taskMs }: Step): Omit<LinePoint, "x"> | null {
  if (taskMs.length === 0) return null;
  const several = taskMs.length > 1;
  return {
    y: median(taskMs),
    low: several ? quantile(taskMs, 0.25) : null,
    high: several ? quantile(taskMs, 0.75) : null,
  };
}

function totalPoint({ cell }: Step): Omit<LinePoint, "x"> | null {
  if (!isDrawable(cell)) return null;
  const [low, high] = drawnInterval(cell) ?? [null, null];
  return { y: cell.medianMs, low, high };
}

interface PanelInput {
  steps: readonly Step[];
  size: PanelSize;
  input: ChartInput;
  of: (step: Step) => Omit<LinePoint, "x"> | null;
  title: string;
}

function panelSpec({ steps, size, input, of, title }: PanelInput): Spec {
  const { series } = seriesOf(
    steps.map(({ cell }) => cell),
    input.analysis,
  );
  const lines = series.map(({ id, name, style, cells }): Line => {
    const own = steps.filter(({ cell }) => cells.includes(cell));
    const points = own.flatMap((step) => {
      const point = of(step);
      return point === null ? [] : [{ x: step.cell.factors.workers, ...point, name: step.cell.label }];
    });
    return { id, label: name, detail: "", style, points, level: false };
  });
  const counts = levelsOf(steps.map(({ cell }) => cell));
  const ideal = idealOf(lines, counts, input);
  const shown = lines.flatMap(({ points }) => points.flatMap(({ y, high }) => [y, high ?? 0]));
  return linePanel({
    ...size,
    title,
    x: workerAxis(counts, size.width),
    y: linearTimeAxis([...shown, ...ideal.map(({ y }) => y)]),
    xTitle: "workers and tasks",
    yTitle: "time",
    lines,
    ...(ideal.length > 1 && { ideal: { points: ideal, label: "ideal", stepped: false } }),
    markers: coreMarkers(input, Math.max(...counts)),
    ...sharedCores(input, Math.max(...counts)),
    bands: [],
    crosses: steps
      .filter(({ cell }) => !isDrawable(cell))
      .flatMap(({ cell }) => {
        const own = series.find(({ cells }) => cells.includes(cell));
        return own ? [{ x: cell.factors.workers, style: own.style, name: cell.label }] : [];
      }),
  });
}

/** The time of the fewest workers, as long as there is a core for each; then the cores are shared out. */
function idealOf(
  lines: readonly Line[],
  counts: readonly number[],
  { machine }: ChartInput,
): { x: number; y: number }[] {
  const cores = usableCores(machine) ?? Infinity;
  const [first] = lines[0]?.points ?? [];
  if (!first || lines.length > 1) return [];
  const levels = [...new Set([...counts, ...(Number.isFinite(cores) ? [cores] : [])])].sort((a, b) => a - b);
  const most = Math.max(...counts);
  return levels
    .filter((workers) => workers >= first.x && workers <= most)
    .map((workers) => ({ x: workers, y: (first.y * Math.max(1, workers / cores)) / Math.max(1, first.x / cores) }));
}

function table(steps: readonly Step[]): ChartTable {
  const of =
    (figure: (taskMs: number[]) => number) =>
    ({ taskMs }: Step) =>
      taskMs.length === 0 ? null : figure(taskMs);
  const time = { unit: "ms", format: formatTime };
  return tableOf(steps, [
    ...cellColumns(steps, ({ cell }) => cell),
    figureColumn({ label: "tasks timed", unit: "", of: ({ taskMs }) => taskMs.length, format: fixed }),
    figureColumn({ label: "one task, median", ...time, of: of(median) }),
    endsColumn({
      label: "middle half",
      ...time,
      of: ({ taskMs }) => (taskMs.length === 0 ? null : [quantile(taskMs, 0.25), quantile(taskMs, 0.75)]),
    }),
    figureColumn({ label: "95th percentile", ...time, of: of((taskMs) => quantile(taskMs, 0.95)) }),
    figureColumn({ label: "total, median", ...time, of: ({ cell }) => cell.medianMs }),
  ]);
}
