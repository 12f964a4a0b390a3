import { sum } from "d3-array";
import { variantWords } from "../../../analysis/cells/cell-labels.js";
import type { CellSummary, ExperimentAnalysis } from "../../../analysis/results/run-analysis.js";
import { largest } from "../../../record/limits/extremes.js";
import { whole, workerWords } from "../../../words/number.js";
import { formatTime } from "../../../words/time.js";
import { linearTimeAxis } from "../marks/axis.js";
import { type Bar, barChart } from "../marks/bars/bars.js";
import type { Chart, ChartInput, Picture } from "../marks/chart.js";
import { forEveryWidth } from "../marks/layout.js";
import { isDrawable } from "../marks/series.js";
import { styleOf } from "../marks/series-style.js";
import { figureColumn, tableOf, wordsColumn } from "../marks/table-columns.js";
import { standingWords } from "../marks/titles.js";
import { batchLines } from "./time-vs-tasks.js";

/** Sum of the times of all batches: a bar for each number of workers. */
export const batchTotals: Chart = {
  id: "batch-totals",
  onCall: true,
  applies: (analysis) => totalsOf(analysis).filter(({ totalMs }) => totalMs !== null).length > 1,
  spec: draw,
};

interface Total {
  name: string;
  first: CellSummary;
  /** Of the largest batch. */
  last: CellSummary;
  batches: number;
  /** `null` where a batch is missing that others have. */
  totalMs: number | null;
}

function totalsOf(analysis: ExperimentAnalysis): Total[] {
  const lines = batchLines(analysis);
  const most = Math.max(0, largest(lines.map(({ length }) => length)));
  const several = analysis.varying.includes("strategy");
  return lines.map((line) => {
    const first = line[0] as CellSummary;
    const workers = workerWords(first.factors.workers);
    const drawable = line.filter(isDrawable);
    return {
      name: several ? `${variantWords(first.factors, analysis.varying)}, ${workers}` : workers,
      first,
      last: line.at(-1) as CellSummary,
      batches: drawable.length,
      totalMs: drawable.length < most ? null : sum(drawable, ({ medianMs }) => medianMs),
    };
  });
}

function draw({ analysis }: ChartInput): Picture {
  const totals = totalsOf(analysis);
  const styles = styleOf(analysis.cells);
  const words = ({ totalMs }: Total) => (totalMs === null ? "not all batches finished" : formatTime(totalMs));
  const known = totals.filter(({ totalMs }) => totalMs !== null).sort((a, b) => (a.totalMs ?? 0) - (b.totalMs ?? 0));
  const [least, most] = [known[0], known.at(-1)];
  const bars = totals.map((total): Bar => {
    const { name, totalMs, first, last } = total;
    const parts = totalMs === null ? [] : [totalMs];
    return { key: last.key, name, row: name, parts, tick: null, figure: words(total), style: styles(first.factors) };
  });
  return {
    title:
      least && most
        ? `All batches together: from ${words(least)} (${least.name}) to ${words(most)} (${most.name})${standingWords(least.last, most.last, analysis)}`
        : "All batches together",
    subtitle: `Sum of the median total times of ${whole(least?.batches ?? 0)} batches each.`,
    ...forEveryWidth((room) => barChart([{ title: "", bars }], (values) => linearTimeAxis(values), room)),
    table: tableOf(totals, [
      wordsColumn("workers", ({ name }) => name),
      figureColumn({ label: "batches", unit: "", of: ({ batches }) => batches, format: whole }),
      figureColumn({
        label: "sum of medians",
        unit: "ms",
        of: ({ totalMs }) => totalMs,
        format: formatTime,
        instead: words,
      }),
    ]),
    notes: totals.flatMap(({ name, totalMs }) =>
      totalMs === null ? [`Not drawn: ${name}, not all batches finished.`] : [],
    ),
  };
}
