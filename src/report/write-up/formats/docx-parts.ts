import {
  AlignmentType,
  BorderStyle,
  type IRunOptions,
  Paragraph,
  ShadingType,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
  VerticalAlign,
  WidthType,
} from "docx";
import { largest } from "../../../record/limits/extremes.js";
import { cleanText } from "../../archive/clean-text.js";
import type { Fact } from "../../pages/run/measured.js";
import type { PlainTable } from "../../tables/plain-table.js";

export const FONT = "Arial";
export const CODE_FONT = "Courier New";
/** Width of a line, in twentieths of a point. */
export const LINE_TWIPS = 9_638;
/** Half points. */
const TABLE_SIZE = 16;

type Style = Pick<IRunOptions, "bold" | "italics" | "size" | "color" | "font">;

/** Text of one style, without what XML has no place for. */
export function run(text: string, style: Style = {}): TextRun {
  return new TextRun({ text: cleanText(text), ...style });
}

const LINE = { style: BorderStyle.SINGLE, size: 4, color: "BBBBBB" } as const;
const NONE = { style: BorderStyle.NONE, size: 0, color: "auto" } as const;
const RULED = { top: LINE, bottom: LINE, left: NONE, right: NONE, insideHorizontal: LINE, insideVertical: NONE };
const WHOLE = { size: 100, type: WidthType.PERCENTAGE } as const;

/** A table whose head stands again on every page, and none of whose rows is parted. */
export function tableOf(table: PlainTable): Table {
  const { columns, groups } = table;
  const cell = (text: string, column: number, bold = false, span = 1) =>
    new TableCell({
      columnSpan: span,
      verticalAlign: VerticalAlign.CENTER,
      margins: { top: 30, bottom: 30, left: 50, right: 50 },
      children: [
        new Paragraph({
          spacing: { after: 0 },
          alignment: columns[column]?.numeric ? AlignmentType.END : AlignmentType.START,
          children: [run(text, { bold, size: TABLE_SIZE })],
        }),
      ],
    });
  const head = new TableRow({
    tableHeader: true,
    cantSplit: true,
    children: columns.map(({ label }, column) => cell(label, column, true)),
  });
  const body = groups.flatMap(({ title, rows }) => [
    ...(title === "" ? [] : [new TableRow({ cantSplit: true, children: [cell(title, -1, true, columns.length)] })]),
    ...rows.map(
      (texts) => new TableRow({ cantSplit: true, children: texts.map((text, column) => cell(text, column)) }),
    ),
  ]);
  return new Table({
    width: WHOLE,
    layout: TableLayoutType.FIXED,
    columnWidths: columnWidths(table),
    borders: RULED,
    rows: [head, ...body],
  });
}

/** Width of a letter and of the space beside a cell, in twentieths of a point; most letters of a line of words. */
const [LETTER, BESIDE, WORDS] = [92, 130, 40];

/** Widths that together fill the line: each column has its longest word at least, and the rest goes where lines break. */
function columnWidths({ columns, groups }: PlainTable): number[] {
  const sizes = columns.map(({ label, numeric }, column) => {
    const cells = groups.flatMap(({ rows }) => rows.map((row) => row[column] ?? ""));
    const words = [label, ...(numeric ? [] : cells)].flatMap((text) => text.split(/[ -]/));
    // Figures do not break.
    const least = largest([...words, ...(numeric ? cells : [])].map(({ length }) => length));
    const most = Math.max(least, largest([label, ...cells].map(({ length }) => Math.min(WORDS, length))));
    return { least: least * LETTER + BESIDE, most: most * LETTER + BESIDE };
  });
  const sum = (of: "least" | "most") => sizes.reduce((all, size) => all + size[of], 0);
  const [least, most] = [sum("least"), sum("most")];
  const share = most === least ? 0 : Math.min(1, Math.max(0, (LINE_TWIPS - least) / (most - least)));
  const wanted = sizes.map((size) => size.least + share * (size.most - size.least));
  const scale = LINE_TWIPS / wanted.reduce((all, width) => all + width, 0);
  return wanted.map((width) => Math.round(width * scale));
}

/** Terms beside their values. */
export function factTable(facts: readonly Fact[]): Table {
  const cell = (text: string, percent: number, color: string) =>
    new TableCell({
      width: { size: percent, type: WidthType.PERCENTAGE },
      margins: { top: 20, bottom: 20, left: 50, right: 50 },
      children: [new Paragraph({ spacing: { after: 0 }, children: [run(text, { size: TABLE_SIZE, color })] })],
    });
  return new Table({
    width: WHOLE,
    borders: RULED,
    rows: facts.map(
      ({ term, text }) =>
        new TableRow({ cantSplit: true, children: [cell(term, 24, "555555"), cell(text, 76, "000000")] }),
    ),
  });
}

/** Lines of a program, one paragraph each. */
export function codeParagraphs(text: string): Paragraph[] {
  const lines = text.split("\n");
  return lines.map(
    (line, index) =>
      new Paragraph({
        spacing: { after: index === lines.length - 1 ? 120 : 0 },
        shading: { type: ShadingType.CLEAR, fill: "F2F2F0", color: "auto" },
        children: [run(line.replaceAll("\t", "    "), { font: CODE_FONT, size: TABLE_SIZE })],
      }),
  );
}
