import type { Picture } from "./chart.js";
import { SCHEMA } from "./render.js";
import { textWidth } from "./text-metrics.js";
import { CONFIG, colour, FONT, TOKENS } from "./theme.js";

const MARGIN = 16;
const TITLE = { size: 16, line: 21 };
const SUBTITLE = { size: 12, line: 17 };
/** Titles of narrow pictures break no sooner. */
const LEAST_WIDTH = 480;

/** What an SVG file says about itself. */
export interface Heading {
  /** Prefix of its ids. */
  id: string;
  title: string;
  subtitle: string;
}

/**
 * A drawn picture as an SVG file of its own: with its title inside, on paper, and with colours that need no style sheet.
 *
 * @param drawn what `render` returns
 */
export function standaloneSvg(drawn: string, { id, title, subtitle }: Heading): string {
  const [, width = "0", height = "0"] = drawn.match(/^<svg[^>]* viewBox="0 0 ([\d.]+) ([\d.]+)"/) ?? [];
  const inner = drawn.replace(/^<svg[^>]*>/, "").replace(/<\/svg>\s*$/, "");
  const room = Math.max(Number(width), LEAST_WIDTH);
  const titles = wrapped(title, room, TITLE.size, true);
  const subtitles = wrapped(subtitle, room, SUBTITLE.size, false);
  const first = MARGIN + 12;
  const second = first + titles.length * TITLE.line;
  const top = second + subtitles.length * SUBTITLE.line + 2;
  const [full, high] = [Math.ceil(room) + 2 * MARGIN, Math.ceil(Number(height) + top) + MARGIN];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${full}" height="${high}" viewBox="0 0 ${full} ${high}" role="img" aria-labelledby="${id}-title ${id}-subtitle" font-family="${FONT.replaceAll('"', "'")}">`,
    `<title id="${id}-title">${escaped(title)}</title>`,
    `<desc id="${id}-subtitle">${escaped(subtitle)}</desc>`,
    `<rect width="${full}" height="${high}" fill="${TOKENS.paper}"/>`,
    ...lines(titles, first, TITLE.line, `font-size="${TITLE.size}" font-weight="600" fill="${TOKENS.ink}"`),
    ...lines(subtitles, second, SUBTITLE.line, `font-size="${SUBTITLE.size}" fill="${TOKENS.soft}"`),
    `<g transform="translate(${MARGIN},${top})">${plainColours(inner)}</g>`,
    "</svg>\n",
  ].join("\n");
}

/** A picture as a Vega-Lite file of its own: title, configuration and plain colours included. */
export function standaloneSpec({ title, subtitle, spec }: Picture): string {
  const heading = { text: title, subtitle, anchor: "start", fontSize: TITLE.size, subtitleColor: TOKENS.soft };
  const full = { $schema: SCHEMA, title: heading, background: TOKENS.paper, ...spec, config: CONFIG };
  return `${JSON.stringify(full, (_, value: unknown) => (typeof value === "string" ? (PLAIN.get(value) ?? value) : value))}\n`;
}

/** The colour behind every `var(...)` of ours. */
const PLAIN = new Map<string, string>(
  (Object.keys(TOKENS) as (keyof typeof TOKENS)[]).map((token) => [colour(token), TOKENS[token]]),
);

/** In tags only: words stay what they are. */
function plainColours(svg: string): string {
  return svg.replace(/<[^>]*>/g, (tag) => tag.replace(/var\(--c-[a-z0-9-]+,(#[0-9a-f]{6})\)/g, "$1"));
}

function lines(texts: readonly string[], top: number, line: number, attributes: string): string[] {
  return texts.map(
    (text, index) => `<text x="${MARGIN}" y="${top + index * line}" ${attributes}>${escaped(text)}</text>`,
  );
}

/** Lines of words that are no wider than `room`, but for words that are wider by themselves. */
function wrapped(text: string, room: number, fontSize: number, bold: boolean): string[] {
  const found: string[] = [];
  for (const word of text.split(" ")) {
    const last = found.at(-1);
    const longer = last === undefined ? word : `${last} ${word}`;
    if (last !== undefined && textWidth(longer, fontSize, bold) <= room) found[found.length - 1] = longer;
    else found.push(word);
  }
  return found;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
