import type { Documents } from "../../html/document-templates.js";
import type { Photographer } from "../../pdf/photograph.js";
import type { Printer } from "../../pdf/print.js";
import { type Illustration, pictureFile } from "../illustration.js";
import type { WriteUp } from "../model.js";
import { htmlOf, picturesHtml } from "./html.js";
import { latexOf } from "./latex.js";
import { markdownOf } from "./markdown.js";
import { notebookOf } from "./notebook.js";

/** A file of a report, by its name beside the document. */
export interface ReportFile {
  name: string;
  content: string | Uint8Array;
}

/** Templates and printer for formats that need them. */
export interface FormatTools {
  documents: Documents;
  /** `null` where there is no browser. */
  print: Printer | null;
  photograph: Photographer | null;
}

/** A format of the report: write-up in, bytes out. */
export interface Format {
  ending: string;
  /** Whether pictures are files beside the document. */
  hasFiles: boolean;
  /** Use of a browser: none, charts for programs that show no SVG, or the whole document. */
  browser: "none" | "charts" | "document";
  /** Length on paper in relation to the HTML, which has words beside its figures. */
  stretch: number;
  /** Files of the report, the document first; `stem` is its name without its ending. */
  make(writeUp: WriteUp, stem: string, tools: FormatTools): Promise<ReportFile[]>;
}

export const formats = {
  html: {
    ending: ".html",
    hasFiles: false,
    browser: "none",
    stretch: 1,
    make: async (writeUp, stem, { documents }) => [{ name: `${stem}.html`, content: htmlOf(writeUp, documents, true) }],
  },
  pdf: {
    ending: ".pdf",
    hasFiles: false,
    browser: "document",
    stretch: 1,
    make: async (writeUp, stem, { documents, print }) => {
      if (print === null) throw new Error("a PDF needs a browser");
      return [{ name: `${stem}.pdf`, content: await print(htmlOf(writeUp, documents, false)) }];
    },
  },
  md: {
    ending: ".md",
    hasFiles: true,
    browser: "none",
    stretch: 1,
    make: async (writeUp, stem) => {
      const names = pictureNames(writeUp, stem);
      const document = markdownOf(writeUp, (id) => `${names.get(id)}.svg`);
      return [{ name: `${stem}.md`, content: document }, ...svgFiles(writeUp, names)];
    },
  },
  latex: {
    ending: ".tex",
    hasFiles: true,
    browser: "charts",
    stretch: 1.25,
    make: async (writeUp, stem, { documents, print }) => {
      const names = pictureNames(writeUp, stem);
      const all = `${safe(stem)}-figures`;
      const document = latexOf(writeUp, { of: (id) => names.get(id) ?? "", all });
      const pictures = figuresOf(writeUp).map(({ figure }) => figure);
      const pdf =
        print === null || pictures.length === 0
          ? []
          : [{ name: `${all}.pdf`, content: await print(picturesHtml(pictures, documents)) }];
      return [{ name: `${stem}.tex`, content: document }, ...pdf, ...svgFiles(writeUp, names)];
    },
  },
  ipynb: {
    ending: ".ipynb",
    hasFiles: false,
    browser: "none",
    stretch: 1,
    make: async (writeUp, stem) => [{ name: `${stem}.ipynb`, content: notebookOf(writeUp) }],
  },
  docx: {
    ending: ".docx",
    hasFiles: false,
    browser: "charts",
    stretch: 1.1,
    make: async (writeUp, stem, { photograph }) => {
      const { docxOf } = await import("./docx.js");
      return [{ name: `${stem}.docx`, content: await docxOf(writeUp, photograph) }];
    },
  },
} satisfies Record<string, Format>;

export type FormatName = keyof typeof formats;

function figuresOf({ blocks }: WriteUp): { id: string; number: string; figure: Illustration }[] {
  return blocks.flatMap((block) => (block.kind === "figure" ? [block] : []));
}

/** "report-figure-1" for every figure: TeX and addresses take no spaces and no signs. */
function pictureNames(writeUp: WriteUp, stem: string): Map<string, string> {
  return new Map(figuresOf(writeUp).map(({ id, number }) => [id, `${safe(stem)}-figure-${number}`]));
}

function safe(stem: string): string {
  return stem.replace(/[^A-Za-z0-9-]+/g, "-");
}

function svgFiles(writeUp: WriteUp, names: ReadonlyMap<string, string>): ReportFile[] {
  return figuresOf(writeUp).map(({ id, figure }) => ({ name: `${names.get(id)}.svg`, content: pictureFile(figure) }));
}
