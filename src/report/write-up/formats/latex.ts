import { tex } from "../../format/tex.js";
import { plainTable, texTable } from "../../tables/plain-table.js";
import type { Answer } from "../answers/answer.js";
import { sizeOf } from "../illustration.js";
import { type ByKind, byKind, madeWith, type Numbered, type Span, type WriteUp } from "../model.js";
import { latexAnswer } from "./latex-answer.js";
import { breakable, codeText, environment } from "./latex-text.js";

/** Widest that a picture is set: its letters are then about as large as the text's. */
const FULL_WIDTH_PX = 960;

/** Narrowest that it is set, as a share of the line: 75 mm. */
const NARROWEST = 0.46;

/** Names of files without their endings, as seen from the document. */
export interface FileNames {
  /** The picture of the figure with this id. */
  of(figure: string): string;
  /** The PDF of all pictures, a page each. */
  all: string;
}

/** The write-up for pdfLaTeX (two runs). */
export function latexOf(writeUp: WriteUp, { of: fileOf, all }: FileNames): string {
  const { title, subtitle, author, course, date, blocks, references } = writeUp;
  const by = [author, course].filter((text) => text !== "");
  const head = [
    "% Compile it twice: pdflatex, pdflatex.",
    "\\documentclass[10pt,a4paper]{article}",
    "\\usepackage[T1]{fontenc}",
    "\\usepackage[utf8]{inputenc}",
    "\\IfFileExists{lmodern.sty}{\\usepackage{lmodern}}{}",
    "\\usepackage{textcomp}",
    "\\usepackage[margin=22mm]{geometry}",
    "\\usepackage{graphicx,array,booktabs,longtable,caption}",
    "\\usepackage[hidelinks]{hyperref}",
    "\\captionsetup{font=small,labelfont=bf,justification=raggedright,singlelinecheck=false}",
    "\\setlength{\\parindent}{0pt}\\setlength{\\parskip}{.5\\baselineskip}",
    "\\setlength{\\tabcolsep}{4pt}\\sloppy",
    "% What is left to write: answer below each question.",
    "\\newcommand{\\towrite}[1]{\\begin{quote}\\textbf{To write:} \\emph{#1}\\end{quote}}",
    "% A chart: a PDF of its own, its page in the PDF of all charts, or the name of the SVG to convert.",
    "\\newcommand{\\chart}[3]{\\IfFileExists{#1.pdf}{\\includegraphics[width=#3\\linewidth]{#1.pdf}}%",
    `  {\\IfFileExists{${all}.pdf}{\\includegraphics[page=#2,width=#3\\linewidth]{${all}.pdf}}%`,
    "  {\\fbox{\\parbox{.9\\linewidth}{\\raggedright No PDF of this chart. Make one, for example with:\\\\",
    "  \\texttt{inkscape \\detokenize{#1}.svg -{}-export-type=pdf}}}}}}",
    `\\title{${tex(title)}}`,
    `\\author{${by.length === 0 ? "Name, course" : by.map(tex).join("\\\\ ")}}`,
    `\\date{${[date, ...subtitle]
      .filter((text) => text !== "")
      .map(tex)
      .join("\\\\ ")}}`,
    "\\begin{document}",
    "\\maketitle",
  ];
  const foot = [
    ...(references.length === 0 ? [] : [bibliography(references)]),
    `% ${tex(madeWith(writeUp))}`,
    "\\end{document}",
  ];
  return `${[head.join("\n"), ...blocks.map((block) => byKind(renderers(fileOf), block)), ...foot].join("\n\n")}\n`;
}

const renderers = (fileOf: (figure: string) => string): ByKind<Numbered, string> => ({
  heading: ({ level, id, text }) => `\\${level === 2 ? "section" : "subsection"}{${tex(text)}}\\label{${id}}`,
  text: ({ words }) => line(words),
  list: ({ items }) =>
    environment("itemize", ["\\setlength{\\itemsep}{0pt}", ...items.map((words) => `\\item ${line(words)}`)]),
  facts: ({ facts }) =>
    [
      "{\\small\\begin{longtable}{@{}>{\\raggedright}p{.24\\linewidth}>{\\raggedright\\arraybackslash}p{.7\\linewidth}@{}}",
      ...facts.map(({ term, text }) => `${tex(term)} & ${breakable(text)} \\\\`),
      "\\end{longtable}\\addtocounter{table}{-1}}",
    ].join("\n"),
  prompt: ({ text, answer }) => written(text, answer),
  figure: ({ id, number, figure, caption, question, answer }) => {
    const share = Math.min(1, Math.max(NARROWEST, sizeOf(figure.svg).width / FULL_WIDTH_PX)).toFixed(2);
    const words = [`${figure.title}.`, caption, ...figure.notes].join(" ");
    const whole = [
      "\\centering",
      `\\chart{${fileOf(id)}}{${number}}{${share}}`,
      `\\captionof{figure}[${tex(figure.title)}]{${tex(words)}}\\label{${id}}`,
    ];
    // No float: the question stays below its figure.
    const picture = environment("minipage", whole, "{\\linewidth}");
    const below = answer === null ? `\\towrite{Figure~\\ref{${id}}: ${tex(question)}}` : latexAnswer(answer.blocks);
    return `\\par\\noindent${picture}\\par\\nopagebreak\n${below}`;
  },
  table: ({ id, table }) => `{\\small\n${texTable(plainTable(table), id)}\n}`,
  code: ({ label, text }) => `${tex(label)}:\n\n${codeText(text)}`,
});

function written(question: string, answer: Answer | null): string {
  return answer === null ? `\\towrite{${tex(question)}}` : latexAnswer(answer.blocks);
}

/** Words; what they refer to is named by label, so that numbers follow where something is put in between. */
function line(words: readonly Span[]): string {
  return words
    .map(({ text, kind, to }) => {
      if (kind === "reference") return `\\cite{${to}}`;
      if (kind === "figure") return `Figure~\\ref{${to}}`;
      return kind === "table" ? `Table~\\ref{${to}}` : breakable(text);
    })
    .join("");
}

function bibliography(references: WriteUp["references"]): string {
  const items = references.map(({ id, text }) => `\\bibitem{${id}} ${tex(text)}`);
  return ["\\begin{thebibliography}{99}", ...items, "\\end{thebibliography}"].join("\n");
}
