import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { classRuns } from "../analysis/machines/simulated.js";
import { versionsRun } from "../analysis/versions/simulated.js";
import { has } from "../needs.js";
import { againRuns } from "../report/again-runs.js";
import { hostileRun } from "../report/hostile-run.js";
import { questionExperiments } from "../report/question-runs.js";
import { importedRun, labExperiments, makeRun, workersExperiment } from "../report/sample-runs.js";
import { writeSite } from "../report/write-site.js";
import { axe } from "./axe.js";
import { openBrowser } from "./browser.js";

const browser: Browser | null = await openBrowser();
/** Charts leave room for words in Arial. */
const hasFonts = has("fonts");
let folder = "";
let pages: Record<string, string> = {};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "scalebook-browser-"));
  const lab = makeRun({
    experiments: labExperiments(3).filter(({ id }) => id === "workers" || id === "small-vs-large-n"),
  });
  const later = {
    id: "20261122t061500z-lab-3f9a2d",
    startedAt: "2026-11-22T06:15:00.000Z",
    finishedAt: "2026-11-22T06:16:00.000Z",
  };
  const again = makeRun({ ...later, status: "interrupted", experiments: labExperiments(2, 9) });
  const [host, vm] = [importedRun("cores-host"), importedRun("cores-vm")];
  const hostile = hostileRun();
  const questions = makeRun({
    id: "20261123t061500z-questions-3f9a2e",
    study: "questions",
    experiments: questionExperiments(),
  });
  const questionsAgain = {
    ...questions,
    id: "20261124t061500z-questions-3f9a2f",
    startedAt: "2026-11-24T06:15:00.000Z",
  };
  const days = againRuns();
  const imports = [host, vm, importedRun("list-append")];
  const versions = makeRun({
    id: "20261124t081500z-versions-3f9a30",
    study: "versions",
    experiments: versionsRun({ strategies: ["sequential", "thread-pool", "process-pool"], blocks: 10 }).experiments,
  });
  const withCores = (cores: number) =>
    workersExperiment(5)
      .cells.filter(({ factors }) => factors.workers <= 2)
      .map((cell) => ({ ...cell, factors: { ...cell.factors, more: { cores } } }));
  const cores = makeRun({
    id: "20261124t091500z-cores-3f9a31",
    study: "cores",
    experiments: [{ ...workersExperiment(5), cells: [1, 2].flatMap(withCores) }],
  });
  const all = [
    lab,
    again,
    ...imports,
    hostile,
    questions,
    questionsAgain,
    ...days,
    versions,
    cores,
    ...classRuns({ machines: 3, seed: 1, workers: [2, 4] }),
  ];
  const { site } = await writeSite(folder, all);
  const series = (await readdir(join(site, "history"))).filter((name) => name.startsWith("workers-thread-pool-2-"));
  const at = (path: string) => pathToFileURL(join(site, path)).href;
  pages = {
    home: at("index.html"),
    lab: at(`run/${lab.id}/index.html`),
    interrupted: at(`run/${again.id}/index.html`),
    imported: at(`run/${host.id}/index.html`),
    workers: at(`run/${lab.id}/workers/index.html`),
    versions: at(`run/${versions.id}/index.html`),
    cores: at(`run/${cores.id}/index.html`),
    hostile: at(`run/${hostile.id}/index.html`),
    questions: at(`run/${questions.id}/index.html`),
    ...Object.fromEntries(
      questions.experiments.map(({ id }) => [`on ${id}`, at(`run/${questions.id}/${id}/index.html`)]),
    ),
    machines: at(`compare/${host.id}--${vm.id}/index.html`),
    twice: at(`compare/${lab.id}--${again.id}/index.html`),
    study: at("study/again/index.html"),
    "several machines": at("study/class/machines/index.html"),
    machine: at(`machine/${days[0]?.machine.id}/index.html`),
    several: at(`compare/${days[0]?.id}/index.html`),
    "many experiments": at(`compare/${questions.id}--${questionsAgain.id}/index.html`),
    "one of many": at(`compare/${questions.id}--${questionsAgain.id}/weak/index.html`),
    histories: at("history/index.html"),
    history: at(`history/${series[0]}/index.html`),
    method: at("method/index.html"),
    glossary: at("glossary/index.html"),
    data: at("data/index.html"),
    missing: at("404.html"),
  };
}, 240_000);

