import type { Picture } from "../charts/marks/chart.js";
import type { Renderer } from "../charts/output/render.js";
import { standaloneSvg } from "../charts/output/standalone.js";

/** A drawn chart with its words, as a document shows it. */
export interface Illustration {
  /** Unique in the document. */
  id: string;
  title: string;
  /** Quantity, number of trials, and meaning of bars and lines. */
  subtitle: string;
  notes: string[];
  /** Safe markup: drawn by Vega, which escapes all text. Named by the elements `<id>-title` and `<id>-subtitle`. */
  svg: string;
  /** The same picture for a page: half as wide as that where it is low enough, with its words beside it. */
  onPage: string;
  isHalf: boolean;
}

/** Higher pictures would fill a page beside empty words. */
const HIGHEST_HALF_PX = 460;

/** Draws a picture for a document, in which `id` is unique. */
export async function illustrate(render: Renderer, id: string, picture: Picture): Promise<Illustration> {
  const { title, subtitle, notes } = picture;
  const labelledBy = `${id}-title ${id}-subtitle`;
  const svg = await render(picture.spec, { id: `${id}-picture`, labelledBy });
  const half = await render(picture.half(), { id: `${id}-half`, labelledBy });
  const isHalf = sizeOf(half).height <= HIGHEST_HALF_PX;
  const onPage = isHalf ? half : await render(picture.page(), { id: `${id}-page`, labelledBy });
  return { id, title, subtitle, notes, svg, onPage, isHalf };
}

/** The size of a drawn chart in CSS pixels. */
export function sizeOf(svg: string): { width: number; height: number } {
  const [, width = "640", height = "300"] = /^<svg[^>]* viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(svg) ?? [];
  return { width: Number(width), height: Number(height) };
}

/** The picture as a file beside a document, whose caption has the words. */
export function pictureFile({ id, title, subtitle, svg }: Illustration): string {
  return standaloneSvg(svg, { id, title, subtitle }, true);
}
