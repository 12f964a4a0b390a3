import { isOneThread } from "../../../analysis/cells/cell-labels.js";
import type { CellSummary } from "../../../analysis/results/run-analysis.js";
import { levelAxis, logTimeAxis } from "../marks/axis.js";
import { timesTable } from "../marks/cell-table.js";
import type { Chart, ChartInput, Picture, Spec } from "../marks/chart.js";
import { arrange, forBothRooms, type PanelSize, panelSize } from "../marks/layout.js";
import { coreMarkers, idealSteps, sharedCores } from "../marks/lines/core-markers.js";
import type { Line } from "../marks/lines/line.js";
import { linePanel } from "../marks/lines/line-panel.js";
import {
  drawnInterval,
  isDrawable,
  leftOutNotes,
  type Panel,
  panelsOf,
  type Series,
  wideIntervalNotes,
} from "../marks/series.js";
import { constantWords, crossWords, gainTitle, idealWords, trialsWords, undrawnNotes } from "../marks/titles.js";

/** Total time over the number of workers: one panel a size, one line a strategy, both axes logarithmic. */
export const timeVsWorkers: Chart = {
  id: "time-vs-workers",
  applies: (analysis) => panelsOf(analysis).panels.some(hasWorkers),
  spec: draw,
};

function hasWorkers({ series }: Panel): boolean {
  return series.some(({ cells }) => workerCounts(cells.filter(isDrawable)).length > 1);
}

function draw(input: ChartInput): Picture {
  const { analysis } = input;
  const all = panelsOf(analysis);
  const panels = all.panels.filter(hasWorkers);
  const drawn = panels.flatMap(({ series }) => series.flatMap(({ cells }) => cells));
  return {
    title: gainTitle(analysis),
    subtitle: [
      "Total time over workers, both axes logarithmic.",
      constantWords(analysis),
      trialsWords(drawn),
      idealWords(drawn),
      crossWords(drawn),
      input.analysis.cells.some(({ factors }) => isOneThread(factors.strategy)) ? "Level lines: one thread." : "",
    ]
      .filter(Boolean)
      .join(" "),
    ...forBothRooms((room) => {
      const size = panelSize(panels.length, room);
      return arrange(
        panels.map((panel) => panelSpec(panel, size, input)),
        room,
      );
    }),
    table: timesTable(drawn),
    notes: [...undrawnNotes(drawn), ...wideIntervalNotes(drawn), ...leftOutNotes(all.leftOut, panels)],
  };
}

function panelSpec(panel: Panel, size: PanelSize, input: ChartInput): Spec {
  const cells = panel.series.flatMap((series) => series.cells);
  const counts = workerCounts(cells.filter(({ factors }) => !isOneThread(factors.strategy)));
  const timesMs = cells.filter(isDrawable).flatMap((cell) => [cell.medianMs, ...(drawnInterval(cell) ?? [])]);
  const ideal = idealTimes(cells, counts, input);
  return linePanel({
    ...size,
    title: panel.title,
    x: levelAxis(counts, size.width),
    y: logTimeAxis([...timesMs, ...ideal.map(({ y }) => y)]),
    xTitle: "workers",
    yTitle: "total time",
    lines: panel.series.map(toLine),
    ...(ideal.length > 1 && { ideal: { points: ideal, label: "ideal", stepped: true } }),
    markers: coreMarkers(input, Math.max(...counts)),
    ...sharedCores(input, Math.max(...counts)),
    bands: [],
    crosses: panel.series.flatMap(({ cells: members, style }) =>
      members
        .filter((cell) => !isDrawable(cell))
        .map(({ factors, label }) => ({ x: factors.workers, style, name: label })),
    ),
  });
}

/** The one time that speed-up starts from (sequential, else the only strategy's single worker) over the ideal speed-up. */
function idealTimes(cells: readonly CellSummary[], counts: readonly number[], input: ChartInput) {
  const sequential = cells.filter(({ factors }) => factors.strategy === "sequential");
  const single = cells.filter(({ factors }) => factors.workers === 1);
  const [base, second] = (sequential.length > 0 ? sequential : single).filter(isDrawable);
  const [sample] = cells.filter(({ factors }) => !isOneThread(factors.strategy));
  if (!base || second || !sample) return [];
  return idealSteps(input, sample.factors, counts)
    .filter(({ workers }) => workers >= Math.min(...counts))
    .map(({ workers, speedUp }) => ({ x: workers, y: base.medianMs / speedUp }));
}

function toLine({ id, name, style, cells }: Series): Line {
  const points = cells.filter(isDrawable).map((cell) => ({
    x: cell.factors.workers,
    y: cell.medianMs,
    low: drawnInterval(cell)?.[0] ?? null,
    high: drawnInterval(cell)?.[1] ?? null,
    name: cell.label,
  }));
  const level = cells.every(({ factors }) => isOneThread(factors.strategy) || factors.launch === "all-at-once");
  return { id, label: name, detail: "", style, points, level };
}

function workerCounts(cells: readonly CellSummary[]): number[] {
  return [...new Set(cells.map(({ factors }) => factors.workers))].sort((a, b) => a - b);
}
