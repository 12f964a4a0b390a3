import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { cleanText } from "../../../src/report/archive/clean-text.js";
import { markdownCode, markdownText } from "../../../src/report/format/markdown.js";
import { tex } from "../../../src/report/format/tex.js";
import { citationFile } from "../../../src/report/pages/run/citation.js";
import { markdownTable, texTable } from "../../../src/report/tables/plain-table.js";
import { makeRun, workersExperiment } from "../sample-runs.js";
import { entryOf } from "../write-up/drafts.js";

/** Any text, and texts in which signs with a meaning are frequent. */
const anyText = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({ unit: fc.constantFrom(..."\\`*_{}[]()<>#+-.!|~$@&%^:;='\"/,wx1 \n\t\u00a0−×é日") }),
  fc.constantFrom("https://a.b", "www.a.b", "a@b.c", "1. x", "+ x", "- x", "# x", "---", "===", "![a](b)", ":smile:"),
);
const settings = { seed: 5, numRuns: 1_000 };

/** What a Markdown reader sees: escaped signs as signs. */
function unescaped(markdown: string): string {
  return markdown.replace(/\\([!-/:-@[-`{-~])/g, "$1");
}

/** Signs that stand without a backslash before them. */
function bare(markdown: string): string {
  return markdown.replace(/\\[!-/:-@[-`{-~]/g, "");
}

describe("Markdown", () => {
  it("shows the text, on one line", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(unescaped(markdownText(text))).toBe(text.replace(/\s*[\r\n\u2028\u2029]\s*/g, " "));
      }),
      settings,
    );
  });

  it("leaves no sign that is markup, no link that makes itself, and nothing that opens a list or a heading", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const left = bare(markdownText(text));
        expect(left).not.toMatch(/[\\`*_[\]<>&|~$@]/);
        expect(left).not.toMatch(/\b(?:https?|ftp|xmpp|mailto):|\bwww\./i);
        expect(markdownText(text)).not.toMatch(/^\s*(?:[#=-]|(?:\+|\d{1,9}[.)])(?:\s|$))/);
      }),
      settings,
    );
  });

  it("keeps a table a table", () => {
    fc.assert(
      fc.property(fc.array(anyText, { minLength: 2, maxLength: 4 }), (cells) => {
        const columns = cells.map((label) => ({ label, numeric: false }));
        const lines = markdownTable({ caption: "", columns, groups: [{ title: "", rows: [cells] }] }).split("\n");
        expect(lines).toHaveLength(3);
        for (const line of lines) expect(bare(line).split("|")).toHaveLength(cells.length + 2);
      }),
      settings,
    );
  });

  it("fences code with more backticks than the code has", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("`", "a", "\n") }), (text) => {
        const [first = "", ...rest] = markdownCode(text).split("\n");
        expect(rest.at(-1)).toBe(first);
        expect(rest.slice(0, -1).some((line) => line.includes(first))).toBe(false);
      }),
      settings,
    );
  });
});

/** What `tex` writes for a sign, and nothing else: commands by name, escaped signs, braces around brackets. */
const TEX_TOKEN =
  /\\(?:text[a-z]+\{\}|symbol\{34\}|ensuremath\{(?:-|\^?\\[a-z]+)\}|[&%$#_{},])|\{[[\]]\}|[-,]\{\}|~|[^\\{}~&%$#_^]/gu;

describe("LaTeX", () => {
  it("leaves nothing that is a command, a comment or a group of its own", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(tex(text).replace(TEX_TOKEN, "")).toBe("");
      }),
      settings,
    );
  });

  it("joins no two signs to another one", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(tex(text)).not.toMatch(/--|,,|``|''|<<|>>|\?`|!`/);
      }),
      settings,
    );
  });

  it("names letters that its fonts lack", () => {
    expect(tex("Łódź, 日本")).toBe("Łódź, {[}U+65E5{]}{[}U+672C{]}");
    expect(tex("50 % of #1_a & {x} \\input{y}")).toBe("50 \\% of \\#1\\_a \\& \\{x\\} \\textbackslash{}input\\{y\\}");
  });

  it("keeps a table a table", () => {
    fc.assert(
      fc.property(fc.array(anyText, { minLength: 2, maxLength: 4 }), (cells) => {
        const columns = cells.map((label) => ({ label, numeric: false }));
        const text = texTable({ caption: "c", columns, groups: [{ title: "", rows: [cells] }] }, "");
        const row = text.split("\n").at(-2) ?? "";
        expect(row.replace(/\\&/g, "").split(" & ").length).toBeGreaterThanOrEqual(cells.length);
        expect(row.replace(/\\&/g, "").match(/&/g) ?? []).toHaveLength(cells.length - 1);
        expect(row.endsWith("\\\\")).toBe(true);
      }),
      settings,
    );
  });
});

describe("CITATION.cff", () => {
  it("is YAML that holds the text as it is, whatever it says", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const run = makeRun({ experiments: [workersExperiment(2)], label: text });
        const file = parse(citationFile(entryOf(run), text)) as { title: string; authors: { name: string }[] };
        expect(file.authors).toEqual([{ name: text === "" ? "author not given" : text }]);
        if (cleanText(text) !== "") expect(file.title).toContain(cleanText(text));
      }),
      { ...settings, numRuns: 60 },
    );
  });
});
