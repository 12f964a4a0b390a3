import { cellKey } from "../../../analysis/cells/cell-keys.js";
import type { CellSummary, Change, ExperimentAnalysis } from "../../../analysis/results/run-analysis.js";
import { fixed, significant } from "../../../words/number.js";
import { lessOrMore } from "../../../words/percent.js";
import { sentence } from "../../../words/verdict-words.js";
import { levelAxis, logAxis } from "../marks/axis.js";
import { cellColumns } from "../marks/cell-table.js";
import type { Chart, ChartInput, ChartTable, Picture, Spec } from "../marks/chart.js";
import { forBothRooms, type PanelSize, panelSize } from "../marks/layout.js";
import type { Line, LinePoint } from "../marks/lines/line.js";
import { linePanel } from "../marks/lines/line-panel.js";
import { seriesOf, wideIntervalNotes } from "../marks/series.js";
import { endsColumn, figureColumn, sharedTime, tableOf } from "../marks/table-columns.js";
import { cellTimeWords, constantWords, crossWords, trialsWords, undrawnNotes } from "../marks/titles.js";
import { bracketBands, bracketsOf, bracketTitle, lineKey, nameOf, sizeGroups, timesPanel } from "./time-vs-n.js";

/** An interval of more than this ratio of its ends would leave no room for anything else. */
const WIDEST = 30;
const LOWER_SHARE = 0.55;

/**
 * From which N on the sequential run is beaten: times over N, and below them, on the same axis, each time as a multiple
 * of the sequential one with its interval.
 */
export const crossover: Chart = {
  id: "crossover",
  goesWith: ["time-vs-n"],
  applies: (analysis) => analysis.crossovers.length > 0 && sizeGroups(analysis).length === 1,
  spec: draw,
};

interface Relative {
  cell: CellSummary;
  change: Change & { ratio: number };
}

function draw({ analysis }: ChartInput): Picture {
  const cells = sizeGroups(analysis)[0] as CellSummary[];
  const relatives = relativesOf(cells, analysis);
  return {
    title: titleOf(analysis, relatives),
    subtitle: [
      "Above: total time over N, both axes logarithmic. Below: time as a multiple of the sequential one, with its 95 % interval.",
      constantWords(analysis),
      trialsWords(cells),
      bracketsOf(analysis).length > 0
        ? "Shaded: between the tested N at which sequential still wins and at which the other does."
        : "",
      crossWords(cells),
    ]
      .filter(Boolean)
      .join(" "),
    ...forBothRooms((room) => {
      const size = panelSize(1, room);
      return {
        vconcat: [
          timesPanel(cells, size, analysis, ""),
          relativePanel(relatives, { cells, analysis, size: { ...size, height: size.height * LOWER_SHARE } }),
        ],
        spacing: 20,
      };
    }),
    table: table(cells, relatives),
    notes: [...undrawnNotes(cells), ...wideIntervalNotes(cells)],
  };
}

/** Changes from sequential to another of the same size, each with its cell. */
function relativesOf(cells: readonly CellSummary[], { changes }: ExperimentAnalysis): Relative[] {
  const byKey = new Map(cells.map((cell) => [cell.key, cell]));
  return changes.againstBaseline.flatMap((change) => {
    const cell = byKey.get(cellKey(change.to));
    const { ratio, from } = change;
    return cell && ratio !== null && from.strategy === "sequential" ? [{ cell, change: { ...change, ratio } }] : [];
  });
}

