import type { ComparedCell, Comparison } from "../../../analysis/results/run-analysis.js";
import { geometricMean } from "../../../stats/geometric-mean.js";
import { signedPercent } from "../../../words/percent.js";
import { type Pair, pairSlug } from "../../archive/comparison-pairs.js";
import { comparisonCharts } from "../../charts/kinds/index.js";
import type { Renderer } from "../../charts/output/render.js";
import { type Page, rootOf } from "../../page-model/page.js";
import { paths } from "../../page-model/paths.js";
import { changesTable, tally } from "../../tables/changes.js";
import { column, linkCell, numberCell, type TableModel, table, textCell } from "../../tables/table.js";
import { csvFiles, figurePaths, recordFiles } from "../figure-files.js";
import { chartPages, type DrawnFigure, drawFigure, type FigureModel } from "../figures.js";

export interface PartsInput {
  pair: Pair;
  comparison: Comparison;
  render: Renderer;
}

/** One experiment of two runs: pictures and a table of its cells. */
export interface GroupModel {
  id: string;
  title: string;
  figures: FigureModel[];
  /** The same figures with the files that go beside them. */
  drawn: DrawnFigure[];
  table: TableModel | null;
}

/** Every experiment that both runs have, one after the other. */
export async function groupModels(input: PartsInput, path: string): Promise<GroupModel[]> {
  const groups: GroupModel[] = [];
  for (const id of experimentsOf(input)) groups.push(await groupModel(id, input, path));
  return groups;
}

/** Table of the experiments that both runs have, with links to their pages. */
export function partsTable(input: PartsInput): TableModel {
  return table({
    id: "parts",
    caption: "Every experiment that both runs have; each leads to its combinations.",
    columns: [column("experiment"), column("combinations", "n"), column("geometric mean", "n"), column("verdicts")],
    rows: experimentsOf(input).map((id) => {
      const cells = cellsOf(id, input);
      return {
        head: linkCell(titleOf(id, input), `${id}/index.html`),
        cells: [numberCell(String(cells.length)), numberCell(meanOf(cells)), textCell(tally(cells))],
      };
    }),
    fold: "",
  });
}

/** A page for each experiment that both runs have. `title` names the two runs. */
export async function* partPages(input: PartsInput, title: string): AsyncGenerator<Page> {
  for (const id of experimentsOf(input)) {
    const path = paths.pair(input.pair).replace("index.html", `${id}/index.html`);
    const group = await groupModel(id, input, path);
    const heading = titleOf(id, input);
    yield {
      path,
      template: "compare-part",
      title: `${heading}: ${title}`,
      description: `${heading}: ${tally(cellsOf(id, input))}`,
      section: "runs",
      body: {
        heading,
        pair: { href: "../index.html", text: title },
        sides: [input.pair.a, input.pair.b].map(({ run }) => ({ href: `../../../run/${run.id}/${id}/index.html` })),
        group,
      },
      charts: group.figures.length,
      files: [...(await recordFiles(group.drawn, input.render)), ...csvFiles(group.drawn)],
    };
    yield* chartPages(group.drawn, { path, text: `${heading}: ${title}` });
  }
}

function experimentsOf({ comparison }: PartsInput): string[] {
  return [...new Set(comparison.cells.map(({ experiment }) => experiment))];
}

function cellsOf(id: string, { comparison }: PartsInput): ComparedCell[] {
  return comparison.cells.filter(({ experiment }) => experiment === id);
}

function titleOf(id: string, { pair }: PartsInput): string {
  return pair.a.run.experiments.find((experiment) => experiment.id === id)?.title ?? id;
}

function meanOf(cells: readonly ComparedCell[]): string {
  const ratios = cells.flatMap(({ ratio }) => ratio ?? []);
  return ratios.length === 0 ? "–" : signedPercent((geometricMean(ratios) - 1) * 100);
}

async function groupModel(id: string, input: PartsInput, path: string): Promise<GroupModel> {
  const cells = cellsOf(id, input);
  const sole = cells.length === input.comparison.cells.length;
  const part = { ...input.comparison, cells };
  const drawn: DrawnFigure[] = [];
  const { csv } = figurePaths(path);
  for (const { id: chart, applies, spec } of Object.values(comparisonCharts)) {
    if (!applies(part)) continue;
    const folder = `chart/${pairSlug(input.pair)}/${id}/${chart}/`;
    const place = { id: `x-${id}-${chart}`, path, folder, csv, experiment: id, chart };
    drawn.push(await drawFigure(input.render, place, spec(part)));
  }
  return {
    id: `x-${id}`,
    title: sole ? "Combination by combination" : titleOf(id, input),
    figures: drawn.map(({ figure }) => figure),
    drawn,
    table: changesTable({
      id: `x-${id}-changes`,
      caption: `Every combination of the second run against the reference: ${tally(cells)}`,
      head: "combination",
      groups: [{ title: "", changes: cells }],
      name: ({ label }: ComparedCell) => label,
      context: { root: rootOf(path) },
    }),
  };
}
