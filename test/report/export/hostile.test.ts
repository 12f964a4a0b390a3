import { describe, expect, it } from "vitest";
import { csvRows } from "../../../src/formats/foreign/csv-rows.js";
import { type ExportFormat, exportFormats, exportRun } from "../../../src/report/export/formats.js";
import { hostileRun } from "../hostile-run.js";
import { entryOf } from "../write-up/drafts.js";

const entry = entryOf(hostileRun());
const EVIL = "=cmd|' /C calc'!A0 \\input{/etc/passwd} <script>alert(1)</script> | a | `b` [x](javascript:y)";

async function exported(format: ExportFormat): Promise<[name: string, text: string][]> {
  const texts: [string, string][] = [];
  for (const what of Object.keys(exportFormats[format])) {
    for (const { name, content } of await exportRun(format, what, { entry, author: EVIL })) texts.push([name, content]);
  }
  expect(texts.length).toBeGreaterThan(0);
  return texts;
}

/** Controls, turned lines and lone surrogates: nothing of the kind leaves the program. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: their absence is the claim
const UNWANTED = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufeff]|\p{Cs}/u;

describe("what is exported of a hostile run", () => {
  it.each(Object.keys(exportFormats) as ExportFormat[])("as %s holds no controls", async (format) => {
    for (const [name, text] of await exported(format)) expect(text, name).not.toMatch(UNWANTED);
  });

  it("as CSV keeps its columns and has no formula", async () => {
    for (const [name, text] of await exported("csv")) {
      const rows = csvRows(text, name).map(({ fields }) => fields);
      for (const fields of rows) {
        expect(fields, name).toHaveLength(rows[0]?.length ?? 0);
        for (const field of fields) if (!/^-?\d/.test(field)) expect(field, name).not.toMatch(/^[=+\-@\t\r]/);
      }
    }
  });

  it("as JSON is JSON of plain figures and text", async () => {
    for (const [, text] of await exported("json")) {
      expect(JSON.parse(text)).toMatchObject({ run: entry.run.id });
      expect(text).not.toMatch(/"__proto__"/);
    }
  });

  it("as SVG runs nothing and loads nothing", async () => {
    for (const [name, text] of await exported("svg")) {
      expect(text, name).not.toMatch(/<(?:script|a|image|use|foreignObject|style)\b|\son[a-z]+=|href=/i);
    }
  });

  it("as Markdown has no HTML, no link and no picture", async () => {
    for (const [name, text] of await exported("md")) {
      const bare = text.replace(/\\[!-/:-@[-`{-~]/g, "");
      expect(bare, name).not.toMatch(/<[a-z/!]|\]\(|!\[|\bhttps?:/i);
    }
  });

  it("as LaTeX and BibTeX has no command of the run's", async () => {
    for (const [name, text] of [...(await exported("latex")), ...(await exported("bibtex"))]) {
      expect(text, name).not.toMatch(/\\(?:input|include|write|read|openin|openout|immediate|def|csname|catcode)\b/);
      expect(text, name).toMatch(/\\textbackslash\{\}input/);
    }
  });
});
