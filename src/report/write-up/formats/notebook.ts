import { sha256 } from "../../../record/schema/run-id.js";
import { csvText } from "../../format/csv.js";
import { xml } from "../../html/xml.js";
import { pictureFile } from "../illustration.js";
import { byKind, type DataTable, madeWith, type Numbered, type WriteUp } from "../model.js";
import { headLines, markdownRenderers, referenceLines } from "./markdown.js";

/** A cell of a notebook (nbformat 4.5). */
interface Cell {
  cell_type: "markdown" | "code";
  id: string;
  metadata: object;
  source: string[];
  attachments?: Record<string, Record<string, string>>;
  execution_count?: null;
  outputs?: object[];
}

/** Rows of data that a notebook shows without being run. */
const MOST_SHOWN = 200;

/**
 * The write-up as a Jupyter notebook: cells of Markdown with the charts inside, questions in cells of their own, and the
 * figures of every cell as data that Python reads without any package.
 */
export function notebookOf(writeUp: WriteUp): string {
  const { blocks, references, data, title, author } = writeUp;
  const sections = blocks.map((block) => ({ block, text: byKind(markdownRenderers(attachmentOf), block) }));
  const cells = [
    markdownCell(headLines(writeUp)),
    ...joined(sections),
    ...(references.length === 0 ? [] : [markdownCell(referenceLines(references))]),
    ...data.flatMap(dataCells),
    markdownCell([madeWith(writeUp)]),
  ];
  const notebook = {
    cells: cells.map((cell, index) => ({ ...cell, id: `${index}-${cell.id}` })),
    metadata: {
      kernelspec: { display_name: "Python 3", language: "python", name: "python3" },
      language_info: { name: "python" },
      title,
      ...(author !== "" && { authors: [{ name: author }] }),
    },
    nbformat: 4,
    nbformat_minor: 5,
  };
  return `${JSON.stringify(notebook, null, 1)}\n`;
}

/** Cells of blocks: a heading begins one, figures and questions have their own, what lies between is joined. */
function joined(sections: readonly { block: Numbered; text: string }[]): Cell[] {
  const cells: { blocks: Numbered[]; texts: string[] }[] = [];
  let isClosed = true;
  for (const { block, text } of sections) {
    const isAlone = block.kind === "figure" || block.kind === "prompt";
    if (isClosed || isAlone || (block.kind === "heading" && block.level === 2)) cells.push({ blocks: [], texts: [] });
    cells.at(-1)?.blocks.push(block);
    cells.at(-1)?.texts.push(text);
    isClosed = isAlone;
  }
  return cells.map(({ blocks, texts }) => markdownCell(texts, attachmentsOf(blocks)));
}

function markdownCell(texts: readonly string[], attachments: Cell["attachments"] = {}): Cell {
  const source = texts.filter((text) => text !== "").join("\n\n");
  return {
    cell_type: "markdown",
    id: sha256(source).slice(0, 8),
    metadata: {},
    source: linesOf(source),
    ...(Object.keys(attachments).length > 0 && { attachments }),
  };
}

function attachmentOf(figure: string): string {
  return `attachment:${figure}.svg`;
}

function attachmentsOf(blocks: readonly Numbered[]): NonNullable<Cell["attachments"]> {
  return Object.fromEntries(
    blocks.flatMap((block) => {
      if (block.kind !== "figure") return [];
      const svg = Buffer.from(pictureFile(block.figure)).toString("base64");
      return [[`${block.id}.svg`, { "image/svg+xml": svg }] as const];
    }),
  );
}

/** Data as a list of dictionaries, and as a data frame where pandas is installed; its table stands below the cell. */
function dataCells({ title, heads, rows }: DataTable): Cell[] {
  const csv = csvText(heads, rows).trimEnd().split("\n");
  const source = [
    "import csv",
    "",
    "text = [",
    // A string of JSON is one of Python.
    ...csv.map((line) => `    ${JSON.stringify(line)},`),
    "]",
    "data = list(csv.DictReader(text))",
    "try:",
    "    import io",
    "",
    "    import pandas",
    "",
    '    data = pandas.read_csv(io.StringIO("\\n".join(text)))',
    "except ImportError:",
    "    pass",
    "data",
  ].join("\n");
  const table = [heads, ...rows.slice(0, MOST_SHOWN)];
  const html = table.map((row, index) => htmlRow(row, index === 0 ? "th" : "td")).join("\n");
  const output = {
    output_type: "display_data",
    metadata: {},
    data: {
      "text/html": linesOf(`<table>\n${html}\n</table>`),
      "text/plain": linesOf(csv.slice(0, MOST_SHOWN + 1).join("\n")),
    },
  };
  return [
    markdownCell([`## Data: ${title}`]),
    {
      cell_type: "code",
      id: sha256(source).slice(0, 8),
      metadata: {},
      source: linesOf(source),
      execution_count: null,
      outputs: [output],
    },
  ];
}

function htmlRow(row: readonly (string | number | null)[], tag: "th" | "td"): string {
  const cells = row.map((value) => `<${tag}>${xml(String(value ?? ""))}</${tag}>`);
  return `<tr>${cells.join("")}</tr>`;
}

/** Lines with their ends, as notebooks hold text. */
function linesOf(text: string): string[] {
  return text.split(/(?<=\n)/);
}
