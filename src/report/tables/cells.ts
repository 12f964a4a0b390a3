import { FEWEST_FOR_OUTLIERS } from "../../analysis/comparing/cell-summary.js";
import type { CellSummary, ExperimentAnalysis } from "../../analysis/results/run-analysis.js";
import { formatBytes } from "../../words/bytes.js";
import { measured, measuredColumn, measureNoun } from "../../words/measure.js";
import { endsWords, fixed, multiple, plural, whole } from "../../words/number.js";
import { shareWords } from "../../words/percent.js";
import { formatTime, timeColumn } from "../../words/time.js";
import { bySize, shortLabel } from "../charts/marks/series.js";
import { cellTimeWords, droppedWords, undrawnReason } from "../charts/marks/titles.js";
import type { TableContext } from "./changes.js";
import { type CellModel, column, numberCell, type RowGroup, type TableModel, table, textCell } from "./table.js";

/** Rows under the names of their sizes. */
export function sizedRows(
  analysis: ExperimentAnalysis,
  cells: readonly CellSummary[],
  figuresOf: (cell: CellSummary) => CellModel[],
): RowGroup[] {
  const groups = bySize(cells, ({ factors }) => factors, analysis);
  // Where every size has one cell, or there is one at all, there is nothing to set side by side: one group, each cell by its whole name.
  const alone = (groups.length > 1 || analysis.cells.length === 1) && groups.every(({ items }) => items.length === 1);
  const row = (cell: CellSummary) => {
    const name = alone ? cell.label : shortLabel(cell.factors, analysis);
    return { head: textCell(cell.isBaseline && !alone ? `${name} (baseline)` : name), cells: figuresOf(cell) };
  };
  if (alone) return [{ title: "", rows: cells.map(row) }];
  return groups.map(({ title, items }) => ({ title, rows: items.map(row) }));
}

/** A column of figures. */
export interface Figure<T> {
  label: string;
  /** `null` where the item has no such figure. */
  of(item: T): string | null;
}

/** The columns that some item can fill. */
export function knownFigures<T, F extends Figure<T> = Figure<T>>(items: readonly T[], figures: readonly F[]): F[] {
  return figures.filter(({ of }) => items.some((item) => of(item) !== null));
}

interface CellFigure extends Figure<CellSummary> {
  term: string;
}

/** Every cell with its figures; columns that no cell can fill are left out. */
export function cellsTable(analysis: ExperimentAnalysis, { root }: TableContext): TableModel {
  const { cells } = analysis;
  const printed = [...new Set(cells.flatMap(({ medianFigures = {} }) => Object.keys(medianFigures)))];
  const known = knownFigures(cells, [...figures(cells), ...printed.map(printedFigure)]);
  const compared = printed.length === 0 ? "" : ` Compared is ${measureNoun(analysis.measure)} alone.`;
  const href = (term: string) => (term === "" ? "" : `${root}glossary/index.html#${term}`);
  return table({
    id: `x-${analysis.id}-cells`,
    caption: `${plural(cells.length, "combination")} as measured: robust figures first, then mean and standard deviation.${compared}`,
    columns: [column("combination"), ...known.map(({ label, term }) => column(label, "n", href(term)))],
    groups: sizedRows(analysis, cells, (cell) => known.map(({ of }): CellModel => numberCell(of(cell) ?? "–"))),
    fold: `All figures of ${plural(cells.length, "combination")}`,
  });
}

/** A figure that the program prints beside the one that is compared; its unit is not recorded. */
function printedFigure(name: string): CellFigure {
  const of = ({ medianFigures }: CellSummary) =>
    orNull(medianFigures?.[name] ?? null, (value) => measured(value, { name, better: "higher" }));
  return { label: `median ${name.replaceAll("-", " ")}`, term: "", of };
}

function figures(cells: readonly CellSummary[]): CellFigure[] {
  // Of what others recorded, the largest process is all that is known.
  const isOfAll = cells.some(({ medianPeakPssBytes }) => medianPeakPssBytes !== null);
  const { unit, format } = timesOf(cells);
  const head = unit === null ? "" : ` (${unit})`;
  const time = (label: string, of: (cell: CellSummary) => number | null, write = format): CellFigure => ({
    label: `${label}${head}`,
    term: "",
    of: (cell) => (of(cell) === null || cell.belowResolution ? null : write(of(cell) as number)),
  });
  return [
    { ...time("median", () => null), of: (cell) => medianWords(cell, format) },
    {
      label: `95 % interval${head}`,
      term: "interval",
      of: ({ intervalMs }) => intervalMs && endsWords(intervalMs, format),
    },
    time("mean", ({ meanMs, trials }) => (trials.ok > 1 ? meanMs : null)),
    { ...time("sd", ({ sdMs }) => sdMs, spreadsOf(cells).format), term: "standard-deviation" },
    time("min", ({ minMs, trials }) => (trials.ok > 1 ? minMs : null)),
    time("max", ({ maxMs, trials }) => (trials.ok > 1 ? maxMs : null)),
    { label: "median time", term: "", of: ({ medianWallMs = null }) => orNull(medianWallMs, formatTime) },
    { label: "repeats", term: "trial", of: trialsWords },
    { label: "outliers", term: "outlier", of: outlierWords },
    { label: "disturbed", term: "foreign-load", of: starvedWords },
    { label: "start-up", term: "start-up", of: ({ medianStartUpMs }) => orNull(medianStartUpMs, formatTime) },
    isOfAll
      ? { label: "memory", term: "memory", of: ({ medianPeakPssBytes }) => orNull(medianPeakPssBytes, formatBytes) }
      : {
          label: "peak memory of one process",
          term: "",
          of: ({ medianPeakRssBytes }) => orNull(medianPeakRssBytes, formatBytes),
        },
    { label: "speed-up", term: "speed-up", of: ({ speedUp }) => speedUp && multiple(speedUp.value) },
    { label: "own speed-up", term: "speed-up", of: ({ ownSpeedUp }) => ownSpeedUp && multiple(ownSpeedUp.value) },
    { label: "efficiency", term: "efficiency", of: ({ efficiency }) => orNull(efficiency, shareWords) },
    { label: "of the ideal", term: "efficiency", of: ({ idealEfficiency }) => orNull(idealEfficiency, shareWords) },
  ];
}

