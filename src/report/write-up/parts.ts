import type { Comparison } from "../../analysis/results/run-analysis.js";
import { compareRuns } from "../../analysis/two-runs/compare-runs.js";
import { comparedRuns } from "../../analysis/two-runs/pooled-sides.js";
import type { RunEntry } from "../archive/run-entry.js";
import { chartsFor, comparisonCharts } from "../charts/kinds/index.js";
import type { Picture } from "../charts/marks/chart.js";
import { comparisonLine } from "../pages/comparing/compare.js";
import { baselineTable } from "../tables/changes.js";
import { ownTables } from "../tables/own/index.js";
import type { CellModel, TableModel } from "../tables/table.js";
import { type ChartId, chartsOfFinding } from "./sections/shown.js";
import { theoryTable } from "./sections/theory.js";
import type { Subject } from "./subjects.js";

/** A figure or table that a write-up may leave out where its pages are few. */
export type Part = { id: string; subject: string; tier: number; weight: number } & (
  | { kind: "figure"; chart: ChartId; picture(): Picture }
  | { kind: "table"; says: "theory" | "changes" | "answer"; table: TableModel }
);

/** A table of more rows takes a page for itself. */
const MOST_ROWS = 24;

/** Order of the parts: first those that show a finding. */
const TIERS = { first: 0, theory: 1, second: 2, changes: 3, further: 4 } as const;

/** Every possible part of a write-up, most telling first. */
export function partsOf(subjects: readonly Subject[], comparisons: readonly ComparedEntries[]): Part[] {
  const parts = [...comparisons.flatMap(comparisonParts), ...subjects.flatMap(partsOfSubject)];
  return parts.toSorted((a, b) => a.tier - b.tier || b.weight - a.weight);
}

function partsOfSubject(subject: Subject): Part[] {
  const { id, analysed, experiment, entry, findings } = subject;
  const common = { subject: id, weight: Math.max(0, ...findings.map(({ weight }) => weight)) };
  const order = findings.flatMap((finding) => chartsOfFinding(finding.id));
  const place = (chart: string) => (order.includes(chart) ? order.indexOf(chart) : order.length);
  const figures = chartsFor(analysed, experiment)
    .toSorted((a, b) => place(a.id) - place(b.id))
    .map(
      (chart, index): Part => ({
        ...common,
        kind: "figure",
        id: `figure-${id}-${chart.id}`,
        tier: [TIERS.first, TIERS.second][index] ?? TIERS.further,
        chart: chart.id as ChartId,
        picture: () => chart.spec({ analysis: analysed, experiment, machine: entry.run.machine }),
      }),
    );
  const table = (says: "theory" | "changes" | "answer", tier: number, model: TableModel | null): Part[] => {
    if (model === null || rowsOf(model) > MOST_ROWS) return [];
    return [{ ...common, kind: "table", id: `table-${id}-${model.id}`, tier, says, table: plain(model) }];
  };
  return [
    ...figures,
    ...ownTables(analysed, experiment).flatMap((model) => table("answer", TIERS.first, model)),
    ...table("theory", TIERS.theory, theoryTable(analysed)),
    ...(analysed.charts?.length === 0 ? [] : table("changes", TIERS.changes, baselineTable(analysed, { root: "" }))),
  ];
}

/** Two of the runs with their comparison. */
export interface ComparedEntries {
  id: string;
  title: string;
  comparison: Comparison;
  /** Trials of every cell that both have, of both runs. */
  trials: number[];
}

/** The first run against each other one, as far as they share cells. */
export function comparedEntries([first, ...others]: readonly RunEntry[]): ComparedEntries[] {
  if (first === undefined) return [];
  return others.flatMap((other, index) => {
    const runs = comparedRuns(first.line, other.line);
    const comparison = compareRuns(runs.a, runs.b);
    if (comparison.summary.matched === 0) return [];
    const { title } = comparisonLine({ pair: { a: first, b: other }, comparison });
    return [{ id: `compared-${index + 2}`, title, comparison, trials: trialsOf(comparison, [first, other]) }];
  });
}

function trialsOf({ cells }: Comparison, entries: readonly RunEntry[]): number[] {
  const keys = new Set(cells.map(({ key }) => key));
  return entries.flatMap(({ analysis }) =>
    analysis.experiments.flatMap((experiment) =>
      experiment.cells.flatMap(({ key, trials }) => (keys.has(key) ? [trials.ok] : [])),
    ),
  );
}

function comparisonParts({ id, comparison }: ComparedEntries): Part[] {
  return Object.values(comparisonCharts)
    .filter((chart) => chart.applies(comparison))
    .map((chart, index) => ({
      subject: id,
      weight: 100,
      kind: "figure",
      id: `figure-${id}-${chart.id}`,
      tier: index === 0 ? TIERS.first : TIERS.second,
      chart: chart.id as ChartId,
      picture: () => chart.spec(comparison),
    }));
}

function rowsOf({ groups }: TableModel): number {
  return groups.reduce((sum, { rows }) => sum + rows.length, 0);
}

/** The table without links to the glossary and unfolding lines, which only the site has. */
export function plain(model: TableModel): TableModel {
  const cell = (given: CellModel): CellModel => ({ ...given, href: "", lines: [] });
  return {
    ...model,
    fold: "",
    elsewhere: null,
    columns: model.columns.map((column) => ({ ...column, href: "" })),
    groups: model.groups.map(({ title, rows }) => ({
      title,
      rows: rows.map(({ head, cells }) => ({ head: cell(head), cells: cells.map(cell) })),
    })),
  };
}
