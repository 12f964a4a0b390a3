import { largest } from "../../record/limits/extremes.js";
import type { TableModel } from "../tables/table.js";
import type { Answer } from "./answers/answer.js";
import { type Illustration, sizeOf } from "./illustration.js";
import { type ByKind, byKind, type Numbered, type Span, type WriteUp } from "./model.js";

/** Height of a page of A4, less the usual gap below figures that do not fit. */
const PAGE_MM = 240;
const LINE_MM = 4.6;
const LISTED_LINE_MM = 4;
const CHARACTERS_A_LINE = 108;
/** Letters of charts are printed as large as those of tables. */
const PICTURE_MM_A_PX = 0.21;
const HIGHEST_PICTURE_MM = 165;

/**
 * About how many pages of A4 a write-up takes; the browser's own count is exact.
 *
 * @param stretch how much longer a format is than the printed HTML
 */
export function estimatedPages({ blocks, references, subtitle }: WriteUp, stretch = 1): number {
  const head = 30 + subtitle.length * LINE_MM;
  const sources = 8 + references.reduce((sum, { text }) => sum + linesOf(text) * LINE_MM, 0);
  const body = blocks.reduce((sum, block) => sum + heightMm(block), 0);
  return Math.ceil(((head + body + sources) * stretch) / PAGE_MM);
}

/** About how many pages a listing of so many lines takes. */
export function listedPages(lines: number): number {
  return Math.ceil((lines * LISTED_LINE_MM) / PAGE_MM);
}

/** Height of a block as printed. */
function heightMm(block: Numbered): number {
  return byKind(HEIGHTS, block);
}

const HEIGHTS: ByKind<Numbered, number> = {
  heading: ({ level }) => (level === 2 ? 12 : 9),
  text: ({ words }) => linesOf(plainText(words)) * LINE_MM + 2,
  list: ({ items }) => items.reduce((sum, words) => sum + linesOf(plainText(words)) * LINE_MM + 1, 2),
  facts: ({ facts }) => Math.ceil(facts.length / 2) * 5 + 3,
  prompt: ({ text, answer }) => writtenMm(text, answer),
  figure: ({ figure, caption, question, answer }) => figureMm(figure, caption, writtenMm(question, answer)),
  table: ({ table }) => tableMm(table) + linesOf(table.caption) * 4 + 6,
  code: ({ text }) => text.split("\n").length * LISTED_LINE_MM + 10,
};

function tableMm({ groups }: TableModel): number {
  return groups.reduce((sum, { title, rows }) => {
    const lines = rows.map(({ head, cells }) =>
      largest([head, ...cells].map(({ text }) => Math.ceil(text.length / 60))),
    );
    return sum + (title === "" ? 0 : 6) + lines.reduce((all, count) => all + Math.max(1, count) * 4 + 1, 0);
  }, 6);
}

/** Height of a question with room for its answer, or of the answer in its place. */
function writtenMm(question: string, answer: Answer | null): number {
  if (answer === null) return linesOf(question) * LINE_MM + 16;
  return answer.markdown.split("\n").reduce((sum, line) => sum + Math.max(1, linesOf(line)) * LINE_MM, 4);
}

/** Height of a figure with its words: beside half a page of picture, or below a whole one. */
function figureMm({ onPage, isHalf, title }: Illustration, caption: string, writtenHeight: number): number {
  const words = linesOf(title + caption) * 4 + writtenHeight;
  const picture = sizeOf(onPage).height * PICTURE_MM_A_PX;
  return isHalf ? Math.max(picture, words * 2) + 5 : Math.min(HIGHEST_PICTURE_MM, picture) + words;
}

function plainText(words: readonly Span[]): string {
  return words.map(({ text }) => text).join("");
}

function linesOf(text: string): number {
  return Math.ceil(text.length / CHARACTERS_A_LINE);
}
