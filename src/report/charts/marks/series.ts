import { group, sort, sum } from "d3-array";
import { sizeKey, variantKey } from "../../../analysis/cells/cell-keys.js";
import { isOneThread, variantWords } from "../../../analysis/cells/cell-labels.js";
import type { CellSummary, ExperimentAnalysis, Interval } from "../../../analysis/results/run-analysis.js";
import type { Factors } from "../../../record/schema/run-schema.js";
import { whole, workerWords } from "../../../words/number.js";
import { sentenceCase } from "../../../words/sentence.js";
import { sizeName } from "../../format/size-name.js";
import { type SeriesStyle, styleOf } from "./series-style.js";

/** Most lines of one picture that can be told apart; the tables have all. */
export const MAX_SERIES = 12;
/** Most pictures side by side that can be compared by eye. */
export const MAX_PANELS = 6;

/** One line of a chart: the cells of one strategy, with its launch and pool. */
export interface Series<T extends CellSummary = CellSummary> {
  /** "s0", "s1" ..., by which Vega groups. Names are text and stay in `data.values`. */
  id: string;
  name: string;
  style: SeriesStyle;
  cells: T[];
}

/** One picture: the cells of one size. */
export interface Panel {
  /** "" where there is one size. */
  title: string;
  series: Series[];
  /** The cells of the series. */
  cells: CellSummary[];
  leftOut: number;
}

/** The cells of an experiment as panels (one a size) of series (one a strategy), in reading order. */
export function panelsOf(analysis: ExperimentAnalysis): { panels: Panel[]; leftOut: number } {
  const panels = sizesOf(analysis);
  return {
    panels: panels.slice(0, MAX_PANELS).map(({ title, cells: members }) => {
      const { series, leftOut } = seriesOf(members, analysis);
      return { title, series, cells: series.flatMap(({ cells }) => cells), leftOut };
    }),
    leftOut: Math.max(0, panels.length - MAX_PANELS),
  };
}

/** One series for each strategy among `cells`, in reading order. */
export function seriesOf<T extends CellSummary>(
  cells: readonly T[],
  analysis: ExperimentAnalysis,
  keyOf: (factors: Factors) => string = variantKey,
  nameOf: (factors: Factors) => string = (factors) => variantWords(factors, analysis.varying),
): { series: Series<T>[]; leftOut: number } {
  const groups = [...group(cells, (cell) => keyOf(cell.factors)).values()];
  const styles = styleOf(analysis.cells);
  return {
    series: groups.slice(0, MAX_SERIES).map((members, index) => {
      const { factors } = members[0] as T;
      const nth = groups
        .slice(0, index)
        .filter(([other]) => other && variantKey(other.factors) === variantKey(factors));
      return { id: `s${index}`, name: nameOf(factors), style: styles(factors, nth.length), cells: members };
    }),
    leftOut: Math.max(0, groups.length - MAX_SERIES),
  };
}

/**
 * The factors that tell sizes apart. A job in shares has as many tasks as workers, so tasks are no size. An N that each
 * workload has of its own adds nothing to the workload.
 */
export function sizeFactors({ varying, division, cells }: ExperimentAnalysis): string[] {
  const levels = (keyOf: (factors: Factors) => unknown) =>
    new Set(cells.map(({ factors }) => String(keyOf(factors)))).size;
  const ownN = levels(({ workload }) => workload) === levels(({ workload, n }) => [workload, n]);
  return varying.filter(
    (name) => !(division === "shares" && name === "tasks") && !(name === "n" && ownN && varying.includes("workload")),
  );
}

/** Key of a line over a size: how the work is run, and with how many workers. */
export function lineKey(factors: Factors): string {
  return `${variantKey(factors)}|${factors.workers}`;
}

export function tasksOf({ factors }: CellSummary): number {
  return factors.tasks ?? 0;
}

