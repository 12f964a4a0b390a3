import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import Handlebars from "handlebars";
import { expect, it } from "vitest";
import { sha256 } from "../../src/record/id.js";
import { NO_ADDRESS } from "../../src/report/address.js";
import { fixedPages } from "../../src/report/pages/fixed.js";
import {
  DEFAULT_TEMPLATES,
  loadTemplates,
  OPTIONS,
  READY,
  readTemplates,
  tabTitle,
} from "../../src/report/templates.js";

it("names the site in a tab where there is room, and cuts a long title after a word", () => {
  expect(tabTitle({ title: "Glossary" })).toBe("Glossary · Scalebook");
  const fits = "a".repeat(55);
  expect(tabTitle({ title: fits })).toBe(fits);
  const long = "A new pool every time, or one that is kept: lab-all: the whole lab, on shared 2-core VM";
  expect(tabTitle({ title: long })).toBe("A new pool every time, or one that is kept: lab-all: the …");
  expect(tabTitle({ title: long }).length).toBeLessThanOrEqual(60);
});

it("has every template of the package ready, as it would be compiled", async () => {
  const { ready } = (await import(pathToFileURL(READY).href)) as { ready: Record<string, unknown> };
  const source = await readFile(READY, "utf8");
  const { partials, pages } = await readTemplates(DEFAULT_TEMPLATES);
  for (const [name, text] of [...partials, ...pages]) {
    expect(ready[sha256(text)], `${name}: npm run build`).toBeDefined();
    expect(source.includes(String(Handlebars.precompile(text, OPTIONS))), name).toBe(true);
  }
});

it("compiles a template that was changed, beside those that are ready", async () => {
  const folder = await mkdtemp(join(tmpdir(), "scalebook-templates-"));
  try {
    await cp(DEFAULT_TEMPLATES, folder, { recursive: true });
    const path = join(folder, "pages", "method.hbs");
    await writeFile(path, `${await readFile(path, "utf8")}<!-- changed -->`);
    const page = fixedPages([]).find(({ frame }) => frame.template === "method");
    if (page === undefined) throw new Error("no page of the method");
    const [own, changed] = await Promise.all(
      [DEFAULT_TEMPLATES, folder].map(async (dir) => (await loadTemplates(dir, "0.1.0", NO_ADDRESS)).render(page)),
    );
    expect(changed).toBe(`${own}<!-- changed -->`);
  } finally {
    await rm(folder, { recursive: true });
  }
});
