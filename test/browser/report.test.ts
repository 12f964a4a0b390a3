import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { packagePaths } from "../../src/package-paths.js";
import type { Run } from "../../src/record/schema/run-schema.js";
import { loadDocuments } from "../../src/report/html/document-templates.js";
import { browserPhotographer } from "../../src/report/pdf/photograph.js";
import { browserPrinter, countPages } from "../../src/report/pdf/print.js";
import { singleFile } from "../../src/report/single-file/single-file.js";
import { parseAnswers } from "../../src/report/write-up/answers/answers-file.js";
import { questionsOf } from "../../src/report/write-up/answers/sections.js";
import { formats } from "../../src/report/write-up/formats/index.js";
import { writeReport } from "../../src/report/write-up/report.js";
import { met } from "../needs.js";
import { hostileRun } from "../report/hostile-run.js";
import { labExperiments, makeRun, stored } from "../report/sample-runs.js";
import { entryOf, wholeDraft } from "../report/write-up/drafts.js";
import { axe } from "./axe.js";
import { findBrowser, openBrowser } from "./browser.js";

const found = await findBrowser();
const browser: Browser | null = await openBrowser();
const lab = makeRun({ experiments: labExperiments(4) });
const documents = await loadDocuments(packagePaths.templates, "0.1.0");
let folder = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "scalebook-report-"));
});
afterAll(async () => {
  await browser?.close();
  await rm(folder, { recursive: true, force: true });
});

const options = (pages: number, out: string) => ({
  runs: [{ stored: stored(lab), line: { runs: [lab], broken: null } }],
  format: "pdf" as const,
  pages,
  out: join(folder, out),
  toolVersion: "0.1.0",
  ...(found !== null && { browser: found.executablePath }),
});

const prints = met("print-to-pdf", found !== null && found.source !== "@sparticuz/chromium");

describe.skipIf(!prints)("the report as PDF", () => {
  let eight: ReturnType<typeof writeReport> | undefined;
  const eightPages = () => {
    eight ??= writeReport(options(8, "eight.pdf"));
    return eight;
  };

  it("is tagged, in its language, of vector charts, on A4, and small", async () => {
    const report = await eightPages();
    const pdf = await readFile(join(folder, "eight.pdf"));
    const text = pdf.toString("latin1");
    expect(report).toMatchObject({ exact: true, pages: countPages(pdf) });
    expect(report.pages).toBeLessThanOrEqual(8);
    expect(report.figures).toBeGreaterThanOrEqual(4);
    expect(text).toMatch(/\/MarkInfo\s*<<\s*\/Type\s*\/MarkInfo\s*\/Marked true|\/Marked true/);
    expect(text).toMatch(/\/StructTreeRoot/);
    expect(text).toMatch(/\/Lang\s*\(en\)/);
    for (const tag of ["H1", "H2", "H3", "P", "L", "Table", "TH", "Figure"])
      expect(text).toMatch(new RegExp(`/S\\s*/${tag}\\b`));
    // Every figure has its caption as words for those who cannot see it.
    expect(text.match(/\/Alt\b/g)?.length ?? 0).toBeGreaterThanOrEqual(report.figures);
    expect(text).not.toMatch(/\/Subtype\s*\/Image|\/JavaScript|\/JS\b/);
    const boxes = [...text.matchAll(/\/MediaBox\s*\[([\d. ]+)\]/g)].map(([, box = ""]) =>
      box.trim().split(/\s+/).map(Number),
    );
    expect(boxes.length).toBe(report.pages);
    for (const [, , width = 0, height = 0] of boxes) {
      expect(Math.abs(width - 595.3)).toBeLessThan(1.5);
      expect(Math.abs(height - 841.9)).toBeLessThan(1.5);
    }
    expect(pdf.byteLength).toBeLessThan(1_000_000);
  }, 120_000);

  it("drops figures where the pages are few, and keeps the text", async () => {
    const [few, many] = [await writeReport(options(5, "five.pdf")), await eightPages()];
    expect(few.pages).toBeLessThanOrEqual(5);
    expect(few.figures + few.tables).toBeLessThan(many.figures + many.tables);
    expect(few.leftOut - many.leftOut).toBe(many.figures + many.tables - few.figures - few.tables);
  }, 120_000);

  it("draws every chart of a word processor's document, in one start", async () => {
    const svg = (width: number) =>
      `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="20" viewBox="0 0 ${width} 20"><script>document.title = "x"</script><text y="9">a</text></svg>`;
    const pictures = [40, 60].map((width) => ({ svg: svg(width), width, height: 20 }));
    const drawn = await browserPhotographer(found?.executablePath ?? "")(pictures);
    expect(drawn.map((png) => [png.toString("latin1", 1, 4), png.readUInt32BE(16), png.readUInt32BE(20)])).toEqual([
      ["PNG", 120, 60],
      ["PNG", 180, 60],
    ]);
    await expect(browserPhotographer(process.execPath)(pictures)).rejects.toThrow(/drew 0 of 2 charts/);
  }, 60_000);

  it("gives LaTeX every chart as a page of the chart's size", async () => {
    const draft = await wholeDraft(lab);
    const print = browserPrinter(found?.executablePath ?? "");
    const files = await formats.latex.make(draft, "report", { documents, print, photograph: null });
    const pdf = files.find(({ name }) => name === "report-figures.pdf");
    const figures = draft.blocks.filter(({ kind }) => kind === "figure").length;
    expect(countPages(pdf?.content as Buffer)).toBe(figures);
  }, 120_000);
});

