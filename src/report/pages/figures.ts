import { posix } from "node:path";
import { unbroken } from "../../words/sentence.js";
import type { Picture } from "../charts/marks/chart.js";
import type { Renderer } from "../charts/output/render.js";
import { standaloneSvg } from "../charts/output/standalone.js";
import { type Page, rootOf } from "../page-model/page.js";
import { chartTable, shownRows, type TableModel } from "../tables/table.js";
import { figurePaths } from "./figure-files.js";

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
  svg: string;
  /** The record of the page, from which scripts make the explorer, the CSV and the Vega-Lite specification. */
  record: string;
  /** The figures of this chart and of others. */
  csv: string;
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
  /** Path of the CSV that has its figures, and what they are of in that. */
  csv: string;
  experiment: string;
  chart: string;
}

/** A figure with its place and what was drawn. */
export interface DrawnFigure {
  place: FigurePlace;
  figure: FigureModel;
  picture: Picture;
}

/** Draws a picture for wide and narrow screens. */
export async function drawFigure(render: Renderer, place: FigurePlace, picture: Picture): Promise<DrawnFigure> {
  const { id, path } = place;
  const { title, subtitle, table, notes } = picture;
  const labelledBy = `${id}-title ${id}-subtitle`;
  const svg = await render(picture.spec, { id: `${id}-picture`, labelledBy });
  const narrow = await render(picture.narrow, { id: `${id}-narrow`, labelledBy });
  const data = shownRows(chartTable(`${id}-data`, title, table));
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
      files: filesOf(place, path, title, svg),
    },
    picture,
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
    const { place, figure, picture } = drawn;
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
      files: [{ path: `${place.folder}chart.svg`, content: standaloneSvg(figure.svg, { ...picture, id: place.id }) }],
    };
  }
}

/** The figure with links relative to another page. */
function seenFrom({ place, figure }: DrawnFigure, path: string): FigureModel {
  return { ...figure, files: filesOf(place, path, figure.title, figure.svg) };
}

/** @param page path of the page that the links are on */
function filesOf({ path, folder, csv }: FigurePlace, page: string, title: string, svg: string): FigureFiles {
  const at = (name: string) => `${rootOf(page)}${folder}${name}`;
  const way = (target: string) => posix.relative(posix.dirname(page), target);
  const name = folder.split("/").slice(1, -1).join("-");
  return {
    name,
    svg: at("chart.svg"),
    record: way(figurePaths(path).record),
    csv: way(csv),
    page: at("index.html"),
    embed: `<iframe src="${folder}index.html" title="${attribute(title)}" width="100%" height="${heightOf(svg)}" loading="lazy"></iframe>`,
  };
}

/** Room for the title, the words and the source above and under the picture, in px. */
const WORDS_HEIGHT = 270;

function heightOf(svg: string): number {
  const [, height = "300"] = svg.match(/^<svg[^>]* viewBox="0 0 [\d.]+ ([\d.]+)"/) ?? [];
  return Math.ceil(Number(height) / 10) * 10 + WORDS_HEIGHT;
}

function attribute(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
}
