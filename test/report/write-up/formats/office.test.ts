import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { packagePaths } from "../../../../src/package-paths.js";
import type { Run } from "../../../../src/record/schema/run-schema.js";
import { loadDocuments } from "../../../../src/report/html/document-templates.js";
import type { Photographer } from "../../../../src/report/pdf/photograph.js";
import { type FormatName, formats } from "../../../../src/report/write-up/formats/index.js";
import type { WriteUp } from "../../../../src/report/write-up/model.js";
import { has } from "../../../needs.js";
import { hostileRun } from "../../hostile-run.js";
import { makeRun, workersExperiment } from "../../sample-runs.js";
import { answeredDraft, blocksOf, wholeDraft } from "../drafts.js";
import { ANSWERS } from "./answers.js";
import { unzip } from "./unzip.js";

const documents = await loadDocuments(packagePaths.templates, "0.1.0");
const run: Run = makeRun({ experiments: [workersExperiment(10)] });
const answered = await answeredDraft([run], ANSWERS);
const hostile = await wholeDraft(hostileRun());
const photograph: Photographer = async (pictures) => pictures.map((_, index) => Buffer.from(`drawn ${index}`));

async function made(writeUp: WriteUp, format: FormatName, draws = true): Promise<Buffer> {
  const tools = { documents, print: null, photograph: draws ? photograph : null };
  return Buffer.from((await formats[format].make(writeUp, "report", tools))[0]?.content ?? "");
}

const partOf = async (writeUp: WriteUp) => unzip(await made(writeUp, "docx"));
const documentOf = async (writeUp: WriteUp) => String((await partOf(writeUp)).get("word/document.xml"));

/** Text of XML with its entities. */
const textOf = (xml: string) =>
  xml
    .replace(/<w:br\/>/g, "\n")
    .replace(/<\/w:p>/g, "\n")
    .replace(/<[^>]*>/g, "")
    .replace(
      /&(lt|gt|quot|apos|amp);/g,
      (_, name: string) => ({ lt: "<", gt: ">", quot: '"', apos: "'" })[name] ?? "&",
    );