/** The brackets; without one, up to where nothing wins, or from where on everything does. */
function titleOf(analysis: ExperimentAnalysis, relatives: readonly Relative[]): string {
  const brackets = bracketsOf(analysis);
  if (brackets.length > 0) return bracketTitle(brackets, analysis);
  const single = relatives.every(({ change }) => change.interval === null);
  const [clearly, doubt] = single ? ["", ", in one trial each"] : ["clearly ", ""];
  const sizes = relatives.map(({ cell }) => cell.factors.n ?? 0);
  const wins = ({ change }: Relative) => (single ? change.ratio < 1 : change.verdict === "faster");
  if (!relatives.some(wins)) return `Nothing ${clearly}beats sequential up to N = ${fixed(Math.max(...sizes))}${doubt}`;
  if (relatives.every(wins)) {
    return `Everything ${clearly}beats sequential from N = ${fixed(Math.min(...sizes))} on, the smallest tested${doubt}`;
  }
  const least = relatives.filter(wins).reduce((best, one) => (one.change.ratio < best.change.ratio ? one : best));
  const { factors } = least.cell;
  const gain = lessOrMore((least.change.ratio - 1) * 100);
  return `${sentence(nameOf(factors, analysis))}: ${gain} than sequential at N = ${fixed(factors.n ?? 0)}${doubt}`;
}

interface RelativeInput {
  cells: readonly CellSummary[];
  analysis: ExperimentAnalysis;
  size: PanelSize;
}

function relativePanel(relatives: readonly Relative[], { cells, analysis, size }: RelativeInput): Spec {
  const levels = cells.map(({ factors }) => factors.n ?? 0);
  const { series } = seriesOf(
    relatives.map(({ cell }) => cell),
    analysis,
    lineKey,
    (factors) => nameOf(factors, analysis),
  );
  const x = levelAxis(levels, size.width, 1.4);
  const lines = series.map(({ id, name, style, cells: members }): Line => {
    const points = relatives.filter(({ cell }) => members.includes(cell)).map(toPoint);
    return { id: `r${id}`, label: name, detail: "", style, points, level: false };
  });
  const reach = lines.flatMap(({ points }) => points.flatMap(({ y, low, high }) => [y, low ?? y, high ?? y]));
  return linePanel({
    ...size,
    title: "",
    x,
    y: logAxis([...reach, 0.9, 1.1], (value) => `${significant(value, 2).replace(/\.0+$|(\.\d*?)0+$/, "$1")}×`),
    xTitle: "size N",
    yTitle: "time ÷ sequential time",
    lines,
    ideal: { points: x.domain.map((at) => ({ x: at, y: 1 })), label: "sequential", stepped: false },
    markers: [],
    bands: bracketBands(cells, analysis),
    crosses: [],
  });
}

function toPoint({ cell, change: { ratio, interval } }: Relative): LinePoint {
  const [low, high] = interval === null ? [null, null] : [1 + interval[0] / 100, 1 + interval[1] / 100];
  const drawn = low !== null && high !== null && low > 0 && high / low <= WIDEST;
  return {
    x: cell.factors.n ?? 0,
    y: ratio,
    low: drawn ? low : null,
    high: drawn ? high : null,
    name: cell.label,
  };
}

function table(cells: readonly CellSummary[], relatives: readonly Relative[]): ChartTable {
  const byKey = new Map(relatives.map(({ cell, change }) => [cell.key, change]));
  const time = sharedTime(cells.flatMap(({ medianMs, intervalMs }) => [medianMs, ...(intervalMs ?? [])]));
  const multiple = (value: number) => `${significant(value)}×`;
  return tableOf(cells, [
    ...cellColumns(cells, (cell) => cell),
    figureColumn({
      label: "median",
      ...time,
      of: ({ medianMs, belowResolution }) => (belowResolution ? null : medianMs),
      instead: cellTimeWords,
    }),
    endsColumn({ label: "95 % interval", ...time, of: ({ intervalMs }) => intervalMs }),
    figureColumn({ label: "÷ sequential", unit: "", of: ({ key }) => byKey.get(key)?.ratio ?? null, format: multiple }),
    endsColumn({
      label: "95 % interval of it",
      unit: "",
      of({ key }) {
        const interval = byKey.get(key)?.interval;
        return interval ? [1 + interval[0] / 100, 1 + interval[1] / 100] : null;
      },
      format: multiple,
    }),
    figureColumn({ label: "trials", unit: "", of: ({ trials }) => trials.ok, format: String }),
  ]);
}
