import type { ComparedCell, Comparison } from "../../analysis/results/run-analysis.js";
import { compareRuns } from "../../analysis/two-runs/compare-runs.js";
import { comparedRuns } from "../../analysis/two-runs/pooled-sides.js";
import { largest } from "../../record/limits/extremes.js";
import type { RunEntry } from "../archive/run-entry.js";
import { chartsFor, comparisonCharts } from "../charts/kinds/index.js";
import type { Picture } from "../charts/marks/chart.js";
import { comparisonLine } from "../pages/comparing/compare.js";
import { changesTable, tally } from "../tables/changes.js";
import type { CellModel, TableModel } from "../tables/table.js";
import { type ChartId, chartsOfFinding } from "./sections/shown.js";
import type { Subject } from "./subjects.js";
import { courseTables, type TableKind } from "./tables/course-tables.js";

/** What a table that may be left out is about. */
export type PartTable = TableKind | "compared";

/** A figure or table that a write-up may leave out where its pages are few. */
export type Part = { id: string; subject: string; tier: number; weight: number } & (
  | { kind: "figure"; chart: ChartId; picture(): Picture }
  | { kind: "table"; says: PartTable; table: TableModel }
);

/** Order of the figures of an experiment among all parts. */
const FIGURE_TIERS = [0, 3] as const;
/** Order of the tables: the one that belongs to the question of its experiment comes first, a long one last. */
const TABLE_TIERS: Record<TableKind, number> = {
  answer: 0,
  steps: 2,
  theory: 2,
  times: 2,
  peaks: 2,
  use: 4,
  cpu: 4,
  across: 4,
  changes: 4,
};
const [LEAD_TIER, FURTHER_TIER, LONG_TIER] = [1, 5, 6];
/** A longer table takes half a page and more. */
const LONG = 24;
/** A longer one is a listing, and stands in the site. */
const LONGEST = 60;

/** Every possible part of a write-up, most telling first. */
export function partsOf(subjects: readonly Subject[], comparisons: readonly ComparedEntries[]): Part[] {
  const parts = [...comparisons.flatMap(comparisonParts), ...subjects.flatMap(partsOfSubject)];
  const rank = new Map(subjects.map(({ id, analysed }) => [id, rankOf(analysed)]));
  const rankIn = ({ subject }: Part) => rank.get(subject) ?? 0;
  return parts.toSorted((a, b) => a.tier - b.tier || rankIn(a) - rankIn(b) || b.weight - a.weight);
}

/** Place of an experiment among others: how time moves with the workers comes first, then how it moves with N. */
function rankOf({ charts, varying }: Subject["analysed"]): number {
  if (charts === undefined) return varying.includes("workers") ? 1 : 4;
  if (charts.includes("time-vs-workers")) return 1;
  if (charts.includes("time-vs-n")) return 2;
  return charts.includes("cpu-memory") ? 3 : 4;
}

function partsOfSubject(subject: Subject): Part[] {
  const { id, analysed, experiment, entry, findings } = subject;
  const common = { subject: id, weight: Math.max(0, largest(findings.map(({ weight }) => weight))) };
  const order = findings.flatMap((finding) => chartsOfFinding(finding.id));
  const place = (chart: string) => (order.includes(chart) ? order.indexOf(chart) : order.length);
  const input = { analysis: analysed, experiment, machine: entry.run.machine };
  const charts = chartsFor(analysed, experiment).toSorted((a, b) => place(a.id) - place(b.id));
  const tables = courseTables(input).filter(({ table }) => rowsOf(table) <= LONGEST);
  return [
    ...figureParts(common, charts, (chart) => chart.spec(input)),
    ...tables.map(({ kind, table }, index) =>
      tablePart(common, `table-${id}-${table.id}`, kind, {
        table,
        tier: index === 0 ? leadTier(subject, kind) : TABLE_TIERS[kind],
      }),
    ),
  ];
}

/** Of many experiments, those on workers and N keep figure and table together, and the others come after them. */
function leadTier({ analysed, isOneOfMany }: Subject, kind: TableKind): number {
  if (!isOneOfMany) return Math.min(LEAD_TIER, TABLE_TIERS[kind]);
  return rankOf(analysed) < 4 ? 0 : 2;
}

type Common = Pick<Part, "subject" | "weight">;

function figureParts<C extends { id: string }>(
  common: Common,
  charts: readonly C[],
  pictureOf: (chart: C) => Picture,
): Part[] {
  return charts.map((chart, index) => ({
    ...common,
    kind: "figure",
    id: `figure-${common.subject}-${chart.id}`,
    tier: FIGURE_TIERS[index] ?? FURTHER_TIER,
    chart: chart.id as ChartId,
    picture: () => pictureOf(chart),
  }));
}

function tablePart(
  common: Common,
  id: string,
  says: PartTable,
  { table, tier }: { table: TableModel; tier: number },
): Part {
  const isLong = rowsOf(table) > LONG && says !== "answer";
  return { ...common, kind: "table", id, says, table: plain(table), tier: isLong ? LONG_TIER : tier };
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
  const common = { subject: id, weight: 100 };
  const charts = Object.values(comparisonCharts).filter((chart) => chart.applies(comparison));
  const figures = figureParts(common, charts, (chart) => chart.spec(comparison));
  const table = comparedTable(comparison);
  if (table === null || rowsOf(table) > LONGEST) return figures;
  return [...figures, tablePart(common, `table-${id}`, "compared", { table, tier: LEAD_TIER })];
}

/** Every combination of the second run against the same one of the first. */
function comparedTable({ a, b, cells }: Comparison): TableModel | null {
  return changesTable({
    id: "compared",
    caption: `Total time on ${b.machine} against ${a.machine}, combination by combination: ${tally(cells)}`,
    head: "combination",
    groups: [{ title: "", changes: cells }],
    name: ({ label }: ComparedCell) => label,
    context: { root: "" },
  });
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