afterAll(async () => {
  await browser?.close();
  await rm(folder, { recursive: true, force: true });
});

/** Kinds of pages over several runs. */
const OVER_RUNS = [
  "study",
  "several machines",
  "machine",
  "several",
  "many experiments",
  "one of many",
  "histories",
  "history",
];

const OF_A_RUN = ["lab", "workers", "versions", "cores", "interrupted", "imported"];

/** One page of every kind; the others are of the same templates. */
const AXE_KINDS = [
  "home",
  "lab",
  "workers",
  "versions",
  "questions",
  "on usage",
  "on faults",
  "hostile",
  "machines",
  ...OVER_RUNS,
  "method",
  "glossary",
  "data",
  "missing",
];

/** Opens a page and listens for everything that must not happen. */
async function visit(context: BrowserContext, url: string): Promise<{ page: Page; faults: string[] }> {
  const page = await context.newPage();
  const faults: string[] = [];
  page.on("console", (message) => faults.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => faults.push(`error: ${error.message}`));
  page.on("dialog", (dialog) => {
    faults.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("request", (request) => {
    if (!request.url().startsWith("file:") && !request.url().startsWith("data:"))
      faults.push(`request: ${request.url()}`);
  });
  await page.goto(url);
  return { page, faults };
}

/** Opens what a page folds away of its charts and tables. */
async function unfold(page: Page): Promise<void> {
  for (const summary of await page.locator("details.rest > summary").all()) await summary.click();
}

const KINDS = [
  "home",
  "lab",
  "workers",
  "versions",
  "cores",
  "interrupted",
  "imported",
  "hostile",
  "machines",
  "twice",
  ...OVER_RUNS,
  "method",
  "glossary",
  "data",
  "missing",
];

describe.skipIf(browser === null)("every kind of page, from file://", () => {
  it.each(KINDS)("%s: nothing loaded from elsewhere, no violation of the policy", async (kind) => {
    const context = await (browser as Browser).newContext();
    try {
      const { page, faults } = await visit(context, pages[kind] as string);
      expect(faults).toEqual([]);
      expect(await page.locator("script").count()).toBe(1);
      expect(await page.locator("[style]").count()).toBe(0);
      expect(await page.evaluate(() => getComputedStyle(document.body).marginTop)).toBe("0px");
      expect(await page.locator("h1").count()).toBe(1);
    } finally {
      await context.close();
    }
  });

  // Colours do not depend on the width, nor what scrolls on the colours; 320 and 375 px have the same pictures.
  it.each([
    { scheme: "light", width: 320, rules: "all" },
    { scheme: "light", width: 375, rules: "none" },
    { scheme: "dark", width: 1280, rules: "again" },
  ] as const)(
    "$scheme at $width px: axe finds nothing (rules: $rules), nothing scrolls sideways",
    async ({ scheme, width, rules }) => {
      const context = await (browser as Browser).newContext({
        colorScheme: scheme,
        viewport: { width, height: 900 },
        bypassCSP: true,
        reducedMotion: "reduce",
      });
      try {
        const page = await context.newPage();
        for (const kind of KINDS) {
          await page.goto(pages[kind] as string);
          const reach = await page.evaluate(() => document.documentElement.scrollWidth);
          expect(reach, `${kind} scrolls`).toBeLessThanOrEqual(width);
          if (width === 375 && OF_A_RUN.includes(kind)) {
            const height = await page.evaluate(() => document.documentElement.scrollHeight);
            expect(height, `${kind} is too long`).toBeLessThanOrEqual(4_000);
          }
          if (rules === "none" || !AXE_KINDS.includes(kind)) continue;
          expect(await axe(page, rules === "again"), kind).toEqual([]);
        }
      } finally {
        await context.close();
      }
    },
    180_000,
  );

  it.skipIf(!hasFonts).each([1280, 375])(
    "keeps the words of a chart inside its picture and apart, at %i px",
    async (width) => {
      const context = await (browser as Browser).newContext({ viewport: { width, height: 900 } });
      try {
        const page = await context.newPage();
        for (const kind of [
          "lab",
          "workers",
          "versions",
          "cores",
          "interrupted",
          "imported",
          "machines",
          "twice",
          "one of many",
          "history",
        ]) {
          await page.goto(pages[kind] as string);
          await unfold(page);
          const shown = page.locator("figure svg.chart:visible");
          expect(await shown.count()).toBe(await page.locator("figure").count());
          expect(await page.evaluate(findClashes), kind).toEqual([]);
        }
      } finally {
        await context.close();
      }
    },
  );

  it("unfolds a percentage with the keyboard alone", async () => {
    const context = await (browser as Browser).newContext();
    try {
      const { page } = await visit(context, pages.imported as string);
      await unfold(page);
      const calculation = page.locator("table details.calc", { hasText: "−41.3 %" }).first();
      await calculation.locator("summary").focus();
      await page.keyboard.press("Enter");
      await expect.poll(() => calculation.textContent()).toContain("179.92 s ÷ 306.40 s = 0.58721");
      expect(await calculation.textContent()).toContain("−41.28 %");
    } finally {
      await context.close();
    }
  });

  it("filters the entrance by words, by keyboard alone, and keeps the words in the address", async () => {
    const context = await (browser as Browser).newContext();
    try {
      const { page, faults } = await visit(context, `${pages.home}?filter=desk`);
      const shown = page.locator("[data-filtered] > :visible");
      const before = await shown.allTextContents();
      expect(before.length).toBeGreaterThan(0);
      for (const text of before) expect(text.toLowerCase()).toContain("desk");
      expect(await page.locator(".filter output").textContent()).toMatch(
        new RegExp(`^${before.length} of \\d+ entries$`),
      );
      await page.getByLabel("Filter by words").focus();
      await page.keyboard.press("Control+A");
      await page.keyboard.type("no such words");
      expect([await shown.count(), await page.locator("h2:visible").count()]).toEqual([0, 0]);
      await page.keyboard.press("Control+A");
      await page.keyboard.press("Delete");
      expect(await shown.count()).toBeGreaterThan(before.length);
      expect(faults).toEqual([]);
    } finally {
      await context.close();
    }
  });

  it("shows all of the entrance and no filter without scripts", async () => {
    const context = await (browser as Browser).newContext({ javaScriptEnabled: false });
    try {
      const { page } = await visit(context, `${pages.home}?filter=desk`);
      expect(await page.locator(".filter").isVisible()).toBe(false);
      expect(await page.locator("[data-filtered] > [hidden]").count()).toBe(0);
    } finally {
      await context.close();
    }
  });

  it("prints on A4 with whole figures, in light colours", async () => {
    const context = await (browser as Browser).newContext({ colorScheme: "dark" });
    try {
      const { page } = await visit(context, pages.imported as string);
      await page.emulateMedia({ media: "print" });
      expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe("rgb(255, 255, 255)");
      const pdf = await page.pdf({ preferCSSPageSize: true, tagged: true });
      expect(pdf.byteLength).toBeGreaterThan(20_000);
      expect(pdf.byteLength).toBeLessThan(1_000_000);
      await page.goto(pages.workers as string);
      const folded = page.locator("details.rest:not([open]) svg.chart");
      expect(await folded.count()).toBeGreaterThan(0);
      for (const chart of await folded.all()) {
        const isWide = await chart.evaluate((element) => element.closest(".wide") !== null);
        expect(await chart.isVisible()).toBe(isWide);
      }
    } finally {
      await context.close();
    }
  });
});

/** Runs in the page: texts of one picture that overlap or leave it. */
function findClashes(): string[] {
  const clashes: string[] = [];
  for (const svg of document.querySelectorAll("svg.chart")) {
    const frame = svg.getBoundingClientRect();
    const boxes = [...svg.querySelectorAll("text")]
      .filter((text) => text.textContent !== "")
      .map((text) => ({ words: text.textContent, box: text.getBoundingClientRect() }));
    for (const [index, { words, box }] of boxes.entries()) {
      if (
        box.right > frame.right + 1 ||
        box.left < frame.left - 1 ||
        box.bottom > frame.bottom + 1 ||
        box.top < frame.top - 1
      ) {
        clashes.push(`${svg.id}: "${words}" leaves the picture`);
      }
      for (const other of boxes.slice(index + 1)) {
        const across = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left);
        const down = Math.min(box.bottom, other.box.bottom) - Math.max(box.top, other.box.top);
        if (across > 1 && down > 3) clashes.push(`${svg.id}: "${words}" on "${other.words}"`);
      }
    }
  }
  return clashes;
}
