import {
  AlignmentType,
  Bookmark,
  Document,
  Footer,
  HeadingLevel,
  ImageRun,
  InternalHyperlink,
  LevelFormat,
  Packer,
  PageNumber,
  Paragraph,
  type ParagraphChild,
  TextRun,
} from "docx";
import { sha256 } from "../../../record/schema/run-id.js";
import { cleanText } from "../../archive/clean-text.js";
import type { Photographer, Vector } from "../../pdf/photograph.js";
import { plainTable } from "../../tables/plain-table.js";
import type { Answer } from "../answers/answer.js";
import { pictureFile, sizeOf } from "../illustration.js";
import { type ByKind, byKind, headFields, madeWith, type Numbered, type Span, type WriteUp } from "../model.js";
import { docxAnswer, NUMBERED } from "./docx-answer.js";
import { codeParagraphs, FONT, factTable, LINE_TWIPS, run, tableOf } from "./docx-parts.js";

type Child = Paragraph | ReturnType<typeof tableOf>;

/** Half points. */
const SIZE = { text: 20, small: 17, title: 36, section: 27, part: 23 } as const;
/** Twentieths of a point: A4 with margins of 20 mm. */
const MARGIN = 1_134;
const PAGE = {
  size: { width: LINE_TWIPS + 2 * MARGIN, height: 16_838 },
  margin: { top: MARGIN, right: MARGIN, bottom: MARGIN, left: MARGIN },
};
/** Letters of charts are as large as those of tables; nothing is wider or higher than the page. */
const [ZOOM, WIDEST_PX, HIGHEST_PX] = [0.79, 640, 620];
/** A white point, for programs that show no SVG where no browser drew the chart. */
const EMPTY_PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mP8/x8AAwMCAO+ip1sAAAAASUVORK5CYII=",
  "base64",
);

/**
 * The write-up as a document for word processors. Charts are SVG, with a PNG for programs that show none.
 *
 * @param photograph draws the PNG; `null` leaves them white
 */
export async function docxOf(writeUp: WriteUp, photograph: Photographer | null): Promise<Buffer> {
  const pictures = await picturesOf(writeUp, photograph);
  const { title, subtitle, author, blocks, references } = writeUp;
  const document = new Document({
    title,
    ...(author !== "" && { creator: author }),
    description: subtitle.join(" "),
    styles: STYLES,
    numbering: { config: [{ reference: NUMBERED, levels: [0, 1, 2].map(numberedLevel) }] },
    sections: [
      {
        properties: { page: PAGE },
        footers: { default: footer() },
        children: [
          ...head(writeUp),
          ...blocks.flatMap((block) => byKind(renderers(pictures), block)),
          ...(references.length === 0 ? [] : [sectionHeading("References")]),
          ...references.map(
            ({ id, number, text }) =>
              new Paragraph({ children: [new Bookmark({ id: anchor(id), children: [run(`[${number}] ${text}`)] })] }),
          ),
          new Paragraph({
            spacing: { before: 240 },
            children: [run(madeWith(writeUp), { size: SIZE.small, color: "555555" })],
          }),
        ],
      },
    ],
  });
  return Packer.toBuffer(document);
}

const STYLES = {
  default: {
    document: { run: { font: FONT, size: SIZE.text }, paragraph: { spacing: { after: 100 } } },
    title: { run: { font: FONT, size: SIZE.title, bold: true }, paragraph: { spacing: { after: 120 } } },
    heading1: {
      run: { font: FONT, size: SIZE.section, bold: true, color: "000000" },
      paragraph: { spacing: { before: 320, after: 100 } },
    },
    heading2: {
      run: { font: FONT, size: SIZE.part, bold: true, color: "000000" },
      paragraph: { spacing: { before: 240, after: 80 } },
    },
  },
};

function numberedLevel(level: number) {
  return {
    level,
    format: LevelFormat.DECIMAL,
    text: `%${level + 1}.`,
    alignment: AlignmentType.START,
    style: { paragraph: { indent: { left: 500 * (level + 1), hanging: 360 } } },
  };
}

function footer(): Footer {
  const children = [PageNumber.CURRENT, " / ", PageNumber.TOTAL_PAGES];
  return new Footer({
    children: [
      new Paragraph({ alignment: AlignmentType.END, children: [new TextRun({ children, size: SIZE.small })] }),
    ],
  });
}

function head(writeUp: WriteUp): Paragraph[] {
  const { title, subtitle } = writeUp;
  return [
    new Paragraph({ heading: HeadingLevel.TITLE, children: [run(title)] }),
    ...subtitle.map((text) => new Paragraph({ children: [run(text, { size: SIZE.small, color: "555555" })] })),
    ...headFields(writeUp).map(
      ({ label, text }) =>
        new Paragraph({ spacing: { after: 40 }, children: [run(`${label}: `, { bold: true }), run(text)] }),
    ),
  ];
}

