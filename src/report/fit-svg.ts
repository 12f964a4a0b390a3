import type { FitAnswer, Measured } from "../analysis/models/answer.js";
import { createRenderer } from "./charts/render.js";
import { fitPicture } from "./charts/scaling-fit.js";
import { textWidth } from "./charts/text-metrics.js";
import { FONT } from "./charts/theme.js";

const MARGIN = 16;
const HEAD = 56;

/**
 * The picture of a fit as an SVG file of its own: with its title inside, on paper, and with colours that need no style
 * sheet.
 */
export async function fitSvg(answer: FitAnswer, rows: readonly Measured[]): Promise<string> {
  const render = await createRenderer();
  const { title, subtitle, spec } = fitPicture(answer, rows);
  const drawn = await render(spec, { id: "fit", labelledBy: "fit-title fit-subtitle" });
  const [, width = "0", height = "0"] = drawn.match(/^<svg[^>]* viewBox="0 0 ([\d.]+) ([\d.]+)"/) ?? [];
  const widest = Math.max(Number(width), textWidth(title, 16, true), textWidth(subtitle, 12));
  const [full, high] = [Math.ceil(widest) + 2 * MARGIN, Number(height) + HEAD + MARGIN];
  const inner = drawn.replace(/^<svg[^>]*>/, "").replace(/<\/svg>\s*$/, "");
  const svg = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${full}" height="${high}" viewBox="0 0 ${full} ${high}" role="img" aria-labelledby="fit-title fit-subtitle" font-family="${FONT.replaceAll('"', "'")}">`,
    `<title id="fit-title">${escaped(title)}</title>`,
    `<desc id="fit-subtitle">${escaped(subtitle)}</desc>`,
    `<rect width="${full}" height="${high}" fill="#ffffff"/>`,
    `<text x="${MARGIN}" y="26" font-size="16" font-weight="600" fill="#1a1a1a">${escaped(title)}</text>`,
    `<text x="${MARGIN}" y="44" font-size="12" fill="#555555">${escaped(subtitle)}</text>`,
    `<g transform="translate(${MARGIN},${HEAD})">${inner}</g>`,
    "</svg>\n",
  ].join("\n");
  return svg.replace(/var\(--c-[a-z0-9-]+,(#[0-9a-f]{6})\)/g, "$1");
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
