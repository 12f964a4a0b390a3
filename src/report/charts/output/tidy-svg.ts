import { compactSvg } from "./compact-svg.js";
import { FONT } from "./theme.js";

export interface Rendering {
  /** Becomes the prefix of every id inside the picture: unique on the page. */
  id: string;
  /** Ids of the elements that name and describe the picture, separated by spaces. */
  labelledBy: string;
}

/** What is done with an attribute. */
type Fate = "go" | "round" | "prefix" | "unit";

/** Attributes that are removed, since they hold anyway or stand once on the root, and those that lose digits. */
const FATES = new Map<string, Fate>([
  ...["role", "class", "xmlns:xlink", "version", "stroke-miterlimit"].map((name): [string, Fate] => [name, "go"]),
  ...["d", "transform", "rx", "x", "y", "x1", "y1", "x2", "y2", "width", "height", "viewBox"].map(
    (name): [string, Fate] => [name, "round"],
  ),
  ["id", "prefix"],
  ["font-size", "unit"],
]);
/** Attributes that are removed where they have this value. */
const USUAL = new Map([
  ["font-family", FONT.replaceAll('"', "&quot;")],
  ["opacity", "1"],
  ["pointer-events", "none"],
  ["font-weight", "400"],
  ["stroke-dasharray", "1,0"],
  ["stroke-width", "1"],
  ["text-anchor", "start"],
  ["transform", "translate(0,0)"],
]);

/** Invisible frames that Vega draws around every group, and the points of axes. */
const EMPTY_PATHS = /<path(?: d="M0,0h[\d.]+v[\d.]+H0Z"| d=""(?: display="none")?|[^>]* opacity="0")?\/>/g;

/**
 * The SVG of Vega made fit for a page: one node for assistive technology (the root), no classes, no inline style, ids of
 * its own, no groups without a purpose, and coordinates of a tenth of a pixel. Text is escaped by Vega and stays as it is.
 */
export function tidySvg(svg: string, { id, labelledBy }: Rendering): string {
  const attribute = (whole: string, name: string, value: string): string => {
    if (USUAL.get(name) === value) return "";
    switch (FATES.get(name)) {
      case "go":
        return "";
      case "round":
        return value.includes(".") ? ` ${name}="${value.replace(LONG_NUMBER, tenths)}"` : whole;
      case "prefix":
        return ` id="${id}-${value}"`;
      case "unit":
        return ` font-size="${value.replace(/^([\d.]+)px$/, "$1")}"`;
      default:
        if (name.startsWith("aria-")) return "";
        return value.includes("url(#") ? ` ${name}="${value.replace(/url\(#([^)]*)\)/g, `url(#${id}-$1)`)}"` : whole;
    }
  };
  const withoutTrailingZeros = svg.replace(/<\w+ [^>]*>/g, (tag) => brief(tag).replace(ATTRIBUTE, attribute));
  const root = `<svg id="${id}" class="chart" role="img" aria-labelledby="${labelledBy}" font-family="${FONT.replaceAll('"', "'")}"`;
  const bare = withoutBareGroups(withoutTrailingZeros.replace(EMPTY_PATHS, "").replaceAll("<g/>", ""));
  return compactSvg(bare.replace(/^<svg/, root));
}

const ATTRIBUTE = / ([\w:-]+)="([^"]*)"/g;
const LONG_NUMBER = /-?\d+\.\d{2,}/g;

function tenths(number: string): string {
  return String(Math.round(Number(number) * 10) / 10);
}

/** The SVG without the groups that neither move nor paint their content. */
function withoutBareGroups(svg: string): string {
  const isBare: boolean[] = [];
  return svg.replace(/<(\/?)g(?=[ >])[^>]*>/g, (tag, closing: string) => {
    if (tag.endsWith("/>")) return tag;
    if (closing !== "") return isBare.pop() ? "" : tag;
    isBare.push(tag === "<g>");
    return tag === "<g>" ? "" : tag;
  });
}

const NUMBER = "(-?[\\d.]+(?:e-?\\d+)?)";
const POINT = `${NUMBER},${NUMBER}`;
const SIDE = `L${POINT}C${POINT},${POINT},${POINT}`;
const ROUNDED = new RegExp(`^<path(.*) d="M${POINT}${SIDE.repeat(4)}Z"(.*)/>$`);
const BOX = new RegExp(` d="M${POINT}h${NUMBER}v${NUMBER}h-?[\\d.]+Z"`);

/** A shorter tag for a box: Vega writes every edge twice, and every round corner six times. */
function brief(tag: string): string {
  if (!tag.startsWith("<path") || !tag.includes("Z")) return tag;
  const round = ROUNDED.exec(tag);
  if (!round) return tag.replace(BOX, ' d="M$1,$2h$3v$4H$1Z"');
  const [, before, start, top, , , , , , , right, , , , , , , , , bottom, , , , , , , , , left] = round;
  const [x, y, width, height] = [left, top, Number(right) - Number(left), Number(bottom) - Number(top)];
  return `<rect${before} x="${x}" y="${y}" width="${width}" height="${height}" rx="${Number(start) - Number(left)}"${round[36]}/>`;
}
