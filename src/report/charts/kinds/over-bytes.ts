import { greatest, group } from "d3-array";
import { variantKey } from "../../../analysis/cells/cell-keys.js";
import { isOneThread, strategyWords } from "../../../analysis/cells/cell-labels.js";
import { medianOf, type RecordedCell, recordedCells } from "../../../analysis/cells/recorded-cells.js";
import type { CellSummary, ExperimentAnalysis } from "../../../analysis/results/run-analysis.js";
import type { Experiment, Factors } from "../../../record/schema/run-schema.js";
import { formatBytes } from "../../../words/bytes.js";
import { formatTime } from "../../../words/time.js";
import { type Axis, bytesLabel, fitTicks, levelsOf, logAxis, logTimeAxis } from "../marks/axis.js";
import { cellColumns, itself } from "../marks/cell-table.js";
import type { Chart } from "../marks/chart.js";
import { type LinesPanel, lineChart } from "../marks/lines/line-chart.js";
import { drawnMs, isDrawable } from "../marks/series.js";
import { levelStyle, styleOf } from "../marks/series-style.js";
import { figureColumn, tableOf } from "../marks/table-columns.js";
import { cellTimeWords, crossWords, standingWords, undrawnNotes } from "../marks/titles.js";

const WAY_WORDS: Record<string, string> = {
  clone: "cloned",
  json: "as JSON",
  transfer: "transferred",
  share: "shared",
};

interface Overlay {
  id: string;
  yTitle: string;
  what: string;
  valueOf(recorded: RecordedCell): number | null;
}

/** A cell with the time that is drawn. */
type Valued = CellSummary & { value: number | null };

/** Total time over the bytes that every task hands back. */
export const timeVsBytes = overBytes({
  id: "time-vs-bytes",
  yTitle: "total time",
  what: "Total time",
  valueOf: ({ cell }) => drawnMs(cell),
});

/** Time of the way back of the last result, over its bytes. */
export const transferTime = overBytes({
  id: "transfer-time",
  yTitle: "way back",
  what: "The way back of the last result",
  valueOf: (recorded) => {
    const ms = isOneThread(recorded.cell.factors.strategy) ? null : medianOf(recorded, "transfer-ms");
    return ms !== null && ms > 0 ? ms : null;
  },
});

function overBytes(overlay: Overlay): Chart {
  return lineChart<Valued>({
    id: overlay.id,
    onCall: true,
    stacked: true,
    panels: (analysis, experiment) => panelsOf(overlay, analysis, experiment),
    x: { title: "handed back by every task", of: bytesOf, axis: testedSizes },
    y: { title: overlay.yTitle, of: ({ value }) => value, axis: logTimeAxis },
    title: ({ cells, analysis }) => title(overlay, cells, analysis),
    subtitle: ({ cells }) => [
      `${overlay.what} over the size of what every task hands back, both axes logarithmic. Medians.`,
      crossWords(cells),
    ],
    table({ analysis, experiment }) {
      const cells = valued(overlay, analysis, experiment);
      return tableOf(cells, [
        ...cellColumns(cells, itself),
        figureColumn({
          label: overlay.yTitle,
          unit: "ms",
          of: ({ value }) => value,
          format: formatTime,
          instead: (cell) => (isDrawable(cell) ? "–" : cellTimeWords(cell)),
        }),
      ]);
    },
    notes: ({ cells }) => undrawnNotes(cells),
  });
}

function valued(overlay: Overlay, analysis: ExperimentAnalysis, experiment: Experiment): Valued[] {
  return recordedCells(analysis, experiment).map((one) => ({ ...one.cell, value: overlay.valueOf(one) }));
}

function bytesOf({ factors }: CellSummary): number {
  const bytes = factors.more?.bytes;
  return typeof bytes === "number" ? bytes : 0;
}

/** A panel for each form of the data, a line for each way to hand it back. 0 bytes have no place on a logarithmic axis. */
function panelsOf(overlay: Overlay, analysis: ExperimentAnalysis, experiment: Experiment): LinesPanel<Valued>[] {
  const styles = styleOf(analysis.cells);
  const relevant = valued(overlay, analysis, experiment).filter(
    (cell) => bytesOf(cell) > 0 && (!isDrawable(cell) || cell.value !== null),
  );
  return [...group(relevant, ({ factors }) => String(factors.more?.form ?? ""))].flatMap(([form, cells]) => {
    if (levelsOf(cells.filter(({ value }) => value !== null).map(bytesOf)).length < 2) return [];
    const lines = [...group(cells, ({ factors }) => variantKey(factors)).values()];
    const series = lines.map((line, index) => {
      const { factors } = line[0] as Valued;
      const siblings = lines.filter(([first]) => first?.factors.strategy === factors.strategy);
      const style = levelStyle(styles(factors), siblings.indexOf(line), siblings.length);
      return {
        id: `s${index}`,
        name: lineName(factors),
        style,
        cells: line.toSorted((a, b) => bytesOf(a) - bytesOf(b)),
      };
    });
    const title = form === "" ? "" : `Handed back as ${form}`;
    return [{ title, series, cells: series.flatMap((line) => line.cells) }];
  });
}

function lineName({ strategy, more = {} }: Factors): string {
  const way = typeof more.transfer === "string" ? `, ${WAY_WORDS[more.transfer] ?? more.transfer}` : "";
  return `${strategyWords(strategy)}${way}`;
}

/** The least and the most at the largest size that two ways have in common. */
function title(overlay: Overlay, cells: readonly Valued[], analysis: ExperimentAnalysis): string {
  const known = cells.flatMap(({ value, ...cell }) => (value === null ? [] : [{ ...cell, value }]));
  const shared = [...group(known, bytesOf)].filter(([, members]) => members.length > 1);
  const [bytes, largest] = greatest(shared, ([size]) => size) ?? [0, []];
  const ordered = largest.toSorted((a, b) => a.value - b.value);
  const [least, most] = [ordered[0], ordered.at(-1)];
  if (!least || !most) return `${overlay.what} over the size of what a task hands back`;
  const words = ({ factors, value }: typeof least) =>
    `${formatTime(value)} (${lineName(factors)}${formWords(factors)})`;
  const standing = overlay.id === "time-vs-bytes" ? standingWords(least, most, analysis) : ", medians";
  return `${overlay.what} at ${formatBytes(bytes)} a task: from ${words(least)} to ${words(most)}${standing}`;
}

function formWords({ more }: Factors): string {
  return typeof more?.form === "string" ? `, ${more.form}` : "";
}

/** Logarithmic axis with the tested sizes as ticks. */
function testedSizes(levels: readonly number[], widthPx: number): Axis {
  const axis = logAxis(levels, formatBytes, 1.3);
  const ticks = levels.map((value) => ({ value, label: bytesLabel(value) }));
  return fitTicks({ ...axis, ticks }, widthPx);
}
