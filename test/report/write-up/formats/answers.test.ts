import { describe, expect, it } from "vitest";
import { packagePaths } from "../../../../src/package-paths.js";
import { loadDocuments } from "../../../../src/report/html/document-templates.js";
import { type FormatName, formats } from "../../../../src/report/write-up/formats/index.js";
import { makeRun, workersExperiment } from "../../sample-runs.js";
import { answeredDraft } from "../drafts.js";
import { ANSWERS } from "./answers.js";

const documents = await loadDocuments(packagePaths.templates, "0.1.0");
const writeUp = await answeredDraft([makeRun({ experiments: [workersExperiment(10)] })], ANSWERS);
const textIn = async (format: FormatName) =>
  String((await formats[format].make(writeUp, "report", { documents, print: null, photograph: null }))[0]?.content);

describe("a report with answers", () => {
  it("has them escaped in HTML, in place of their questions", async () => {
    const html = await textIn("html");
    expect(html).toContain(
      '<p><em>How</em> many <strong>workers</strong>, says <code>os_cpus() &amp; &lt;b&gt;</code>: 5 % of $x$, <a href="https://example.org/a_b?c&#x3D;1&amp;d&#x3D;%20~#e">here</a>.<br>Next line &lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;</p>',
    );
    expect(html).toMatch(/<ol start="2">\s*<li>\s*<p>second<\/p>\s*<ul>\s*<li>\s*<p>nested<\/p>/);
    expect(html).toMatch(/<blockquote>\s*<p>Question\?<\/p>/);
    expect(html).toContain("<code>#define A_B &quot;100%&quot;</code>");
    expect(html).not.toContain('id="write-aim"');
    expect(html).not.toContain('id="write-figure-workers-speed-up"');
    expect(html).toContain('id="write-conclusion"');
    expect(html).toContain('<h1 data-field="title">Costs &amp; &lt;gains&gt;</h1>');
  });

  it("has them escaped in Markdown", async () => {
    const md = await textIn("md");
    expect(md).toContain(
      [
        "*How* many **workers**, says `os_cpus() & <b>`: 5 % of \\$x\\$, [here](<https://example.org/a_b?c=1&d=%20~#e>).\\",
        'Next line \\<script\\>alert("x")\\</script\\>',
        "",
        "2. second",
        "",
        "   - nested",
        "",
        "> Question?",
        "",
        "```c",
        '#define A_B "100%"',
        "```",
      ].join("\n"),
    );
    expect(md).toContain("# Costs \\& \\<gains\\>\n");
    expect(md).toContain("**Name:** Ada\\_Lovelace  \n**Course:** 100 % systems  \n**Date:** 30 November 2026\n");
    expect(md).toContain("Two cores \\\\ {enough}.");
  });

  it("has them escaped in LaTeX", async () => {
    const latex = await textIn("latex");
    expect(latex).toContain(
      "\\emph{How} many \\textbf{workers}, says \\texttt{os\\_cpus() \\& \\textless{}b\\textgreater{}}: 5 \\% of \\$x\\$, \\href{https://example.org/a\\_b?c=1\\&d=\\%20\\%7E\\#e}{here}.\\leavevmode\\newline Next line",
    );
    expect(latex).toMatch(/\\begin\{enumerate\}\n\\item second\n\n\\begin\{itemize\}\n\\item nested\n\\end\{itemize\}/);
    expect(latex).toContain("\\#define A\\_B \\symbol{34}100\\%\\symbol{34}");
    expect(latex).toContain(
      "\\title{Costs \\& \\textless{}gains\\textgreater{}}\n\\author{Ada\\_Lovelace\\\\ 100 \\% systems}",
    );
    expect(latex).toContain("Two cores \\textbackslash{} \\{enough\\}.");
  });
});
