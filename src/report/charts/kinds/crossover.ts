import { least } from "d3-array";
import { cellKey } from "../../../analysis/cells/cell-keys.js";
import { strategyWords } from "../../../analysis/cells/cell-labels.js";
import type { CellSummary, Change, ExperimentAnalysis, Interval } from "../../../analysis/results/run-analysis.js";
import { largest, smallest } from "../../../record/limits/extremes.js";
import { significant, whole } from "../../../words/number.js";
import { timeChange } from "../../../words/percent.js";
import { sentenceCase } from "../../../words/sentence.js";
import { logAxis, withoutTrailingZeros } from "../marks/axis.js";
import { cellColumns, itself, timeColumns, trialsColumn } from "../marks/cell-table.js";
import type { Chart, ChartInput, ChartTable, Picture } from "../marks/chart.js";
import { forEveryWidth, panelSize } from "../marks/layout.js";
import {
  fitting,
  type LinesOf,
  type LinesPanel,
  linesPanel,
  smallLines,
  undrawnLines,
} from "../marks/lines/line-chart.js";
import { MAX_MARKS } from "../marks/mark-count.js";
import { lineKey, seriesOf, wideIntervalNotes } from "../marks/series.js";
import { figureColumn, intervalColumn, tableOf } from "../marks/table-columns.js";
import { constantWords, crossWords, repeatsWords, sentences, undrawnNotes } from "../marks/titles.js";
import { bracketsOf, bracketTitle, bracketWords, nameOf, sizeOf, sizePanels, timesOverN } from "./time-vs-n.js";

/** Largest ratio of the ends of an interval that is drawn: a wider one leaves no room for anything else. */
const WIDEST = 30;
const LOWER_SHARE = 0.55;

/**
 * The N from which on the sequential run is beaten. Above: times over N. Below, on the same axis: each time as a multiple of
 * the sequential one, with its interval.
 */
export const crossover: Chart = {
  id: "crossover",
  goesWith: ["time-vs-n"],
  applies: (analysis) => analysis.crossovers.length > 0 && sizePanels(analysis).length === 1,
  spec: draw,
  small: (input, lead) => smallLines(timesOverN, sizePanels(input.analysis), input, lead),
};

/** A cell with its change from sequential of the same size. */
type Relative = CellSummary & { change: Change & { ratio: number } };

/** Times as multiples of those of the baseline. */
const relativeTimes = (baseline: string): LinesOf<Relative> => ({
  x: timesOverN.x,
  y: {
    title: `time ÷ ${baseline} time`,
    of: ({ change }) => change.ratio,
    ends({ change }) {
      const ends = multiplesOf(change);
      return ends !== null && ends[0] > 0 && ends[1] / ends[0] <= WIDEST ? ends : null;
    },
    axis: (values) => logAxis([...values, 0.9, 1.1], (value) => `${withoutTrailingZeros(significant(value, 2))}×`),
  },
  ideal: ({ x }) => ({ points: x.domain.map((at) => ({ x: at, y: 1 })), label: baseline, stepped: false }),
  ...(timesOverN.bands && { bands: timesOverN.bands }),
});