/** The unit of the times of these cells, and how they are written in it. */
export function timesOf(cells: readonly CellSummary[]): ReturnType<typeof timeColumn> {
  return measuredColumn(
    cells.flatMap(({ minMs, maxMs }) => [minMs ?? [], maxMs ?? []].flat()),
    cells[0]?.measure,
  );
}

/** The same of standard deviations. Those of a figure have digits of their own: with those of the figure many would be 0. */
export function spreadsOf(cells: readonly CellSummary[]): ReturnType<typeof timeColumn> {
  const measure = cells[0]?.measure;
  if (measure === undefined) return timesOf(cells);
  return measuredColumn(
    cells.flatMap(({ sdMs }) => sdMs ?? []),
    measure,
  );
}

export function medianWords(cell: CellSummary, format: (ms: number) => string): string {
  return cell.medianMs === null || cell.belowResolution ? cellTimeWords(cell) : format(cell.medianMs);
}

function trialsWords({ trials }: CellSummary): string {
  const bad = trials.failed + trials.timeout;
  return bad === 0 ? whole(trials.ok) : `${whole(trials.ok)} of ${whole(trials.ok + bad)}`;
}

function outlierWords({ outliers, trials }: CellSummary): string | null {
  if (trials.ok < FEWEST_FOR_OUTLIERS) return null;
  const extreme = outliers.filter(({ kind }) => kind === "extreme").length;
  return extreme === 0 ? whole(outliers.length) : `${whole(outliers.length)} (${extreme} extreme)`;
}

/** Only cells with such trials have the figure, so that a quiet run has no such column. */
function starvedWords({ starved }: CellSummary): string | null {
  return starved.length === 0 ? null : whole(starved.length);
}

export function orNull(figure: number | null, format: (figure: number) => string): string | null {
  return figure === null ? null : format(figure);
}

/** CPU time of a tree of processes moves in steps of 10 ms: over shorter times a quotient says nothing. */
const LEAST_FOR_CORES_MS = 50;

/** Cores that were busy in the mean over a run; `null` where that is not known. */
export function coresBusy({ medianMs, medianUserMs, medianSysMs, measure }: CellSummary): number | null {
  if (measure !== undefined || medianMs === null || medianMs < LEAST_FOR_CORES_MS || medianUserMs === null) return null;
  return (medianUserMs + (medianSysMs ?? 0)) / medianMs;
}

/** Real, user and system time side by side; `null` where no CPU time was recorded. */
export function cpuTimeTable(analysis: ExperimentAnalysis, { root }: TableContext): TableModel | null {
  if (analysis.measure !== undefined) return null;
  const cells = analysis.cells.filter(({ medianUserMs }) => medianUserMs !== null);
  if (cells.length === 0) return null;
  const shown = cells.flatMap(({ medianMs, medianUserMs }) => [medianMs ?? [], medianUserMs ?? []].flat());
  const { unit, format } = timeColumn(shown);
  const head = unit === null ? "" : ` (${unit})`;
  return table({
    id: `x-${analysis.id}-cpu`,
    caption: "Real, user and system time: what a caller waits for beside what all cores together spent. Medians.",
    columns: [
      column("combination"),
      column(`real${head}`, "n", `${root}glossary/index.html#real-user-system`),
      column(`user${head}`, "n"),
      column(`system${head}`, "n"),
      column("cores busy", "n", `${root}glossary/index.html#cores-busy`),
    ],
    groups: sizedRows(analysis, cells, (cell) =>
      [cell.medianMs, cell.medianUserMs, cell.medianSysMs]
        .map((ms) => numberCell(ms === null ? "–" : format(ms)))
        .concat(numberCell(orNull(coresBusy(cell), (cores) => fixed(cores, 2)) ?? "–")),
    ),
  });
}

/** Cells that did not finish, were left out or are too quick to time; `null` without any. */
export function failuresTable(analysis: ExperimentAnalysis): TableModel | null {
  const cells = analysis.cells.filter(
    (cell) => undrawnReason(cell) !== null || cell.failures.length > 0 || cell.dropped,
  );
  if (cells.length === 0) return null;
  return table({
    id: `x-${analysis.id}-failures`,
    caption:
      "Combinations that failed, were left out, or took less than the clock can show. They are in no comparison.",
    columns: [column("combination"), column("finished", "n"), column("what happened")],
    groups: sizedRows(analysis, cells, (cell) => [numberCell(trialsWords(cell)), textCell(happened(cell))]),
  });
}

function happened(cell: CellSummary): string {
  const words = cell.failures.map(
    ({ reason, count, detail }) =>
      `${plural(count, "repeat")}: ${reason.replaceAll("-", " ")}${detail === undefined ? "" : ` (${detail})`}`,
  );
  if (cell.belowResolution) words.push("a recorded time of 0 is below the step of its clock");
  if (cell.dropped !== undefined) words.push(droppedWords(cell.dropped));
  return words.join("; ") || "no repeat recorded";
}
