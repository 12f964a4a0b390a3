import { variantKey } from "../../../analysis/cells/cell-keys.js";
import { isOneThread } from "../../../analysis/cells/cell-labels.js";
import type { CellSummary, ExperimentAnalysis } from "../../../analysis/results/run-analysis.js";
import { significant } from "../../../words/number.js";
import { formatTime } from "../../../words/time.js";
import { sentence, workersWord } from "../../../words/verdict-words.js";
import { levelAxis, linearAxis } from "../marks/axis.js";
import { cellColumns } from "../marks/cell-table.js";
import type { Chart, ChartInput, Picture } from "../marks/chart.js";
import { forBothRooms, panelSize } from "../marks/layout.js";
import { linePanel } from "../marks/lines/line-panel.js";
import { isDrawable, seriesOf, shortLabel } from "../marks/series.js";
import { figureColumn, tableOf } from "../marks/table-columns.js";
import { cellTimeWords, constantWords, crossWords, undrawnNotes } from "../marks/titles.js";

/** Tasks a second over the number of tasks, a line a strategy and number of workers. */
export const throughput: Chart = {
  id: "throughput",
  onCall: true,
  applies: ({ cells }) =>
    new Set(cells.filter(isDrawable).map(({ factors }) => factors.tasks)).size > 2 &&
    cells.every(({ factors }) => factors.tasks !== undefined),
  spec: draw,
};

/** What one task converts, computes or writes. */
function unitOf({ constant }: ExperimentAnalysis): string {
  return constant.workload === "shapefile" ? "files" : "tasks";
}

function rate(cell: CellSummary & { medianMs: number }): number {
  return ((cell.factors.tasks ?? 0) / cell.medianMs) * 1000;
}

function draw({ analysis }: ChartInput): Picture {
  const { cells } = analysis;
  const { series } = seriesOf(
    cells,
    analysis,
    (factors) => `${variantKey(factors)}|${factors.workers}`,
    (factors) => shortLabel(factors, analysis),
  );
  const unit = unitOf(analysis);
  const drawn = cells.filter(isDrawable);
  const counts = cells.map(({ factors }) => factors.tasks ?? 0);
  const highest = Math.max(...drawn.map(rate));
  return {
    title: title(drawn, unit),
    subtitle: [
      `${sentence(unit)} a second: their number over the median total time.`,
      constantWords(analysis),
      crossWords(cells),
    ]
      .filter(Boolean)
      .join(" "),
    ...forBothRooms((room) => {
      const size = panelSize(1, room);
      return linePanel({
        ...size,
        title: "",
        x: levelAxis(counts, size.width),
        y: linearAxis(highest * 1.06, (value) => significant(value).replace(/\.0+$/, "")),
        xTitle: unit,
        yTitle: `${unit} a second`,
        lines: series.map(({ id, name, style, cells: members }) => ({
          id,
          label: name,
          detail: "",
          style,
          points: members
            .filter(isDrawable)
            .map((cell) => ({ x: cell.factors.tasks ?? 0, y: rate(cell), low: null, high: null, name: cell.label })),
          level: false,
        })),
        markers: [],
        bands: [],
        crosses: series.flatMap(({ cells: members, style }) =>
          members
            .filter((cell) => !isDrawable(cell))
            .map(({ factors, label }) => ({ x: factors.tasks ?? 0, style, name: label })),
        ),
      });
    }),
    table: tableOf(cells, [
      ...cellColumns(cells, (cell) => cell),
      figureColumn({
        label: `${unit} a second`,
        unit: "",
        of: (cell) => (isDrawable(cell) ? rate(cell) : null),
        format: significant,
      }),
      figureColumn({
        label: "total time",
        unit: "ms",
        of: ({ medianMs }) => medianMs,
        format: formatTime,
        instead: cellTimeWords,
      }),
    ]),
    notes: undrawnNotes(cells),
  };
}

/** The highest rate, beside that of the sequential run of as many tasks. */
function title(drawn: readonly (CellSummary & { medianMs: number })[], unit: string): string {
  const best = drawn.reduce<(typeof drawn)[number] | undefined>(
    (most, cell) => (most === undefined || rate(cell) > rate(most) ? cell : most),
    undefined,
  );
  if (!best) return `${sentence(unit)} a second`;
  const { factors } = best;
  const workers = isOneThread(factors.strategy) ? "" : ` of ${workersWord(factors.workers)}`;
  const own = `At most ${significant(rate(best))} ${unit} a second (${factors.strategy.replaceAll("-", " ")}${workers}, ${factors.tasks} ${unit})`;
  const plain = drawn.find((cell) => cell.factors.strategy === "sequential" && cell.factors.tasks === factors.tasks);
  return !plain || plain === best ? own : `${own}; sequential ${significant(rate(plain))}`;
}
