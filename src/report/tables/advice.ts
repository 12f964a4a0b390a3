import { placeOf } from "../../analysis/advice/advice-words.js";
import { cellKey } from "../../analysis/cells/cell-keys.js";
import { areQuotas, coreLevelWords, withoutCores } from "../../analysis/cells/core-words.js";
import { intervalFigure } from "../../analysis/comparing/change-words.js";
import type { Advice, ExperimentAnalysis, RunAnalysis } from "../../analysis/results/run-analysis.js";
import { largest, smallest } from "../../record/limits/extremes.js";
import { type Measure, measured } from "../../words/measure.js";
import { percentInterval, signedPercent } from "../../words/percent.js";
import { sentenceCase } from "../../words/sentence.js";
import { sizeFactors } from "../charts/marks/series.js";
import { sizeName } from "../format/size-name.js";
import { experimentHref, isMany } from "../page-model/page.js";
import { changeCell, verdictCell } from "./changes.js";
import { type CellModel, column, linkCell, numberCell, type TableModel, table, textCell } from "./table.js";

/** Advice for one question and size. */
export interface AdviceRow {
  experiment: string;
  /** "A process for every task, or a pool: 32 tasks". */
  what: string;
  /** "32 tasks"; "" where the experiment has one size. */
  size: string;
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

/** What to use for each size of one experiment; `null` where it has one. */
export function sizesTable(run: RunAnalysis, experiment: ExperimentAnalysis): TableModel | null {
  if (experiment.furtherAdvice.length === 0) return null;
  const place = placeName(allAdvice(experiment));
  const isByCores = place.startsWith("with");
  const rows = allAdvice(experiment).map((advice) => {
    const { size, cells } = adviceRowOf(experiment, advice);
    return { head: textCell(sentenceCase(size)), cells };
  });
  return table({
    id: `x-${experiment.id}-advice`,
    caption: `What to use ${place}. ${adviceCaption(run, isByCores ? "there" : undefined)}`,
    columns: [column(isByCores ? "with" : "for"), ...adviceColumns(run)],
    rows,
    fold: "",
  });
}

/** What rows of advice differ by, in words. */
function placeName(all: readonly Advice[]): string {
  const isSeveral = (values: readonly unknown[]) => new Set(values).size > 1;
  if (!isSeveral(all.map(({ factors }) => coreLevelWords(factors)))) return "for each size";
  if (isSeveral(all.map(({ factors }) => cellKey({ ...withoutCores(factors), strategy: "", workers: 1 })))) {
    return "for each size and number of cores";
  }
  return areQuotas(all) ? "with each CPU quota" : "with each number of cores";
}

/** @param among which combinations the advised one is held against */
export function adviceCaption(run: Pick<RunAnalysis, "blocks">, among = "of the same size"): string {
  return isSingle(run)
    ? "What took the least time. With one measurement each, this is a description, not advice."
    : `The fewest workers that are not clearly worse than the best combination ${among}.`;
}

function isSingle({ blocks }: Pick<RunAnalysis, "blocks">): boolean {
  return blocks.max <= 1;
}

/** Every decision that a run supports, one an experiment and size. */
export function adviceRowsOf(run: RunAnalysis): AdviceRow[] {
  return run.experiments.flatMap((experiment) =>
    adviceOf(experiment, isMany(run)).map((advice) => adviceRowOf(experiment, advice)),
  );
}

function allAdvice({ advice, furtherAdvice }: ExperimentAnalysis): Advice[] {
  return [...(advice === null ? [] : [advice]), ...furtherAdvice];
}

/** The advice of one experiment; of many experiments, what it says of the most work. */
function adviceOf(experiment: ExperimentAnalysis, isOneOfMany: boolean): Advice[] {
  const all = allAdvice(experiment);
  if (!isOneOfMany) return all;
  const work = ({ factors }: Advice) => (factors.tasks ?? 1) * (factors.n ?? 1);
  return all.toSorted((a, b) => work(b) - work(a)).slice(0, 1);
}

function adviceRowOf(experiment: ExperimentAnalysis, advice: Advice): AdviceRow {
  const { key, namedKeys, factors, changePercent, interval } = advice;
  const cell = experiment.cells.find((one) => one.key === key);
  const medians = experiment.cells.flatMap((one) => (namedKeys.includes(one.key) ? (one.medianMs ?? []) : []));
  const size = sizeName(factors, sizeFactors(experiment));
  const gain = experiment.changes.againstBaseline.find(({ to }) => cellKey(to) === key);
  // The calculation is that of the change: it unfolds where the advice quotes it.
  const isQuoted = gain?.changePercent === changePercent;
  const amount = changePercent === null ? "is the baseline" : signedPercent(changePercent);
  return {
    experiment: experiment.id,
    what: size === "" ? experiment.title : `${experiment.title}: ${size}`,
    size,
    cells: [
      textCell(sentenceCase(useWords(advice, experiment)), "use"),
      numberCell(rangeWords(medians, experiment.measure)),
      gain && isQuoted ? changeCell(gain) : numberCell(cell?.isBaseline === false && !gain ? "–" : amount),
      numberCell(interval === null ? "–" : gain && isQuoted ? intervalFigure(gain) : percentInterval(interval)),
      gain && changePercent !== null
        ? verdictCell(isQuoted || advice.isGainDecided ? gain : { ...gain, verdict: "inconclusive" })
        : textCell("–"),
    ],
  };
}

/** "308 ms"; of several ways "304 to 308 ms". */
function rangeWords(medians: readonly number[], measure: Measure | undefined): string {
  const ends = [...new Set([smallest(medians), largest(medians)].map((one) => measured(one, measure)))];
  return medians.length === 0 ? "–" : ends.join(" to ");
}

/** What the advice names, without the size that the row already names: "4 workers (thread pool)". */
function useWords({ text, factors }: Advice, { varying }: ExperimentAnalysis): string {
  const place = placeOf({ factors }, varying);
  const named = text.replace(/^(?:Use|Stay|Least time:|Best [^:]*:) /, "");
  return place !== "" && named.endsWith(place) ? named.slice(0, -place.length) : named;
}
