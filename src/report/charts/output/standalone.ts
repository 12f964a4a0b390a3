import type { Picture } from "../marks/chart.js";
import { plainColours } from "./plain-colours.js";
import { SCHEMA } from "./render.js";
import { textWidth } from "./text-metrics.js";
import { CONFIG, FONT, TOKENS } from "./theme.js";

const MARGIN = 16;
const TITLE = { size: 16, line: 21 };
const SUBTITLE = { size: 12, line: 17 };
/** Titles of narrow pictures break no sooner. */
const LEAST_WIDTH = 480;
const SPEC_WIDTH = 720;

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
 * @param isCaptioned whether a document says title and subtitle beside the picture, so that it only names itself by them
 */
export function standaloneSvg(drawn: string, { id, title, subtitle }: Heading, isCaptioned = false): string {
  const [, width = "0", height = "0"] = drawn.match(/^<svg[^>]* viewBox="0 0 ([\d.]+) ([\d.]+)"/) ?? [];
  const inner = drawn.replace(/^<svg[^>]*>/, "").replace(/<\/svg>\s*$/, "");
  const room = Math.max(Number(width), isCaptioned ? 0 : LEAST_WIDTH);
  const titles = isCaptioned ? [] : wrapped(title, room, TITLE.size, true);
  const subtitles = isCaptioned ? [] : wrapped(subtitle, room, SUBTITLE.size, false);
  const first = MARGIN + 12;
  const second = first + titles.length * TITLE.line;
  const top = isCaptioned ? MARGIN : second + subtitles.length * SUBTITLE.line + 2;
  const [full, high] = [Math.ceil(room) + 2 * MARGIN, Math.ceil(Number(height) + top) + MARGIN];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${full}" height="${high}" viewBox="0 0 ${full} ${high}" role="img" aria-labelledby="${id}-title ${id}-subtitle" font-family="${FONT.replaceAll('"', "'")}">`,
    `<title id="${id}-title">${escaped(title)}</title>`,
    `<desc id="${id}-subtitle">${escaped(subtitle)}</desc>`,
    `<rect width="${full}" height="${high}" fill="${TOKENS.paper}"/>`,
    ...lines(titles, first, TITLE.line, `font-size="${TITLE.size}" font-weight="600" fill="${TOKENS.ink}"`),
    ...lines(subtitles, second, SUBTITLE.line, `font-size="${SUBTITLE.size}" fill="${TOKENS.soft}"`),
    `<g transform="translate(${MARGIN},${top})">${inner.replace(/<[^>]*>/g, plainColours)}</g>`,
    "</svg>\n",
  ].join("\n");
}

/** A picture as a Vega-Lite file of its own: title, configuration and plain colours included. */
export function standaloneSpec({ title, subtitle, spec }: Picture): string {
  const heading = {
    text: wrapped(title, SPEC_WIDTH, TITLE.size, true),
    subtitle: wrapped(subtitle, SPEC_WIDTH, SUBTITLE.size, false),
    anchor: "start",
    fontSize: TITLE.size,
    subtitleColor: TOKENS.soft,
  };
  const full = { $schema: SCHEMA, title: heading, background: TOKENS.paper, ...spec, config: CONFIG };
  return `${JSON.stringify(full).replace(COLOUR, plainColours)}\n`;
}

/** A string of JSON that is a colour of ours and nothing else: words of a run file stay what they are. */
const COLOUR = /"(?:var\(--c-[^()"]*\)|color-mix\(in srgb, var\(--c-[^()"]*\) \d+%, var\(--c-[^()"]*\)\))"/g;

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
