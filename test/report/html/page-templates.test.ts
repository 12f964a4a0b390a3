import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import Handlebars from "handlebars";
import { expect, it } from "vitest";
import { packagePaths } from "../../../src/package-paths.js";
import { sha256 } from "../../../src/record/schema/run-id.js";
import { loadTemplates, OPTIONS, readTemplates, tabTitle } from "../../../src/report/html/page-templates.js";
import { NO_ADDRESS } from "../../../src/report/page-model/site-address.js";
import { fixedPages } from "../../../src/report/pages/overview/fixed.js";

it("names the site in a tab where there is room, and cuts a long title after a word", () => {
  expect(tabTitle({ title: "Glossary" })).toBe("Glossary · Scalebook");
  const fits = "a".repeat(55);
  expect(tabTitle({ title: fits })).toBe(fits);
  const long = "A new pool every time, or one that is kept: lab-all: the whole lab, on shared 2-core VM";
  expect(tabTitle({ title: long })).toBe("A new pool every time, or one that is kept: lab-all: the …");
  expect(tabTitle({ title: long }).length).toBeLessThanOrEqual(60);
});

it("has every template of the package ready, as it would be compiled", async () => {
  const { ready } = (await import(pathToFileURL(packagePaths.precompiledTemplates).href)) as {
    ready: Record<string, unknown>;
  };
  const source = await readFile(packagePaths.precompiledTemplates, "utf8");
  const { partials, pages } = await readTemplates(packagePaths.templates);
  for (const [name, text] of [...partials, ...pages]) {
    expect(ready[sha256(text)], `${name}: npm run build`).toBeDefined();
    expect(source.includes(String(Handlebars.precompile(text, OPTIONS))), name).toBe(true);
  }
});

it("compiles a template that was changed, beside those that are ready", async () => {
  const folder = await mkdtemp(join(tmpdir(), "scalebook-templates-"));
  try {
    await cp(packagePaths.templates, folder, { recursive: true });
    const path = join(folder, "pages", "method.hbs");
    await writeFile(path, `${await readFile(path, "utf8")}<!-- changed -->`);
    const page = fixedPages([]).find(({ template }) => template === "method");
    if (page === undefined) throw new Error("no page of the method");
    const [own, changed] = await Promise.all(
      [packagePaths.templates, folder].map(async (dir) => (await loadTemplates(dir, "0.1.0", NO_ADDRESS)).render(page)),
    );
    expect(changed).toBe(`${own}<!-- changed -->`);
  } finally {
    await rm(folder, { recursive: true });
  }
});
