import { group } from "d3-array";
import { variantKey } from "../../../analysis/cells/cell-keys.js";
import { isOneThread, variantWords } from "../../../analysis/cells/cell-labels.js";
import type { CellSummary, ExperimentAnalysis } from "../../../analysis/results/run-analysis.js";
import { formatTime } from "../../../words/time.js";
import { sentence, workersWord } from "../../../words/verdict-words.js";
import { linearTimeAxis, workerAxis } from "../marks/axis.js";
import { timesTable } from "../marks/cell-table.js";
import type { Chart, ChartInput, Picture, Spec } from "../marks/chart.js";
import { arrange, forBothRooms, type PanelSize, panelSize } from "../marks/layout.js";
import { levelStyle } from "../marks/lines/level-style.js";
import { linePanel } from "../marks/lines/line-panel.js";
import { isDrawable, MAX_PANELS, MAX_SERIES } from "../marks/series.js";
import { styleOf } from "../marks/series-style.js";
import { crossWords, undrawnNotes } from "../marks/titles.js";

/** Fewer sizes of a batch are bars, not a line. */
const FEWEST_SIZES = 3;

/** Total time over the number of tasks, a line a number of workers. */
export const timeVsTasks: Chart = {
  id: "time-vs-tasks",
  onCall: true,
  applies: (analysis) => batchLines(analysis).length > 0,
  spec: draw,
};

/** Cells that differ in tasks alone, by number of tasks, where at least three have a time. */
export function batchLines({ cells }: ExperimentAnalysis): CellSummary[][] {
  const known = cells.filter(({ factors }) => factors.tasks !== undefined);
  const lines = group(
    known,
    ({ factors }) => `${factors.workload}|${factors.n}|${variantKey(factors)}|${factors.workers}`,
  );
  return [...lines.values()]
    .map((line) => line.toSorted((a, b) => tasksOf(a) - tasksOf(b)))
    .filter((line) => line.filter(isDrawable).length >= FEWEST_SIZES);
}

function draw({ analysis }: ChartInput): Picture {
  const lines = batchLines(analysis);
  const ways = [...group(lines, ([first]) => variantKey((first as CellSummary).factors)).values()];
  // Ways of one line each are compared in one picture, else counts of workers within each way.
  const together = ways.length > 1 && ways.every((own) => own.length === 1);
  const panels = (together ? [lines] : ways.slice(0, MAX_PANELS)).map((own) => own.slice(0, MAX_SERIES));
  const drawn = panels.flat(2);
  return {
    title: title(panels.flat(), analysis),
    subtitle: [
      `Median total time over the number of tasks, from zero; a line for each ${together ? "way to run them" : "number of workers"}.`,
      crossWords(drawn),
    ]
      .filter(Boolean)
      .join(" "),
    ...forBothRooms((room) => {
      const size = panelSize(panels.length, room);
      return arrange(
        panels.map((own) => panelSpec(own, { size, analysis, titled: panels.length > 1, together })),
        room,
      );
    }),
    table: timesTable(drawn),
    notes: undrawnNotes(drawn),
  };
}

function tasksOf({ factors }: CellSummary): number {
  return factors.tasks ?? 0;
}

/** The largest batch that every line has: its longest and its shortest time. */
function title(lines: readonly CellSummary[][], analysis: ExperimentAnalysis): string {
  const ends = lines.flatMap((line) => line.filter(isDrawable).at(-1) ?? []);
  const most = Math.min(...ends.map(tasksOf));
  const there = lines
    .flatMap((line) => line.filter(isDrawable).filter((cell) => tasksOf(cell) === most))
    .sort((a, b) => a.medianMs - b.medianMs);
  const [least, longest] = [there[0], there.at(-1)];
  if (!least || !longest || least === longest) return "Total time over the number of tasks";
  const words = (cell: CellSummary & { medianMs: number }) =>
    `${formatTime(cell.medianMs)} with ${lineName(cell, analysis)}`;
  return `${most} tasks take ${words(least)}, ${words(longest)}`;
}

function lineName({ factors }: CellSummary, { varying }: ExperimentAnalysis): string {
  const strategy = variantWords(factors, varying);
  if (isOneThread(factors.strategy)) return strategy;
  return varying.includes("strategy") ? `${workersWord(factors.workers)} (${strategy})` : workersWord(factors.workers);
}

interface PanelInput {
  size: PanelSize;
  analysis: ExperimentAnalysis;
  titled: boolean;
  /** Whether the lines are of different ways to run the tasks, not of one. */
  together: boolean;
}

function panelSpec(lines: readonly CellSummary[][], { size, analysis, titled, together }: PanelInput): Spec {
  const cells = lines.flat();
  const styles = styleOf(analysis.cells.map(({ factors }) => factors));
  const styled = lines.map((line, index) => {
    const { factors } = line[0] as CellSummary;
    const style = styles(factors);
    const count = isOneThread(factors.strategy) ? "one thread" : workersWord(factors.workers);
    return together
      ? { line, style, label: variantWords(factors, analysis.varying) }
      : { line, style: levelStyle(style, index, lines.length), label: count };
  });
  const timesMs = cells.filter(isDrawable).map(({ medianMs }) => medianMs);
  return linePanel({
    ...size,
    title: titled ? sentence(variantWords((cells[0] as CellSummary).factors, analysis.varying)) : "",
    x: workerAxis(cells.map(tasksOf), size.width),
    y: linearTimeAxis(timesMs),
    xTitle: "tasks in the batch",
    yTitle: "total time",
    lines: styled.map(({ line, style, label }, index) => ({
      id: `s${index}`,
      label,
      detail: "",
      style,
      points: line
        .filter(isDrawable)
        .map((cell) => ({ x: tasksOf(cell), y: cell.medianMs, low: null, high: null, name: cell.label })),
      level: false,
    })),
    markers: [],
    bands: [],
    crosses: styled.flatMap(({ line, style }) =>
      line.filter((cell) => !isDrawable(cell)).map((cell) => ({ x: tasksOf(cell), style, name: cell.label })),
    ),
  });
}
