import { gainWords, isFigure } from "../../../analysis/answer/answer.js";
import { HEADLINE_LIMITS } from "../../../words/headline.js";
import { textWidth } from "../../charts/output/text-metrics.js";
import { TOKENS } from "../../charts/output/theme.js";
import { xml } from "../../html/xml.js";
import type { HeroModel } from "../../page-model/answers.js";
import { paths } from "../../page-model/paths.js";
import { type Address, pageUrl } from "../../page-model/site-address.js";

/** The answer of a study for other pages: a picture of two words, and how to embed it. */
export interface Badge {
  /** Path inside the site. */
  path: string;
  svg: string;
  /** What it says, for those who do not see it. */
  text: string;
  /** The picture in Markdown, leading to the page of the study. */
  markdown: string;
  /** Whether the reader has to put the address of the site into `markdown`. */
  isAddressOpen: boolean;
}

type BadgeAnswer = Pick<HeroModel, "use" | "amount" | "than" | "tone">;

const HEIGHT = 20;
const FONT = 11;
/** Room on either side of a text, in px. */
const SIDE = 6;
/** Longer texts lose their second part, or are cut; a headline stands whole, for half of it may say something else. */
const MOST_CHARACTERS = HEADLINE_LIMITS.characters;
/** Dark enough for white text, and unlike the ground of a dark page. */
const COLOURS = { label: "#444444", good: TOKENS.good, bad: TOKENS.bad, same: TOKENS.same, open: TOKENS.same };
/** Stands for the address of a site that is not known at the build. */
const OPEN_ADDRESS: Address = { base: "/", url: "https://example.org/" };

export function badgeOf(study: string, answer: BadgeAnswer, address: Address): Badge {
  const path = paths.study(study).replace("index.html", "badge.svg");
  const isAddressOpen = address.url === null;
  const urlOf = (to: string) => pageUrl(isAddressOpen ? OPEN_ADDRESS : address, to);
  const message = messageOf(answer);
  const text = `${study}: ${message}`;
  const markdown = `[![${markdownText(text)}](${urlOf(path)})](${urlOf(paths.study(study))})`;
  return {
    path,
    svg: badgeSvg(cut(study), shortened(message, answer), COLOURS[answer.tone], text),
    text,
    markdown,
    isAddressOpen,
  };
}

/** "2 workers, any pool: 34 % less time": without what it is compared with, where a change stands for itself. */
function messageOf({ use, ...gain }: BadgeAnswer): string {
  if (gain.amount === "") return use;
  return `${use}: ${isFigure(gain) ? gain.amount : gainWords(gain)}`;
}

/** A picture of its own: no font, style or address from elsewhere, and an opaque ground for light and dark pages. */
function badgeSvg(label: string, message: string, colour: string, text: string): string {
  const [left, right] = [label, message].map((part) => Math.round(textWidth(part, FONT)) + 2 * SIDE) as [
    number,
    number,
  ];
  const width = left + right;
  const word = (part: string, x: number, room: number) =>
    `<text x="${x + SIDE}" y="14" textLength="${room - 2 * SIDE}">${xml(part)}</text>`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${HEIGHT}" viewBox="0 0 ${width} ${HEIGHT}" role="img" aria-label="${xml(text)}">`,
    `<title>${xml(text)}</title>`,
    `<clipPath id="r"><rect width="${width}" height="${HEIGHT}" rx="3"/></clipPath>`,
    `<g clip-path="url(#r)"><rect width="${left}" height="${HEIGHT}" fill="${COLOURS.label}"/><rect x="${left}" width="${right}" height="${HEIGHT}" fill="${colour}"/></g>`,
    `<g fill="#ffffff" font-family="Arial,Helvetica,'Liberation Sans',sans-serif" font-size="${FONT}">${word(label, 0, left)}${word(message, left, right)}</g>`,
    "</svg>\n",
  ].join("\n");
}

/** What to use alone, where the gain has no room. */
function shortened(message: string, { use }: BadgeAnswer): string {
  return cut(message.length > MOST_CHARACTERS ? use : message);
}

function cut(text: string): string {
  return text.length <= MOST_CHARACTERS ? text : `${text.slice(0, MOST_CHARACTERS - 2).replace(/[\s,;:]*\S*$/, "")} …`;
}

/** Text for the words of a link: none of its characters is markup; brackets within would end it for some readers. */
function markdownText(text: string): string {
  return text
    .replaceAll("[", "(")
    .replaceAll("]", ")")
    .replace(/[\\`*_<>!&|~]/g, "\\$&");
}