describe.skipIf(browser === null)("one HTML file", () => {
  const written = async (run: Run) => {
    const [made] = await formats.html.make(await wholeDraft(run), "report", {
      documents,
      print: null,
      photograph: null,
    });
    return String(made?.content);
  };
  const alone = async (run: Run) =>
    (await singleFile({ entry: entryOf(run), standing: "", toolVersion: "0.1.0" })).html;

  it.each([
    ["lab", () => written(lab)],
    ["hostile", () => written(hostileRun())],
    ["lab alone", () => alone(lab)],
    ["hostile alone", () => alone(hostileRun())],
  ])(
    "of the run %s loads nothing, runs nothing and breaks no rule of accessibility",
    async (name, make) => {
      const file = join(folder, `${name}.html`);
      await writeFile(file, await make());
      // Each width and each scheme once: colours do not depend on the width.
      for (const [colorScheme, width] of [
        ["light", 320],
        ["dark", 1280],
      ] as const) {
        const context = await (browser as Browser).newContext({
          colorScheme,
          viewport: { width, height: 900 },
          bypassCSP: true,
        });
        const page = await context.newPage();
        const faults: string[] = [];
        page.on("console", (message) => faults.push(message.text()));
        page.on("dialog", (dialog) => {
          faults.push(`dialog: ${dialog.message()}`);
          void dialog.dismiss();
        });
        page.on("request", (request) => {
          if (!/^(?:file|data):/.test(request.url())) faults.push(request.url());
        });
        await page.goto(pathToFileURL(file).href);
        expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
        expect(await axe(page, colorScheme === "dark"), `${colorScheme} ${width}`).toEqual([]);
        expect(faults).toEqual([]);
        await context.close();
      }
    },
    120_000,
  );

  it("keeps its own policy and what is written, and saves it as answers that the report takes", async () => {
    const context = await (browser as Browser).newContext();
    const page = await context.newPage();
    const faults: string[] = [];
    page.on("console", (message) => faults.push(message.text()));
    const address = pathToFileURL(join(folder, "lab.html")).href;
    await page.goto(address);
    expect(
      await page.evaluate(() => getComputedStyle(document.querySelector(".prompt") as Element).borderLeftStyle),
    ).toBe("solid");
    const write = async (selector: string, text: string) => {
      await page.locator(selector).click();
      await page.keyboard.type(text);
    };
    const aim = "# rounds\n---\n<pre>\n> 1\n\n```\nopen";
    await write('[data-section="Aim"]', aim);
    await write('[data-section="Conclusion"]', "Two *workers*:\n- cheap");
    await write("[data-field=author]", 'Ada "L": yes');
    const asked: string[] = [];
    page.on("dialog", (dialog) => {
      asked.push(dialog.type());
      void dialog.accept();
    });
    await page.goto(address);
    expect(asked).toEqual(["beforeunload"]);
    expect(await page.locator('[data-section="Aim"]').textContent()).toBe(aim);

    const [download] = await Promise.all([page.waitForEvent("download"), page.locator(".keep button").click()]);
    expect(download.suggestedFilename()).toBe("answers.md");
    const saved = await readFile(await download.path(), "utf8");
    const { front, sections } = parseAnswers(saved, "answers.md");
    expect(front).toEqual({ title: "", author: 'Ada "L": yes', course: "", date: "" });
    const questions = questionsOf(await wholeDraft(lab)).map(({ section }) => section);
    expect([...saved.matchAll(/^## (.*)$/gm)].map(([, name]) => name)).toEqual(questions);
    const [first] = sections.get("aim")?.blocks ?? [];
    expect(first?.kind === "paragraph" && first.content).toEqual([
      { kind: "text", text: "#" },
      { kind: "text", text: " rounds" },
      { kind: "break" },
      { kind: "text", text: "-" },
      { kind: "text", text: "--" },
      { kind: "break" },
      { kind: "text", text: "<" },
      { kind: "text", text: "pre>" },
      { kind: "break" },
      { kind: "text", text: ">" },
      { kind: "text", text: " 1" },
    ]);
    expect(sections.get("aim")?.blocks[1]).toEqual({ kind: "code", text: "open", language: "" });
    expect(sections.get("conclusion")?.blocks.map(({ kind }) => kind)).toEqual(["paragraph", "list"]);
    expect(sections.size).toBe(2);
    const broken = await page.evaluate(
      () =>
        [...document.querySelectorAll("a[href^='#']")].filter(
          (link) => document.querySelector(link.getAttribute("href") ?? "") === null,
        ).length,
    );
    expect(broken).toBe(0);
    expect(faults).toEqual([]);
    await context.close();
  });
});