function draw(input: ChartInput): Picture {
  const { analysis } = input;
  const all = sizePanels(analysis)[0] as LinesPanel<CellSummary>;
  const { cells } = all;
  const relatives = relativesOf(cells, analysis);
  const { series } = seriesOf(relatives, analysis, lineKey, (factors) => nameOf(factors, analysis));
  const allRelative = {
    title: "",
    series: series.map((one) => ({ ...one, id: `r${one.id}` })),
    cells: series.flatMap((one) => one.cells),
  };
  // The two panels share the marks of one picture.
  const [half, wide] = [MAX_MARKS / 2, panelSize(1, "wide")];
  const [times = all] = fitting([all], (panel) => linesPanel(timesOverN, panel, wide, input), half);
  const lower = relativeTimes(baselineOf(analysis));
  const [relative = allRelative] = fitting([allRelative], (panel) => linesPanel(lower, panel, wide, input), half);
  return {
    title: titleOf(analysis, relatives),
    subtitle: sentences(
      `Above: total time over N, both axes logarithmic. Below: time as a multiple of the ${baselineOf(analysis)} one, with its 95 % interval.`,
      constantWords(analysis),
      repeatsWords(cells),
      bracketWords(analysis),
      crossWords(cells),
    ),
    ...forEveryWidth((room) => {
      const size = panelSize(1, room);
      const above = linesPanel({ ...timesOverN, x: { ...timesOverN.x, title: "" } }, times, size, input);
      // The axis of the upper panel, since not every size has a change.
      const x = {
        ...timesOverN.x,
        axis: (_: number[], widthPx: number) => timesOverN.x.axis(cells.map(sizeOf), widthPx),
      };
      const below = linesPanel(
        { ...relativeTimes(baselineOf(analysis)), x },
        relative,
        { ...size, height: size.height * LOWER_SHARE },
        input,
      );
      return { vconcat: [above, below], spacing: 20 };
    }),
    table: table(cells, relatives, baselineOf(analysis)),
    notes: [
      ...undrawnNotes(cells),
      ...wideIntervalNotes(cells),
      ...undrawnLines(all.series.length - times.series.length),
    ],
  };
}

/** What times are set against. */
function baselineOf({ crossovers }: ExperimentAnalysis): string {
  return strategyWords(crossovers[0]?.baseline ?? "sequential");
}

/** Cells with a change from the baseline, in the order of the changes. */
function relativesOf(cells: readonly CellSummary[], { changes, crossovers }: ExperimentAnalysis): Relative[] {
  const baseline = crossovers[0]?.baseline;
  const byKey = new Map(cells.map((cell) => [cell.key, cell]));
  return changes.againstBaseline.flatMap((change) => {
    const cell = byKey.get(cellKey(change.to));
    const { ratio, from } = change;
    return cell && ratio !== null && from.strategy === baseline ? [{ ...cell, change: { ...change, ratio } }] : [];
  });
}

/** The interval of a change in percent as multiples of the time before. */
function multiplesOf({ interval }: Change): Interval | null {
  return interval === null ? null : [1 + interval[0] / 100, 1 + interval[1] / 100];
}

/** The brackets in words. Without one: up to which N nothing wins, or from which N on everything does. */
function titleOf(analysis: ExperimentAnalysis, relatives: readonly Relative[]): string {
  const brackets = bracketsOf(analysis);
  if (brackets.length > 0) return bracketTitle(brackets, analysis);
  const base = baselineOf(analysis);
  const single = relatives.every(({ change }) => change.interval === null);
  const [clearly, doubt] = single ? ["", ", measured once each"] : ["clearly ", ""];
  const sizes = relatives.map(sizeOf);
  const wins = ({ change }: Relative) => (single ? change.ratio < 1 : change.verdict === "faster");
  if (!relatives.some(wins)) return `Nothing ${clearly}beats ${base} up to N = ${whole(largest(sizes))}${doubt}`;
  if (relatives.every(wins)) {
    return `Everything ${clearly}beats ${base} from N = ${whole(smallest(sizes))} on, the smallest tested${doubt}`;
  }
  const { factors, change } = least(relatives.filter(wins), (one) => one.change.ratio) as Relative;
  const gain = timeChange((change.ratio - 1) * 100, base);
  return `${sentenceCase(nameOf(factors, analysis))}: ${gain} at N = ${whole(factors.n ?? 0)}${doubt}`;
}

function table(cells: readonly CellSummary[], relatives: readonly Relative[], baseline: string): ChartTable {
  const changes = new Map(relatives.map(({ key, change }) => [key, change]));
  const multiple = (value: number) => `${significant(value)}×`;
  return tableOf(cells, [
    ...cellColumns(cells, itself),
    ...timeColumns(cells, itself),
    figureColumn({
      label: `times ${baseline}`,
      head: `÷ ${baseline}`,
      unit: "",
      of: ({ key }) => changes.get(key)?.ratio ?? null,
      format: multiple,
    }),
    intervalColumn({
      label: "95 % interval of it",
      unit: "",
      of({ key }) {
        const change = changes.get(key);
        return change ? multiplesOf(change) : null;
      },
      format: multiple,
    }),
    trialsColumn(itself),
  ]);
}
