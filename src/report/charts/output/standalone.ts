import type { Picture, Spec } from "../marks/chart.js";
import { SCHEMA } from "./render.js";
import { textWidth } from "./text-metrics.js";
import { CONFIG, FONT, TOKENS } from "./theme.js";

const MARGIN = 16;
const TITLE = { size: 16, line: 21 };
const SUBTITLE = { size: 12, line: 17 };
/** Least width in px of a line of the title, however narrow the picture. */
const LEAST_WIDTH = 480;
const SPEC_WIDTH = 720;

/** Texts of an SVG file about itself. */
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
 * @param isCaptioned whether a document shows title and subtitle beside the picture; they then only name it
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

/** A picture as a Vega-Lite specification of its own: title, configuration and plain colours included. */
export function standaloneSpec({ title, subtitle, spec }: Picture): Spec {
  const heading = {
    text: wrapped(title, SPEC_WIDTH, TITLE.size, true),
    subtitle: wrapped(subtitle, SPEC_WIDTH, SUBTITLE.size, false),
    anchor: "start",
    fontSize: TITLE.size,
    subtitleColor: TOKENS.soft,
  };
  const full = { $schema: SCHEMA, title: heading, background: TOKENS.paper, ...spec, config: CONFIG };
  return JSON.parse(JSON.stringify(full).replace(COLOUR, plainColours)) as Spec;
}

/** A string of JSON that is nothing but a colour of ours; words of a run file stay as they are. */
const COLOUR = /"(?:var\(--c-[^()"]*\)|color-mix\(in srgb, var\(--c-[^()"]*\) \d+%, var\(--c-[^()"]*\)\))"/g;

function lines(texts: readonly string[], top: number, line: number, attributes: string): string[] {
  return texts.map(
    (text, index) => `<text x="${MARGIN}" y="${top + index * line}" ${attributes}>${escaped(text)}</text>`,
  );
}

/** Lines no wider than `room`, unless a single word is wider. */
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

/** A colour of ours as it passes through Vega: a token with its fallback, or a mix of two of them. */
const TOKEN = /var\(--c-[a-z0-9-]+,(#[0-9a-f]{6})\)/g;
const MIX = /color-mix\(in srgb, (#[0-9a-f]{6}) (\d+)%, (#[0-9a-f]{6})\)/g;

/** The text with plain colours ("#0f97dd") in place of tokens and mixes. */
export function plainColours(text: string): string {
  return text
    .replace(TOKEN, "$1")
    .replace(MIX, (_, first: string, share: string, second: string) => mixed(first, Number(share) / 100, second));
}

function mixed(first: string, share: number, second: string): string {
  const channel = (hex: string, at: number) => Number.parseInt(hex.slice(at, at + 2), 16);
  const channels = [1, 3, 5].map((at) => Math.round(channel(first, at) * share + channel(second, at) * (1 - share)));
  return `#${channels.map((value) => value.toString(16).padStart(2, "0")).join("")}`;
}
