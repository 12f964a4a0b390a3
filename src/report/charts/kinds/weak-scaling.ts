import { isOneThread } from "../../../analysis/cells/cell-labels.js";
import { usableCores } from "../../../analysis/cells/ideal-speed-up.js";
import { recordedCells, taskTimes } from "../../../analysis/cells/recorded-cells.js";
import type { CellSummary, ExperimentAnalysis, Interval } from "../../../analysis/results/run-analysis.js";
import { largest } from "../../../record/limits/extremes.js";
import type { Experiment } from "../../../record/schema/run-schema.js";
import { median } from "../../../stats/median.js";
import { quantile } from "../../../stats/quantile.js";
import { whole, workerWords } from "../../../words/number.js";
import { formatTime } from "../../../words/time.js";
import { levelsOf, linearTimeAxis, workerAxis } from "../marks/axis.js";
import { cellColumns, itself } from "../marks/cell-table.js";
import type { ChartInput, ChartTable } from "../marks/chart.js";
import type { Line } from "../marks/lines/line.js";
import { type LinesPanel, lineChart } from "../marks/lines/line-chart.js";
import { workersOf } from "../marks/lines/over-workers.js";
import { drawnInterval, drawnMs, isDrawable, seriesOf, wideIntervalNotes } from "../marks/series.js";
import { endsColumn, figureColumn, tableOf } from "../marks/table-columns.js";
import { crossWords, repeatsWords, undrawnNotes } from "../marks/titles.js";

/** A cell with the times of its single tasks; none where they were not kept. */
type Step = CellSummary & { taskMs: number[] };

/** A step with the time that one panel shows. */
type ShownStep = Step & { shownMs: number | null; ends: Interval | null };

/** Time of one task and of all, where there are as many tasks as workers. */
export const weakScaling = lineChart<ShownStep>({
  id: "weak-scaling",
  panels,
  x: { title: "workers and tasks", of: workersOf, axis: workerAxis },
  y: {
    title: "time",
    of: ({ shownMs }) => shownMs,
    ends: ({ ends }) => ends,
    axis: (values) => linearTimeAxis(values),
  },
  byCores: true,
  ideal: ({ lines, cells, levels }, input) => ({
    points: idealOf(lines, levels, input, cells),
    label: "ideal",
    stepped: false,
  }),
  title: ({ analysis, experiment, machine }) => title(stepsOf(analysis, experiment), machine),
  subtitle: ({ panels, cells }) => [
    panels.length > 1
      ? "Left: median time of one task, bars: the middle half. Right: total time, bars: 95 % interval."
      : `Total time. ${repeatsWords(cells)}`,
    "Dashed: ideal by cores.",
    crossWords(cells),
  ],
  table: ({ analysis, experiment }) => table(stepsOf(analysis, experiment)),
  notes: ({ analysis }) => [...undrawnNotes(analysis.cells), ...wideIntervalNotes(analysis.cells)],
});

/** A panel of single tasks, where any was timed, and a panel of all tasks. */
function panels(analysis: ExperimentAnalysis, experiment: Experiment): LinesPanel<ShownStep>[] {
  const { cells, division } = analysis;
  if (division !== "tasks" || !cells.every(hasOneTaskAWorker)) return [];
  if (levelsOf(cells.filter(isDrawable).map(workersOf)).length < 2) return [];
  const steps = stepsOf(analysis, experiment);
  const panel = (title: string, shown: (step: Step) => Pick<ShownStep, "shownMs" | "ends">) => {
    const own = steps.map((step) => ({ ...step, ...shown(step) }));
    return { title, series: seriesOf(own, analysis).series, cells: own };
  };
  const total = (step: Step) => ({ shownMs: drawnMs(step), ends: drawnInterval(step) });
  const one = ({ taskMs }: Step) => ({
    shownMs: taskMs.length > 0 ? median(taskMs) : null,
    ends: taskMs.length > 1 ? middleHalf(taskMs) : null,
  });
  const isTimed = steps.some(({ taskMs }) => taskMs.length > 0);
  return isTimed ? [panel("One task", one), panel("All tasks", total)] : [panel("", total)];
}

function hasOneTaskAWorker({ factors: { tasks, workers, strategy } }: CellSummary): boolean {
  return tasks === workers && !isOneThread(strategy);
}

function stepsOf(analysis: ExperimentAnalysis, experiment: Experiment): Step[] {
  return recordedCells(analysis, experiment).map((recorded) => ({
    ...recorded.cell,
    taskMs: isDrawable(recorded.cell) ? taskTimes(recorded) : [],
  }));
}

function middleHalf(taskMs: readonly number[]): Interval {
  return [quantile(taskMs, 0.25), quantile(taskMs, 0.75)];
}

/** The time of one task, or the total, at the fewest workers, at as many as cores, and at the most. */
function title(steps: readonly Step[], machine: ChartInput["machine"]): string {
  const first = steps[0]?.factors.strategy;
  const timed = steps.filter(({ factors, taskMs }) => factors.strategy === first && taskMs.length > 0);
  const known = timed.length > 1 ? timed : steps.filter(isDrawable);
  const cores = usableCores(machine, known[0]?.factors);
  const inner = known.find(({ factors }) => factors.workers === cores);
  const shown = [...new Set([known[0], inner, known.at(-1)])].filter((step) => step !== undefined);
  const parts = shown.map((step) => {
    const many = step === inner ? ", as many as cores" : "";
    const ms = timed.length > 1 ? median(step.taskMs) : (step.medianMs ?? 0);
    return `${formatTime(ms)} with ${workerWords(workersOf(step))}${many}`;
  });
  return `${timed.length > 1 ? "A task takes" : "One task per worker takes"} ${parts.join("; ")}`;
}

/** Ideal times: that of the fewest workers up to the number of cores, then more as cores are shared. */
function idealOf(
  lines: readonly Line[],
  counts: readonly number[],
  { machine }: ChartInput,
  [cell]: readonly CellSummary[],
) {
  const cores = usableCores(machine, cell?.factors) ?? Infinity;
  const [first] = lines[0]?.points ?? [];
  if (!first || lines.length > 1) return [];
  const most = largest(counts);
  return levelsOf([...counts, ...(Number.isFinite(cores) ? [cores] : [])])
    .filter((workers) => workers >= first.x && workers <= most)
    .map((workers) => ({ x: workers, y: (first.y * Math.max(1, workers / cores)) / Math.max(1, first.x / cores) }));
}

function table(steps: readonly Step[]): ChartTable {
  const of =
    <V>(figure: (taskMs: number[]) => V) =>
    ({ taskMs }: Step) =>
      taskMs.length === 0 ? null : figure(taskMs);
  const time = { unit: "ms", format: formatTime };
  return tableOf(steps, [
    ...cellColumns(steps, itself),
    figureColumn({ label: "tasks timed", unit: "", of: ({ taskMs }) => taskMs.length, format: whole }),
    figureColumn({ label: "one task, median", ...time, of: of(median) }),
    endsColumn({ label: "middle half", ...time, of: of(middleHalf) }),
    figureColumn({ label: "95th percentile", ...time, of: of((taskMs) => quantile(taskMs, 0.95)) }),
    figureColumn({ label: "total, median", ...time, of: ({ medianMs }) => medianMs }),
  ]);
}
