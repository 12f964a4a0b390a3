import { cellKey } from "../../analysis/cells/cell-keys.js";
import { intervalFigure } from "../../analysis/comparing/change-words.js";
import type {
  CellSummary,
  Change,
  ExperimentAnalysis,
  Finding,
  RunAnalysis,
} from "../../analysis/results/run-analysis.js";
import { sentenceCase } from "../../words/sentence.js";
import { formatTime } from "../../words/time.js";
import { shortLabel, sizeFactors } from "../charts/marks/series.js";
import { sizeName } from "../format/size-name.js";
import { experimentHref, isMany } from "../page-model/page.js";
import { changeCell, verdictCell } from "./changes.js";
import { type CellModel, column, linkCell, numberCell, type TableModel, table, textCell } from "./table.js";

/** Advice for one question and size. */
export interface AdviceRow {
  experiment: string;
  /** "A process for every task, or a pool: 32 tasks". */
  what: string;
  /** Advised cell, median, change against the baseline, interval, verdict. */
  cells: CellModel[];
}

/** Heads of the cells of a {@link AdviceRow}. */
export function adviceColumns({ blocks }: Pick<RunAnalysis, "blocks">): TableModel["columns"] {
  return [
    column(isSingle({ blocks }) ? "least time" : "use"),
    column("median", "n"),
    column("against its baseline", "n"),
    column("95 % interval", "n"),
    column("verdict"),
  ];
}

/** Table of advice, one row a question and size; `null` without any. */
export function adviceTable(run: RunAnalysis): TableModel | null {
  const rows = adviceRowsOf(run).map(({ experiment, what, cells }) => ({
    head: linkCell(what, experimentHref(run, experiment)),
    cells,
  }));
  if (rows.length === 0) return null;
  const columns = [column("experiment"), ...adviceColumns(run)];
  return table({ id: "decision", caption: adviceCaption(run), columns, rows, fold: "" });
}

export function adviceCaption(run: Pick<RunAnalysis, "blocks">): string {
  return isSingle(run)
    ? "What took the least time. With one trial a cell this is a description, not advice."
    : "The fewest workers that are not clearly worse than the best cell of the same size.";
}

function isSingle({ blocks }: Pick<RunAnalysis, "blocks">): boolean {
  return blocks.max <= 1;
}

/** Every decision that a run supports: read off the findings of kind `best-cell`. */
export function adviceRowsOf(run: RunAnalysis): AdviceRow[] {
  return run.experiments.flatMap((experiment) =>
    adviceOf(experiment, isMany(run)).flatMap((finding) => adviceRowOf(experiment, finding)),
  );
}

/** The advice of one experiment; of many experiments, what it says of the most work, and only where times are the question. */
function adviceOf({ charts, cells, findings }: ExperimentAnalysis, isOneOfMany: boolean): Finding[] {
  const all = findings.filter(({ id }) => id === "best-cell");
  if (!isOneOfMany) return all;
  if (charts?.length === 0) return [];
  const work = ({ evidence }: Finding) => {
    const factors = cells.find(({ key }) => key === evidence.cells?.[0])?.factors;
    return (factors?.tasks ?? 1) * (factors?.n ?? 1);
  };
  return all.toSorted((a, b) => work(b) - work(a)).slice(0, 1);
}

function adviceRowOf(experiment: ExperimentAnalysis, { evidence }: Finding): AdviceRow[] {
  const cell = experiment.cells.find(({ key }) => key === evidence.cells?.[0]);
  if (!cell) return [];
  const size = sizeName(cell.factors, sizeFactors(experiment));
  const gain = (evidence.changes ?? []).find((change) => isGain(change, cell.key, experiment));
  return [
    {
      experiment: experiment.id,
      what: size === "" ? experiment.title : `${experiment.title}: ${size}`,
      cells: [
        textCell(sentenceCase(useWords(cell, experiment)), "use"),
        numberCell(cell.medianMs === null ? "–" : formatTime(cell.medianMs)),
        gain ? changeCell(gain) : numberCell(cell.isBaseline ? "is the baseline" : "–"),
        numberCell(gain ? intervalFigure(gain) : "–"),
        gain ? verdictCell(gain) : textCell("–"),
      ],
    },
  ];
}

function isGain(change: Change, key: string, experiment: ExperimentAnalysis): boolean {
  const against = experiment.cells.find((cell) => cell.key === key)?.baselineKey;
  return cellKey(change.to) === key && cellKey(change.from) === against;
}

/** The cell's label without the size that the row already names. */
function useWords({ factors, label }: CellSummary, experiment: ExperimentAnalysis): string {
  if (experiment.varying.includes("more")) return shortLabel(factors, experiment);
  const parts = sizeName(factors, experiment.varying).split(", ");
  return label
    .split(", ")
    .filter((part) => !parts.includes(part))
    .join(", ");
}
