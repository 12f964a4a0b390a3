import { isSplit } from "../../analysis/families.js";
import { cellKey } from "../../analysis/keys.js";
import type { CellSummary, Change, ExperimentAnalysis, Finding, RunAnalysis } from "../../analysis/types.js";
import { shortLabel, sizeFactors } from "../charts/series.js";
import { percentInterval } from "../format/percent.js";
import { formatTime } from "../format/time.js";
import { sentence, sizeName } from "../format/words.js";
import { experimentHref } from "../pages/page.js";
import { changeCell, verdictCell } from "./changes.js";
import { column, numberCell, plainRows, type RowModel, type TableModel, table, textCell } from "./table.js";

/** What to use, one row a question and size: read off the findings of kind `best-cell`. `null` without any. */
export function decisionTable(run: RunAnalysis): TableModel | null {
  const rows = run.experiments.flatMap((experiment) =>
    decisionsOf(experiment, isSplit(run)).flatMap((finding) => decisionRow(run, experiment, finding)),
  );
  if (rows.length === 0) return null;
  const single = run.blocks.max <= 1;
  const caption = single
    ? "What took the least time. With one trial a cell this is a description, not advice."
    : "The fewest workers that are not clearly worse than the best cell of the same size.";
  return {
    ...table({
      id: "decision",
      caption,
      columns: [
        column("experiment"),
        column(single ? "least time" : "use"),
        column("median", "n"),
        column("against its baseline", "n"),
        column("95 % interval", "n"),
        column("verdict"),
      ],
      groups: plainRows(rows),
    }),
    fold: "",
  };
}

/** The advice of one experiment; of many experiments, what it says of the most work, and only where times are the question. */
function decisionsOf({ charts, cells, findings }: ExperimentAnalysis, isOneOfMany: boolean): Finding[] {
  const all = findings.filter(({ id }) => id === "best-cell");
  if (!isOneOfMany) return all;
  if (charts?.length === 0) return [];
  const work = ({ evidence }: Finding) => {
    const factors = cells.find(({ key }) => key === evidence.cells?.[0])?.factors;
    return (factors?.tasks ?? 1) * (factors?.n ?? 1);
  };
  return all.toSorted((a, b) => work(b) - work(a)).slice(0, 1);
}

function decisionRow(run: RunAnalysis, experiment: ExperimentAnalysis, { evidence }: Finding): RowModel[] {
  const cell = experiment.cells.find(({ key }) => key === evidence.cells?.[0]);
  if (!cell) return [];
  const size = sizeName(cell.factors, sizeFactors(experiment));
  const gain = (evidence.changes ?? []).find((change) => isGain(change, cell.key, experiment));
  return [
    {
      head: {
        ...textCell(size === "" ? experiment.title : `${experiment.title}: ${size}`),
        href: experimentHref(run, experiment.id),
      },
      cells: [
        textCell(sentence(useWords(cell, experiment)), "use"),
        numberCell(cell.medianMs === null ? "–" : formatTime(cell.medianMs)),
        gain ? changeCell(gain) : numberCell(cell.isBaseline ? "is the baseline" : "–"),
        numberCell(gain?.interval ? percentInterval(gain.interval) : "–"),
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