/** The name of a cell beside its size: the strategy, and the workers where they vary. */
export function shortLabel(factors: Factors, { varying }: ExperimentAnalysis): string {
  const strategy = variantWords(factors, varying);
  const several = varying.includes("workers") && !isOneThread(factors.strategy) && factors.launch !== "all-at-once";
  return several ? `${strategy}, ${workerWords(factors.workers)}` : strategy;
}

/** Items by size, sizes in order, each with its name ("" where there is one size). */
export function bySize<T>(
  items: readonly T[],
  factorsOf: (item: T) => Factors,
  analysis: ExperimentAnalysis,
): { title: string; items: T[] }[] {
  const groups = group(items, (item) => sizeKey(factorsOf(item), analysis.division));
  return sizesOf(analysis).flatMap(({ key, title }) => {
    const members = groups.get(key);
    return members === undefined ? [] : [{ title, items: members }];
  });
}

/** The sizes of an experiment with their cells, in the order of workload, n and tasks. */
function sizesOf(analysis: ExperimentAnalysis): { key: string; title: string; cells: CellSummary[] }[] {
  const workloads = [...new Set(analysis.cells.map(({ factors }) => factors.workload))];
  const shown = sizeFactors(analysis);
  const sizes = [...group(analysis.cells, ({ factors }) => sizeKey(factors, analysis.division))].map(([key, cells]) => {
    const { factors } = cells[0] as CellSummary;
    return { key, title: sentenceCase(sizeName(factors, shown)), cells, factors };
  });
  return sort(
    sizes,
    ({ factors }) => workloads.indexOf(factors.workload),
    ({ factors }) => factors.n ?? 0,
    ({ factors }) => factors.tasks ?? 0,
  );
}

/** The figures of a cell that are drawn. */
type Timed = Pick<CellSummary, "medianMs" | "intervalMs" | "belowResolution">;

/** The time of a cell as far as it can be put on an axis. */
export function drawnMs(cell: CellSummary): number | null {
  return isDrawable(cell) ? cell.medianMs : null;
}

/** Whether a time can be put on an axis: known, and not below the step of its clock. */
export function isDrawable<C extends Timed>(cell: C): cell is C & { medianMs: number } {
  return cell.medianMs !== null && cell.medianMs > 0 && !cell.belowResolution;
}

/** Largest ratio of the ends of an interval that is drawn: a wider one leaves no room for anything else. */
const WIDEST_INTERVAL = 30;

/** The interval of a cell unless it is too wide to draw, as from two or three noisy trials; tables have it. */
export function drawnInterval({ intervalMs }: Pick<CellSummary, "intervalMs">): Interval | null {
  return intervalMs !== null && intervalMs[1] / intervalMs[0] <= WIDEST_INTERVAL ? intervalMs : null;
}

/** Note on the intervals that are too wide to draw. */
export function wideIntervalNotes(cells: readonly Timed[]): string[] {
  const wide = cells.filter((cell) => isDrawable(cell) && cell.intervalMs !== null && drawnInterval(cell) === null);
  if (wide.length === 0) return [];
  const them = wide.length === 1 ? "1 interval is" : `${wide.length} intervals are`;
  return [`${them} too wide to draw, from few or noisy repeats; the files of its figures have them.`];
}

/** Notes on the sizes, or kinds of work, and on the lines that a picture leaves out. */
export function leftOutNotes(
  leftOutPanels: number,
  panels: readonly Panel[],
  { varying }: Pick<ExperimentAnalysis, "varying">,
): string[] {
  const size = varying.includes("workload") ? ["more kind of work", "more kinds of work"] : ["more size", "more sizes"];
  const note = (count: number, [one, several]: readonly string[]) =>
    count === 0 ? [] : [`${whole(count)} ${count === 1 ? `${one} is` : `${several} are`} in the tables only.`];
  const lines = sum(panels, ({ leftOut }) => leftOut);
  return [...note(leftOutPanels, size), ...note(lines, ["more line", "more lines"])];
}