function sectionHeading(text: string): Paragraph {
  return new Paragraph({ heading: HeadingLevel.HEADING_1, keepNext: true, children: [run(text)] });
}

/** A chart with the size at which it stands. */
interface Placed extends Vector {
  png: Buffer;
}

async function picturesOf({ blocks }: WriteUp, photograph: Photographer | null): Promise<Map<string, Placed>> {
  const figures = blocks.flatMap((block) => (block.kind === "figure" ? [block] : []));
  const vectors = figures.map(({ figure }): Vector => {
    const svg = pictureFile(figure);
    return { svg, ...sizeOf(svg) };
  });
  const drawn = photograph === null || vectors.length === 0 ? [] : await photograph(vectors);
  return new Map(
    figures.map(({ id }, index) => [id, { ...(vectors[index] as Vector), png: drawn[index] ?? EMPTY_PNG }]),
  );
}

const renderers = (pictures: ReadonlyMap<string, Placed>): ByKind<Numbered, Child[]> => ({
  heading: ({ level, number, text }) => [
    level === 2
      ? sectionHeading(`${number} ${text}`)
      : new Paragraph({ heading: HeadingLevel.HEADING_2, keepNext: true, children: [run(`${number} ${text}`)] }),
  ],
  text: ({ words }) => [new Paragraph({ children: words.map(spanRun) })],
  list: ({ items }) => items.map((words) => new Paragraph({ bullet: { level: 0 }, children: words.map(spanRun) })),
  facts: ({ facts }) => [factTable(facts), new Paragraph({ children: [] })],
  prompt: ({ text, answer }) => written(text, answer),
  figure: (block) => figureParts(block, pictures.get(block.id)),
  table: ({ id, number, table }) => [
    new Paragraph({
      keepNext: true,
      spacing: { before: 160 },
      children: caption(id, `Table ${number}.`, table.caption),
    }),
    tableOf(plainTable(table)),
    new Paragraph({ children: [] }),
  ],
  code: ({ label, text }) => [new Paragraph({ keepNext: true, children: [run(`${label}:`)] }), ...codeParagraphs(text)],
});

function figureParts(block: Extract<Numbered, { kind: "figure" }>, picture: Placed | undefined): Paragraph[] {
  const { id, number, figure, caption: words, question, answer } = block;
  const notes = figure.notes.map(
    (note) => new Paragraph({ bullet: { level: 0 }, children: [run(note, { size: SIZE.small })] }),
  );
  return [
    new Paragraph({ keepNext: true, children: picture === undefined ? [] : [imageOf(picture, figure.title, words)] }),
    new Paragraph({ children: caption(id, `Figure ${number}.`, `${figure.title}. ${words}`) }),
    ...notes,
    ...written(question, answer),
  ];
}

function imageOf({ svg, width, height, png }: Placed, title: string, description: string): ImageRun {
  const zoom = Math.min(ZOOM, WIDEST_PX / width, HIGHEST_PX / height);
  return new ImageRun({
    type: "svg",
    data: Buffer.from(svg),
    transformation: { width: Math.round(width * zoom), height: Math.round(height * zoom) },
    fallback: { type: "png", data: png },
    altText: { name: cleanText(title), title: cleanText(title), description: cleanText(description) },
  });
}

function caption(id: string, number: string, text: string): ParagraphChild[] {
  const named = new Bookmark({ id: anchor(id), children: [run(`${number} `, { bold: true, size: SIZE.small })] });
  return [named, run(text, { size: SIZE.small })];
}

/** The question with room below it, or the answer in its place. */
function written(question: string, answer: Answer | null): Paragraph[] {
  if (answer !== null) return docxAnswer(answer.blocks);
  return [
    new Paragraph({
      border: { left: { style: "single", size: 18, color: "1651BE", space: 8 } },
      indent: { left: 160 },
      children: [run("To write: ", { bold: true }), run(question, { italics: true })],
    }),
    new Paragraph({ children: [] }),
  ];
}

function spanRun({ text, to }: Span): ParagraphChild {
  return to === "" ? run(text) : new InternalHyperlink({ anchor: anchor(to), children: [run(text)] });
}

/** A name that word processors take for a bookmark: at most 40 letters, digits and underscores. */
function anchor(id: string): string {
  const plain = id.replace(/[^A-Za-z0-9]/g, "_");
  return plain.length <= 38 ? `b_${plain}` : `b_${plain.slice(0, 27)}_${sha256(id).slice(0, 8)}`;
}
