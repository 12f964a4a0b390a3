import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { packagePaths } from "../../../src/package-paths.js";
import { loadDocuments } from "../../../src/report/html/document-templates.js";
import { type Format, formats } from "../../../src/report/write-up/formats/index.js";
import { importedRun, makeRun, workersExperiment } from "../sample-runs.js";
import { wholeDraft } from "./drafts.js";

/**
 * Whole reports of small fixed runs, compared word for word. After a change that is meant, run
 * `UPDATE_GOLDEN=1 npx vitest run test/report/write-up` and read the difference.
 */
const golden = fileURLToPath(new URL("../../golden/write-up/", import.meta.url));
const documents = await loadDocuments(packagePaths.templates, "0.1.0");

const DRAFTS = {
  workers: await wholeDraft(makeRun({ experiments: [workersExperiment(10)] })),
  compared: await wholeDraft(importedRun("cores-host"), importedRun("cores-vm")),
};

/** Pictures by their words only, their paths belong to Vega; style sheet and script are in the repository already. */
function normalise(text: string): string {
  const picture = (svg: string) =>
    `<svg>${[...svg.matchAll(/<text[^>]*>([^<]*)/g)].map(([, words]) => words).join(" | ")}</svg>`;
  return text
    .replace(/<svg .*?<\/svg>/gs, picture)
    .replace(/<style>.*?<\/style>/s, "<style></style>")
    .replace(/<script>.*?<\/script>/s, "<script></script>")
    .replace(/script-src &#x27;.*?&#x27;|script-src '.*?'/, "script-src ''")
    .replace(/style-src '[^']*'/, "style-src ''")
    .replace(/style-src &#x27;.*?&#x27;/, "style-src ''");
}

describe.each(Object.entries(DRAFTS))("the report %s", (name, draft) => {
  it.each(["html", "md", "latex"] as const)("as %s", async (format) => {
    const made: Format = formats[format];
    const [document, ...beside] = await made.make(draft, "report", { documents, print: null, photograph: null });
    const file = join(golden, `${name}${formats[format].ending}`);
    const actual = normalise(String(document?.content));
    if (process.env.UPDATE_GOLDEN) {
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, actual);
    }
    expect(actual).toBe(await readFile(file, "utf8"));
    const figures = draft.blocks.filter(({ kind }) => kind === "figure").length;
    expect(beside.map((one) => one.name)).toEqual(
      format === "html" ? [] : Array.from({ length: figures }, (_, index) => `report-figure-${index + 1}.svg`),
    );
  });
});

it("gives every picture a file that stands by itself", async () => {
  const markdown: Format = formats.md;
  const [, ...pictures] = await markdown.make(DRAFTS.workers, "my report", {
    documents,
    print: null,
    photograph: null,
  });
  expect(pictures.map(({ name }) => name)[0]).toBe("my-report-figure-1.svg");
  for (const { content } of pictures) {
    const svg = String(content);
    expect(svg).toMatch(
      /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" width="\d+" height="\d+" viewBox="0 0 \d+ \d+" /,
    );
    expect(svg).toContain("<title id=");
    expect(svg).not.toMatch(/var\(|color-mix|class=|<script|href/);
    expect(svg.trimEnd()).toMatch(/<\/svg>$/);
  }
});