/** Whether every tag of the XML is closed where it should be, and no sign is there that XML has no place for. */
function isWellFormed(xml: string): boolean {
  const open: string[] = [];
  for (const [, slash, name = "", rest = ""] of xml.matchAll(/<(\/?)([\w:]+)((?:[^<>"]|"[^<"]*")*)>/g)) {
    if (slash === "/" ? open.pop() !== name : !rest.endsWith("/") && open.push(name) === 0) return false;
  }
  const outside = xml.replace(/<[\w:/?](?:[^<>"]|"[^<"]*")*>/g, "");
  // biome-ignore lint/suspicious/noControlCharactersInRegex: controls are what it looks for
  return open.length === 0 && !/[<>\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|&(?!\w+;|#)/.test(outside);
}

/** Signs that some formats escape stay out of the comparison. */
const letters = (text: string) => text.replace(/[^A-Za-z0-9]/g, "");

describe("every format", () => {
  it.each(["html", "md", "latex", "ipynb", "docx"] as const)("%s has the same content", async (format) => {
    const content = format === "docx" ? textOf(await documentOf(answered)) : String(await made(answered, format));
    const plain = letters(content.replace(/\\text(?:endash|greater|less)\{\}|&\w+;|&#x\w+;|\\n/g, " "));
    const words = [
      ...blocksOf(answered, "heading").map(({ text }) => text),
      ...blocksOf(answered, "figure").map(({ figure }) => figure.title),
      ...blocksOf(answered, "table").map(({ table }) => table.caption),
      ...blocksOf(answered, "facts").flatMap(({ facts }) => facts.map(({ text }) => text)),
      ...answered.references.map(({ text }) => text),
      "Ada_Lovelace",
      "100 % systems",
      "30 November 2026",
      "os_cpus()",
    ];
    const lacking = words.filter((text) => !plain.includes(letters(text.replace(/['&<>"≤≥×]/g, " "))));
    expect(lacking.filter((text) => !/['&<>"≤≥×–]/.test(text))).toEqual([]);
  });
});

describe("the report as a document of a word processor", () => {
  it("is well-formed, whatever texts the runs have", async () => {
    for (const writeUp of [answered, hostile]) {
      for (const [name, part] of await partOf(writeUp)) {
        if (/\.(?:xml|rels)$/.test(name)) expect(isWellFormed(String(part)), name).toBe(true);
      }
    }
    expect(textOf(await documentOf(hostile))).toContain("<script>alert(1)</script>");
  });

  it("has answers as styled words, links to addresses, and questions where there is none", async () => {
    const parts = await partOf(answered);
    const xml = String(parts.get("word/document.xml"));
    expect(textOf(xml)).toContain(
      'How many workers, says os_cpus() & <b>: 5 % of $x$, here.\nNext line <script>alert("x")</script>',
    );
    expect(xml).toMatch(/<w:i\/>(?:<[^>]*>)*How</);
    expect(xml).toMatch(/<w:b\/>(?:<[^>]*>)*workers</);
    expect(String(parts.get("word/_rels/document.xml.rels"))).toContain(
      'Target="https://example.org/a_b?c=1&amp;d=%20~"',
    );
    expect(textOf(xml).match(/To write: /g)).toHaveLength(
      answered.blocks.filter(({ kind, answer }) => (kind === "prompt" || kind === "figure") && answer === null).length,
    );
  });

  it("has each chart as SVG and as PNG, tables whose heads stand on every page, and A4", async () => {
    const parts = await partOf(answered);
    const media = [...parts].filter(([name]) => name.startsWith("word/media/"));
    const figures = blocksOf(answered, "figure").length;
    expect(media.filter(([name, content]) => name.endsWith(".svg") && content.includes("<svg "))).toHaveLength(figures);
    expect(media.filter(([name, content]) => name.endsWith(".png") && content.includes("drawn "))).toHaveLength(
      figures,
    );
    const xml = String(parts.get("word/document.xml"));
    expect(xml.match(/<w:tblHeader\/>/g)).toHaveLength(blocksOf(answered, "table").length);
    expect(xml).toMatch(/<w:pgSz w:w="11906" w:h="16838"/);
    // Every reference leads to a bookmark.
    const bookmarks = new Set([...xml.matchAll(/<w:bookmarkStart w:name="([^"]*)"/g)].map(([, name]) => name));
    const anchors = [...xml.matchAll(/w:anchor="(b_[^"]*)"/g)].map(([, name = ""]) => name);
    expect(anchors.length).toBeGreaterThan(5);
    expect(anchors.filter((name) => !bookmarks.has(name) || name.length > 40)).toEqual([]);
  });

  it("is made without a browser as well", async () => {
    const parts = unzip(await made(answered, "docx", false));
    const png = [...parts].filter(([name]) => name.endsWith(".png"));
    expect(png.every(([, content]) => content.subarray(1, 4).toString() === "PNG")).toBe(true);
  });
});

/** nbformat 4.5, as far as a report uses it. */
const lines = z.array(z.string());
const id = z.string().regex(/^[a-zA-Z0-9_-]{1,64}$/);
const attachments = z.record(z.string(), z.record(z.string(), z.string())).optional();
const output = z.strictObject({
  output_type: z.literal("display_data"),
  metadata: z.strictObject({}),
  data: z.record(z.string(), lines),
});
const notebook = z.strictObject({
  cells: z.array(
    z.discriminatedUnion("cell_type", [
      z.strictObject({
        cell_type: z.literal("markdown"),
        id,
        metadata: z.strictObject({}),
        source: lines,
        attachments,
      }),
      z.strictObject({
        cell_type: z.literal("code"),
        id,
        metadata: z.strictObject({}),
        source: lines,
        execution_count: z.null(),
        outputs: z.array(output),
      }),
    ]),
  ),
  metadata: z.looseObject({
    kernelspec: z.looseObject({ name: z.string(), display_name: z.string() }),
    language_info: z.looseObject({ name: z.string() }),
    title: z.string(),
    authors: z.array(z.looseObject({ name: z.string() })).optional(),
  }),
  nbformat: z.literal(4),
  nbformat_minor: z.literal(5),
});

describe("the report as a notebook", () => {
  it.each([
    ["answers", answered],
    ["hostile text", hostile],
  ])("of a run with %s is one of nbformat 4.5, every picture an attachment of its cell", async (_, writeUp) => {
    const { cells } = notebook.parse(JSON.parse(String(await made(writeUp, "ipynb"))));
    expect(new Set(cells.map((cell) => cell.id)).size).toBe(cells.length);
    const pictures = cells.flatMap((cell) => {
      const [, name] = /\]\(attachment:(.*)\)/.exec(cell.source.join("")) ?? [];
      const attached = cell.cell_type === "markdown" ? Object.entries(cell.attachments ?? {}) : [];
      expect(attached.map(([key]) => key)).toEqual(name === undefined ? [] : [name]);
      return attached.map(([, bundle]) => String(Buffer.from(bundle["image/svg+xml"] ?? "", "base64")));
    });
    expect(pictures).toHaveLength(blocksOf(writeUp, "figure").length);
    expect(pictures.every((svg) => svg.startsWith("<svg "))).toBe(true);
  });

  it.skipIf(!has("python3"))("holds the figures of every cell, which Python reads", async () => {
    for (const [writeUp, count] of [
      [answered, run.experiments[0]?.cells.length],
      [hostile, undefined],
    ] as const) {
      const { cells } = notebook.parse(JSON.parse(String(await made(writeUp, "ipynb"))));
      const [code] = cells.filter(({ cell_type: kind }) => kind === "code");
      const program = `${code?.source.join("")}\nprint(len(list(data)) if isinstance(data, list) else len(data))`;
      const said = execFileSync("python3", ["-c", program], { encoding: "utf8" }).trim();
      expect(Number(said)).toBe(count ?? writeUp.data[0]?.rows.length);
      expect(writeUp.data[0]?.heads).toContain("median_ms");
    }
  });
});
