import { compareRuns } from "../../analysis/compare-runs.js";
import type { ComparedCell, Comparison } from "../../analysis/types.js";
import { compareText } from "../archive.js";
import { comparisonCharts } from "../charts/index.js";
import type { Renderer } from "../charts/render.js";
import { formatDate } from "../format/date.js";
import { plural } from "../format/number.js";
import { lessOrMore, signedPercent } from "../format/percent.js";
import { sentence } from "../format/words.js";
import { type Pair, pairSlug } from "../pairs.js";
import { changesTable, tally } from "../tables/changes.js";
import { column, plainRows, type TableModel, table, textCell } from "../tables/table.js";
import { chartPages } from "./chart.js";
import { type DrawnFigure, drawFigure, type FigureModel } from "./figures.js";
import { type Chip, type Page, rootOf } from "./page.js";
import { chipsOf, runTitle, whereAndWhen } from "./run-words.js";

/** A comparison with what a link to its page says. */
export interface ComparedPair {
  pair: Pair;
  comparison: Comparison;
}

export function comparePair(pair: Pair): ComparedPair {
  return { pair, comparison: compareRuns(pair.a.run, pair.b.run) };
}

/** "vm against host: 190.1 % more time (5 cells)." */
export function comparisonLine({ pair: { a, b }, comparison }: ComparedPair): { title: string; text: string } {
  const { geometricMeanRatio: ratio, matched } = comparison.summary;
  const unlike = a.run.machine.name !== b.run.machine.name;
  const title = unlike
    ? `${b.run.machine.name} against ${a.run.machine.name}`
    : `${b.run.machine.name}: ${formatDate(b.run.startedAt)} against ${formatDate(a.run.startedAt)}`;
  const cells = plural(matched, "cell");
  if (ratio === null) return { title, text: `No ratio can be given for the ${cells} in common.` };
  return { title, text: `${sentence(lessOrMore((ratio - 1) * 100))} over ${cells}, geometric mean.` };
}

/** The page of two runs, of which the first is the reference, and those of its charts. */
export async function* comparePages({ pair, comparison }: ComparedPair, render: Renderer): AsyncGenerator<Page> {
  const path = `compare/${pairSlug(pair)}/index.html`;
  const root = rootOf(path);
  const groups: GroupModel[] = [];
  for (const id of new Set(comparison.cells.map(({ experiment }) => experiment))) {
    groups.push(await groupModel(id, pair, comparison, path, render));
  }
  const { title } = comparisonLine({ pair, comparison });
  const drawn = groups.flatMap(({ drawn }) => drawn);
  yield {
    frame: {
      path,
      template: "compare",
      title: `${title} (${pair.a.run.study})`,
      description: comparison.findings[0]?.text ?? "Two recorded runs set against each other.",
      section: "runs",
      contents: [],
    },
    body: {
      heading: title,
      kicker: comparison.sameMachine ? "One machine, two runs" : "Unlike machines",
      chips: chipsFor(comparison),
      sides: [
        { role: "reference", ...sideOf(pair.a, root) },
        { role: "compared", ...sideOf(pair.b, root) },
      ],
      findings: comparison.findings.map(({ text }) => text),
      means: meansOf(comparison),
      groups,
      differences: differencesTable(comparison),
      unmatched: unmatchedWords(comparison),
    },
    charts: drawn.length,
  };
  yield* chartPages(drawn, { path, text: `${title} (${pair.a.run.study})` });
}

function chipsFor(comparison: Comparison): Chip[] {
  const chips: Chip[] = [{ text: "not interleaved", tone: "warn" }];
  if (!comparison.sameMachine) chips.push({ text: "unlike machines", tone: "warn" });
  const { cells } = comparison;
  if (cells.length > 0 && cells.every(({ method }) => method === "single-trial"))
    chips.push({ text: "one trial a cell", tone: "warn" });
  return chips;
}

function sideOf(entry: Pair["a"], root: string) {
  return {
    href: `${root}run/${entry.run.id}/index.html`,
    title: runTitle(entry),
    where: whereAndWhen(entry),
    chips: chipsOf(entry),
  };
}

/** Both averages side by side; the arithmetic one only to say how it differs. */
function meansOf({ summary }: Comparison): { geometric: string; arithmetic: string } | null {
  const { geometricMeanRatio: ratio, arithmeticMeanChangePercent: arithmetic } = summary;
  if (ratio === null || arithmetic === null) return null;
  return { geometric: signedPercent((ratio - 1) * 100, 2), arithmetic: signedPercent(arithmetic, 2) };
}

interface GroupModel {
  id: string;
  title: string;
  drawn: DrawnFigure[];
  figures: FigureModel[];
  table: TableModel | null;
}

async function groupModel(
  id: string,
  pair: Pair,
  comparison: Comparison,
  path: string,
  render: Renderer,
): Promise<GroupModel> {
  const cells = comparison.cells.filter(({ experiment }) => experiment === id);
  const sole = cells.length === comparison.cells.length;
  const part = { ...comparison, cells };
  const drawn: DrawnFigure[] = [];
  for (const chart of Object.values(comparisonCharts)) {
    if (!chart.applies(part)) continue;
    const folder = `chart/${pairSlug(pair)}/${id}/${chart.id}/`;
    drawn.push(await drawFigure(render, { id: `x-${id}-${chart.id}`, path, folder }, chart.spec(part)));
  }
  return {
    id: `x-${id}`,
    title: sole ? "Cell by cell" : (pair.a.run.experiments.find((experiment) => experiment.id === id)?.title ?? id),
    drawn,
    figures: drawn.map(({ figure }) => figure),
    table: changesTable({
      id: `x-${id}-changes`,
      caption: `Every cell of the second run against the reference: ${tally(cells)}`,
      head: "cell",
      groups: [{ title: "", changes: cells }],
      name: ({ label }: ComparedCell) => label,
      context: { root: rootOf(path) },
    }),
  };
}

function differencesTable({ differences, a, b }: Comparison): TableModel | null {
  if (differences.length === 0) return null;
  return table({
    id: "differences",
    caption: "What else differs between the two runs.",
    columns: [column("what"), column(`reference: ${a.machine}`), column(`compared: ${b.machine}`)],
    groups: plainRows(
      differences.map((difference) => ({
        head: textCell(difference.what),
        cells: [textCell(difference.a), textCell(difference.b)],
      })),
    ),
  });
}

/** How many cells have no partner, by run and experiment. */
function unmatchedWords({ unmatched }: Comparison): string[] {
  const counts = new Map<string, number>();
  for (const { run, experiment } of unmatched) {
    const place = `${experiment}, only in the ${run === "a" ? "reference" : "compared run"}`;
    counts.set(place, (counts.get(place) ?? 0) + 1);
  }
  return [...counts]
    .sort(([a], [b]) => compareText(a, b))
    .map(([place, count]) => `${plural(count, "cell")} of ${place}.`);
}
