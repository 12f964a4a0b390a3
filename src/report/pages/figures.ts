import { unbroken } from "../../words/sentence.js";
import { explorableScript } from "../charts/explorer/explorable.js";
import { KINDS_FOLDER } from "../charts/explorer/explorable-text.js";
import type { Picture } from "../charts/marks/chart.js";
import { figuresOf } from "../charts/marks/table-columns.js";
import type { Renderer } from "../charts/output/render.js";
import { standaloneSpec, standaloneSvg } from "../charts/output/standalone.js";
import { csvText } from "../format/csv.js";
import { type Page, rootOf, type SiteFile } from "../page-model/page.js";
import { chartTable, shownRows, type TableModel } from "../tables/table.js";

/** A drawn chart with its words and its figures. */
export interface FigureModel {
  id: string;
  title: string;
  subtitle: string;
  notes: string[];
  /** Safe markup: drawn by Vega, which escapes all text, and tidied by us. The one thing a template inlines unescaped. */
  svg: string;
  /** The same picture for narrow screens. */
  narrow: string;
  data: TableModel;
  files: FigureFiles;
}

/** Links to the downloads of a figure, relative to the page that shows it. */
export interface FigureFiles {
  /** Name of the downloads, without an ending. */
  name: string;
  csv: string;
  svg: string;
  vl: string;
  /** Classic script with the data of the explorer. */
  explore: string;
  /** The page of the chart by itself, and the markup that embeds it. */
  page: string;
  embed: string;
}

/** Place of a figure in the site. */
export interface FigurePlace {
  /** Unique on its page. */
  id: string;
  /** Path of the page that shows it. */
  path: string;
  /** Folder of its files in the site: "chart/<run>/<experiment>/<chart>/". */
  folder: string;
}

/** A figure with the files that go beside it. */
export interface DrawnFigure {
  place: FigurePlace;
  figure: FigureModel;
  files: SiteFile[];
}

/** Draws a picture for wide and narrow screens, with its downloads. */
export async function drawFigure(render: Renderer, place: FigurePlace, picture: Picture): Promise<DrawnFigure> {
  const { id, path, folder } = place;
  const { title, subtitle, table, notes } = picture;
  const labelledBy = `${id}-title ${id}-subtitle`;
  const svg = await render(picture.spec, { id: `${id}-picture`, labelledBy });
  const narrow = await render(picture.narrow, { id: `${id}-narrow`, labelledBy });
  const data = shownRows(chartTable(`${id}-data`, title, table));
  const { heads, rows } = figuresOf(table);
  const at = (name: string) => `${folder}${name}`;
  const [wide, small] = [await render.explorable(picture.spec, table), await render.explorable(picture.narrow, table)];
  return {
    place,
    figure: {
      id,
      title: unbroken(title),
      subtitle: unbroken(subtitle),
      notes,
      svg,
      narrow,
      data,
      files: filesOf(place, rootOf(path), title, svg),
    },
    files: [
      { path: at("chart.csv"), content: csvText(heads, rows) },
      { path: at("chart.svg"), content: standaloneSvg(svg, { id, title, subtitle }) },
      { path: at("chart.vl.json"), content: standaloneSpec(picture) },
      {
        path: at("explore.js"),
        content: explorableScript({
          wide: { kind: wide.kind.name, own: wide.own },
          narrow: { kind: small.kind.name, own: small.own },
        }),
      },
      ...[wide, small].map(({ kind }) => ({
        path: `${KINDS_FOLDER}${kind.name}.js`,
        content: kind.script,
        isShared: true,
      })),
    ],
  };
}

/** The page that shows a chart among others; a chart by itself names it as its source. */
interface ChartSource {
  path: string;
  text: string;
}

/** A page for each chart by itself, for use in other pages, with its files. */
export function* chartPages(figures: readonly DrawnFigure[], source: ChartSource): Generator<Page> {
  for (const drawn of figures) {
    const { place, figure, files } = drawn;
    const path = `${place.folder}index.html`;
    yield {
      path,
      template: "chart",
      title: figure.title,
      description: figure.subtitle,
      section: "",
      body: {
        figure: seenFrom(drawn, path),
        source: { href: `${rootOf(path)}${source.path}#${place.id}`, text: source.text },
      },
      files,
    };
  }
}

/** The figure with links relative to another page. */
function seenFrom({ place, figure }: DrawnFigure, path: string): FigureModel {
  return { ...figure, files: filesOf(place, rootOf(path), figure.title, figure.svg) };
}

function filesOf({ folder }: FigurePlace, root: string, title: string, svg: string): FigureFiles {
  const at = (name: string) => `${root}${folder}${name}`;
  const name = folder.split("/").slice(1, -1).join("-");
  return {
    name,
    csv: at("chart.csv"),
    svg: at("chart.svg"),
    vl: at("chart.vl.json"),
    explore: at("explore.js"),
    page: at("index.html"),
    embed: `<iframe src="${folder}index.html" title="${attribute(title)}" width="100%" height="${heightOf(svg)}" loading="lazy"></iframe>`,
  };
}

/** Room for the title, the words and the source above and under the picture, in px. */
const WORDS_HEIGHT = 250;

function heightOf(svg: string): number {
  const [, height = "300"] = svg.match(/^<svg[^>]* viewBox="0 0 [\d.]+ ([\d.]+)"/) ?? [];
  return Math.ceil(Number(height) / 10) * 10 + WORDS_HEIGHT;
}

function attribute(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
}
