import type { Picture } from "../charts/chart.js";
import type { Renderer } from "../charts/render.js";

/** A drawn chart with its words, as a document shows it. */
export interface Illustration {
  title: string;
  /** What is drawn, of how many trials, and what bars and lines mean. */
  subtitle: string;
  notes: string[];
  /** Safe markup: drawn by Vega, which escapes all text. Named by the elements `<id>-title` and `<id>-subtitle`. */
  svg: string;
  /** The same picture for half the width of a page, with its words beside it; `null` where it would be too high for that. */
  half: string | null;
}

/** Higher pictures would fill a page beside empty words. */
const HIGHEST_HALF_PX = 640;

/** Draws a picture for a document, in which `id` is unique. */
export async function illustrate(render: Renderer, id: string, picture: Picture): Promise<Illustration> {
  const { title, subtitle, notes } = picture;
  const labelledBy = `${id}-title ${id}-subtitle`;
  const svg = await render(picture.spec, { id: `${id}-picture`, labelledBy });
  const half = await render(picture.narrow, { id: `${id}-half`, labelledBy });
  return { title, subtitle, notes, svg, half: sizeOf(half).height > HIGHEST_HALF_PX ? null : half };
}

/** The size of a drawn chart in CSS pixels. */
export function sizeOf(svg: string): { width: number; height: number } {
  const [, width = "640", height = "300"] = /^<svg[^>]* viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(svg) ?? [];
  return { width: Number(width), height: Number(height) };
}

/** The picture as a file that stands beside a document: named by its title, in plain colours, on white paper. */
export function pictureFile(illustration: Illustration): string {
  const { title, svg } = illustration;
  const { width, height } = sizeOf(svg);
  const root = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" font-family="Arial, 'Liberation Sans', Helvetica, sans-serif">`;
  const words = title.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  const inner = svg
    .replace(/^<svg[^>]*>/, "")
    .replace(/<[^>]*>/g, (tag) => tag.replace(/var\(--c-[a-z0-9-]+,(#[0-9a-f]{6})\)/g, "$1"));
  return `${root}<title>${words}</title><rect width="${width}" height="${height}" fill="#ffffff"/>${inner}\n`;
}
