import type { ComparedCell, Comparison, Verdict } from "../../../analysis/results/run-analysis.js";
import { commonMeasure } from "../../../analysis/two-runs/common-measure.js";
import { formatDate } from "../../../words/date.js";
import { plural } from "../../../words/number.js";
import { list } from "../../../words/sentence.js";
import { verdictCount } from "../../../words/verdict-words.js";
import { cellColumns, itself } from "../marks/cell-table.js";
import type { ComparisonChart, Spec } from "../marks/chart.js";
import { forEveryWidth, type PictureWidth } from "../marks/layout.js";
import { type Column, tableOf } from "../marks/table-columns.js";

/** Most rows of a picture; the table has all cells. */
const MOST_ROWS = 40;

/** A cell of both runs with a ratio. */
export type TimedCell = ComparedCell & { fromMs: number; toMs: number; changePercent: number };

interface ComparedChart {
  id: string;
  /** Whether the chart applies to these cells, of which there is at least one. */
  applies(timed: readonly TimedCell[], comparison: Comparison): boolean;
  title(timed: readonly TimedCell[], comparison: Comparison): string;
  subtitle(shown: readonly TimedCell[], comparison: Comparison): string;
  spec(shown: readonly TimedCell[], room: PictureWidth): Spec;
  /** Columns of the table after the cell. */
  columns(shown: readonly TimedCell[], comparison: Comparison): Column<TimedCell>[];
}

/** A chart of the cells that two runs have in common, from its declaration: a row for each cell. */
export function comparedChart(chart: ComparedChart): ComparisonChart {
  return {
    id: chart.id,
    applies(comparison) {
      const timed = timedCells(comparison);
      return timed.length > 0 && chart.applies(timed, comparison);
    },
    spec(comparison) {
      const timed = timedCells(comparison);
      const shown = timed.slice(0, MOST_ROWS);
      const more = timed.length - shown.length;
      return {
        title: chart.title(timed, comparison),
        subtitle: chart.subtitle(shown, comparison),
        ...forEveryWidth((room) => chart.spec(shown, room)),
        table: tableOf(shown, [...cellColumns(shown, itself), ...chart.columns(shown, comparison)]),
        notes: more > 0 ? [`${plural(more, "more combination")} in the table only.`] : [],
      };
    },
  };
}

function timedCells({ cells }: Comparison): TimedCell[] {
  // A time and a throughput have no axis in common.
  if (commonMeasure(cells) === null) return [];
  return cells.filter(
    (cell): cell is TimedCell => cell.changePercent !== null && cell.fromMs !== null && cell.toMs !== null,
  );
}

/** Number of cells with each verdict: "Of 12 cells: 3 faster and 9 without enough evidence". */
export function verdictsTitle(cells: readonly TimedCell[]): string {
  const order: Verdict[] = ["faster", "slower", "same", "inconclusive"];
  const measure = cells[0]?.measure;
  const parts = order.flatMap((verdict) => {
    const count = cells.filter((cell) => cell.verdict === verdict).length;
    return count === 0 ? [] : [verdictCount(count, verdict, measure)];
  });
  return `Of ${plural(cells.length, "combination")}: ${list(parts)}`;
}

/** Name of a run: its machine where the machines differ, otherwise its study, otherwise the time of its recording. */
export function runName(run: Comparison["a"], other: Comparison["a"]): string {
  if (run.machine !== other.machine) return run.machine;
  return run.study === other.study ? `the run of ${formatDate(startOfId(run.id))}` : run.study;
}

/** "20261121t061500z-lab-3f9a2c" -> "2026-11-21T06:15:00Z". */
function startOfId(id: string): string {
  return id.replace(/^(\d{4})(\d\d)(\d\d)t(\d\d)(\d\d)(\d\d)z-.*$/, "$1-$2-$3T$4:$5:$6Z");
}
