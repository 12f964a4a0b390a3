import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { extname, join, normalize } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { questionExperiments } from "../report/question-runs.js";
import { importedRun, labExperiments, makeRun } from "../report/sample-runs.js";
import { writeSite } from "../report/write-site.js";
import { axe } from "./axe.js";
import { openBrowser } from "./browser.js";

const browser: Browser | null = await openBrowser();
const TYPES: Record<string, string> = {
  ".html": "text/html",
  ".css": "text/css",
  ".js": "text/javascript",
  ".svg": "image/svg+xml",
};

let folder = "";
let site = "";
let server: Server;
/** Addresses of the site, without a slash at the end: read from the disk, and served. */
const roots = { "file://": "", "http://": "" };
let paths: Record<string, string> = {};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "scalebook-explore-"));
  const lab = makeRun({ experiments: labExperiments(3).filter(({ id }) => id === "workers") });
  const questions = makeRun({
    id: "20261123t061500z-questions-3f9a2e",
    study: "questions",
    experiments: questionExperiments(),
  });
  const [host, vm] = [importedRun("cores-host"), importedRun("cores-vm")];
  ({ site } = await writeSite(folder, [lab, questions, host, vm]));
  paths = {
    lab: `run/${lab.id}/index.html`,
    compare: `compare/${host.id}--${vm.id}/index.html`,
    chart: `chart/${lab.id}/workers/speed-up/index.html`,
    baselines: `run/${lab.id}/workers/baselines/index.html`,
    ...Object.fromEntries(questions.experiments.map(({ id }) => [id, `run/${questions.id}/${id}/index.html`])),
  };
  server = createServer((request, response) => {
    const path = normalize(decodeURIComponent((request.url ?? "").split("?")[0] ?? ""));
    readFile(join(site, path)).then(
      (body) => response.setHeader("content-type", TYPES[extname(path)] ?? "text/plain").end(body),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  roots["file://"] = pathToFileURL(site).href;
  roots["http://"] = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(async () => {
  await browser?.close();
  await new Promise((done) => server?.close(done));
  await rm(folder, { recursive: true, force: true });
});

interface Visit {
  page: Page;
  /** Everything that must not happen. */
  faults: string[];
  requests: string[];
}

async function within<T>(options: BrowserContextOptions, act: (context: BrowserContext) => Promise<T>): Promise<T> {
  const context = await (browser as Browser).newContext({ reducedMotion: "reduce", ...options });
  try {
    return await act(context);
  } finally {
    await context.close();
  }
}

async function visit(context: BrowserContext, url: string): Promise<Visit> {
  const page = await context.newPage();
  const [faults, requests]: [string[], string[]] = [[], []];
  page.on("console", (message) => faults.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => faults.push(`error: ${error.message}`));
  page.on("request", (request) => requests.push(request.url()));
  await page.exposeFunction("tell", (violation: string) => faults.push(`policy: ${violation}`));
  await page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) => {
      (window as unknown as { tell(words: string): void }).tell(`${violatedDirective} ${blockedURI}`);
    });
  });
  await page.goto(url);
  return { page, faults, requests };
}

/** Opens what a page folds away of its charts and tables. */
async function unfold(page: Page): Promise<void> {
  for (const summary of await page.locator("details.rest > summary").all()) await summary.click();
}

/** Opens the explorer of the figure at this place on the page. */
async function exploreAt(page: Page, place: number) {
  const figure = page.locator("figure").nth(place);
  await figure.getByRole("button", { name: /^Explore: / }).click();
  await figure.locator(".explorer svg").waitFor();
  return figure;
}

const KINDS = ["lab", "compare", "chart", ...questionExperiments().map(({ id }) => id)];

describe.skipIf(browser === null)("exploring a chart", () => {
  for (const [way, kinds] of [
    ["file://", KINDS],
    // What a page may load differs between the two ways, not between its charts.
    ["http://", ["lab", "compare", "chart"]],
  ] as const) {
    it.each(kinds)(`${way}, %s: every chart, under the policy of the page, from its own site alone`, async (kind) => {
      await within({}, async (context) => {
        const { page, faults, requests } = await visit(context, `${roots[way]}/${paths[kind]}`);
        await unfold(page);
        expect(requests.length, "requests of a page").toBeLessThanOrEqual(3);
        const figures = await page.locator("figure").count();
        for (let place = 0; place < figures; place += 1) {
          const figure = await exploreAt(page, place);
          expect(await figure.locator(".picture:visible").count()).toBe(0);
          await page.keyboard.press("ArrowRight");
          await expect.poll(() => figure.locator(".tip").textContent()).toMatch(/\S/);
          await page.keyboard.press("Escape");
          expect(await figure.locator(".explorer").count()).toBe(0);
          expect(await figure.locator(".picture:visible").count()).toBe(1);
        }
        expect(faults).toEqual([]);
        for (const url of requests) expect(url.startsWith(roots[way]) || url.startsWith("data:"), url).toBe(true);
        expect(requests.filter((url) => url.endsWith("assets/explore.js")).length).toBe(Math.min(1, figures));
      });
    });
  }

  it("goes from figure to figure, zooms and shows all with the keyboard alone", async () => {
    await within({}, async (context) => {
      const { page, faults } = await visit(context, `${roots["file://"]}/${paths.chart}`);
      const button = page.getByRole("button", { name: /^Explore: / });
      await button.focus();
      await page.keyboard.press("Enter");
      const stage = page.getByRole("application");
      await expect.poll(() => stage.evaluate((element) => element === document.activeElement)).toBe(true);
      const labels = async () => (await page.locator(".explorer svg text").allTextContents()).sort();
      const whole = await labels();
      const tip = page.getByRole("status");
      await page.keyboard.press("ArrowRight");
      const first = await tip.textContent();
      await page.keyboard.press("ArrowRight");
      expect(await tip.textContent()).not.toBe(first);
      await page.keyboard.press("ArrowLeft");
      expect(await tip.textContent()).toBe(first);
      expect(first).toMatch(/speed-up: [\d.]+×/);
      await page.keyboard.press("+");
      await page.keyboard.press("+");
      expect(await labels()).not.toEqual(whole);
      expect(await tip.textContent()).toBe(first);
      await page.keyboard.press("0");
      expect(await labels()).toEqual(whole);
      await page.keyboard.press("Escape");
      expect(await button.evaluate((element) => element === document.activeElement)).toBe(true);
      expect(faults).toEqual([]);
    });
  });

  it("hides a series and shows it again", async () => {
    await within({}, async (context) => {
      const { page } = await visit(context, `${roots["file://"]}/${paths.chart}`);
      const figure = await exploreAt(page, 0);
      const name = figure.locator(".explorer svg text", { hasText: /^thread pool$/ });
      const toggle = figure.getByRole("button", { name: "thread pool", exact: true });
      expect(await name.count()).toBe(1);
      await toggle.click();
      expect(await toggle.getAttribute("aria-pressed")).toBe("false");
      expect(await name.count()).toBe(0);
      await toggle.click();
      expect(await name.count()).toBe(1);
    });
  });

  it("shows larger what the pointer draws a frame around, and says what it points at", async () => {
    await within({}, async (context) => {
      const { page, faults } = await visit(context, `${roots["http://"]}/${paths.chart}`);
      const figure = await exploreAt(page, 0);
      const point = await figure.locator(".explorer svg .role-mark path[fill*='thread-pool']").first().boundingBox();
      if (!point) throw new Error("no point");
      const [x, y] = [point.x + point.width / 2, point.y + point.height / 2];
      await page.mouse.move(x, y);
      await expect.poll(() => figure.locator(".tip").textContent()).toMatch(/^thread pool/);
      const labels = async () => (await figure.locator(".explorer svg text").allTextContents()).sort();
      const before = await labels();
      await page.mouse.move(x - 15, y - 15);
      await page.mouse.down();
      await page.mouse.move(x + 60, y + 60, { steps: 3 });
      expect(await figure.locator(".band").isVisible()).toBe(true);
      await page.mouse.up();
      await expect.poll(labels).not.toEqual(before);
      await figure.getByRole("button", { name: "Show all" }).click();
      await expect.poll(labels).toEqual(before);
      expect(faults).toEqual([]);
    });
  });

  // What the site's own test looks at in both schemes at each width is looked at once more with a chart explored.
  it.each([
    { scheme: "light", width: 320 },
    { scheme: "dark", width: 1280 },
  ] as const)(
    "$scheme at $width px: axe finds nothing while a chart is explored, nothing scrolls sideways",
    async ({ scheme, width }) => {
      const options = { colorScheme: scheme, viewport: { width, height: 900 }, bypassCSP: true };
      await within(options, async (context) => {
        for (const kind of ["chart", "baselines", "weak", "compare"]) {
          const { page } = await visit(context, `${roots["file://"]}/${paths[kind]}`);
          if (kind !== "baselines") {
            await exploreAt(page, 0);
            await page.keyboard.press("ArrowRight");
          }
          await page.evaluate(() => {
            for (const details of document.querySelectorAll("details")) {
              // Of those with one name only one can be open.
              details.removeAttribute("name");
              details.open = true;
            }
          });
          const reach = await page.evaluate(() => document.documentElement.scrollWidth);
          expect(reach, `${kind} scrolls`).toBeLessThanOrEqual(width);
          expect(await axe(page, scheme === "dark"), kind).toEqual([]);
          await page.close();
        }
      });
    },
  );

  it("is offered to nobody whose browser runs no scripts", async () => {
    await within({ javaScriptEnabled: false }, async (context) => {
      const page = await context.newPage();
      for (const kind of ["lab", "chart", "compare", "baselines"]) {
        await page.goto(`${roots["file://"]}/${paths[kind]}`);
        expect(await page.locator("button").count(), kind).toBe(0);
        await unfold(page);
        expect(await page.locator("figure svg.chart:visible").count(), kind).toBe(await page.locator("figure").count());
      }
    });
  });
});

describe.skipIf(browser === null)("taking a chart", () => {
  it.each([
    ["file://", "lab"],
    ["http://", "chart"],
    ["file://", "compare"],
  ] as const)("%s, %s: its figures and its specification, made from the record of the page", async (way, kind) => {
    await within({ acceptDownloads: true }, async (context) => {
      const { page, faults, requests } = await visit(context, `${roots[way]}/${paths[kind]}`);
      await unfold(page);
      const figure = page.locator("figure").first();
      const fold = figure.getByText("Take this chart");
      if ((await fold.count()) > 0) await fold.click();
      const taken = async (button: RegExp) => {
        const [download] = await Promise.all([
          page.waitForEvent("download"),
          figure.getByRole("button", { name: button }).click(),
        ]);
        return { name: download.suggestedFilename(), text: await readFile(await download.path(), "utf8") };
      };
      const [csv, spec] = [await taken(/^CSV: /), await taken(/^Vega-Lite: /)];
      const name = (await figure.locator("[download]").getAttribute("download"))?.replace(/\.svg$/, "");
      expect([csv.name, spec.name]).toEqual([`${name}.csv`, `${name}.vl.json`]);
      const title = (await figure.locator("figcaption > *").first().textContent())?.replaceAll("\u00a0", " ");
      expect(JSON.parse(spec.text).title.text.join(" ")).toBe(title);
      // The same rows stand in the CSV of all charts, which needs no script.
      const link = figure.getByRole("link", { name: /CSV/ });
      const all = await readFile(
        join(site, new URL((await link.getAttribute("href")) ?? "", `file:///${paths[kind]}`).pathname),
        "utf8",
      );
      const [heads, ...rows] = csv.text.trim().split("\n");
      expect(heads).toMatch(/,/);
      expect(all.split("\n").length).toBeGreaterThan(rows.length);
      for (const cell of rows.map((row) => /^("[^"]*"|[^,]*)/.exec(row)?.[0] ?? "?"))
        expect(all).toContain(`,${cell},`);
      expect(faults).toEqual([]);
      expect(requests.filter((url) => url.endsWith("/charts.js"))).toHaveLength(1);
      expect(requests.some((url) => url.endsWith("assets/explore.js"))).toBe(false);
    });
  });

  it("gives its page an address that can be copied, where the site is served", async () => {
    await within({}, async (context) => {
      const { page } = await visit(context, `${roots["http://"]}/${paths.lab}`);
      const markup = page.locator("figure pre code").first();
      const src = /src="([^"]*)"/.exec((await markup.textContent()) ?? "")?.[1] ?? "";
      expect(src.startsWith(`${roots["http://"]}/chart/`)).toBe(true);
      const host = await context.newPage();
      // Until the style sheet is there, the pictures for both widths show.
      const html = `<!doctype html><title>x</title>${await markup.textContent()}`;
      await host.setContent(html, { waitUntil: "networkidle" });
      const frame = host.frameLocator("iframe");
      await frame.locator("svg.chart:visible").waitFor();
      expect(await frame.locator("h1").textContent()).toBe(await page.locator("figcaption h3").first().textContent());
      const overflow = () => document.documentElement.scrollHeight - window.innerHeight;
      expect(await host.frames()[1]?.evaluate(overflow), "all of it is seen").toBeLessThanOrEqual(0);
    });
  });
});

describe.skipIf(browser === null)("sorting a table", () => {
  const changes = "#x-workers-against-baseline";

  it("by numbers, down and up and back, kept in the address", async () => {
    await within({}, async (context) => {
      // The table is folded away: its anchor opens it.
      const { page, faults } = await visit(context, `${roots["http://"]}/${paths.lab}${changes}`);
      const column = page.locator(`${changes} td:nth-child(4) summary`);
      const values = async () =>
        (await column.allTextContents()).map((text) => Number(text.replace("−", "-").replace(/[^\d.-]/g, "")));
      const given = await values();
      const ascending = [...given].sort((a, b) => a - b);
      const head = page.locator(`${changes} th:nth-child(4)`);
      await head.getByRole("button").click();
      expect(await values()).toEqual(ascending);
      expect(await head.getAttribute("aria-sort")).toBe("ascending");
      await page.keyboard.press("Enter");
      expect(await values()).toEqual([...ascending].reverse());
      expect(page.url()).toContain("sort=x-workers-against-baseline.3.descending");
      await page.reload();
      expect(await values()).toEqual([...ascending].reverse());
      await head.getByRole("button").click();
      expect(await values()).toEqual(given);
      expect(await head.getAttribute("aria-sort")).toBeNull();
      expect(page.url()).not.toContain("sort=");
      expect(faults).toEqual([]);
    });
  });

  it("by times in several units, words by their letters, and keeps groups together", async () => {
    await within({}, async (context) => {
      const { page } = await visit(context, `${roots["file://"]}/${paths.lab}`);
      const order = await page.evaluate(() => {
        const table = document.createElement("table");
        table.id = "t";
        const row = (cells: string[]) => `<tr>${cells.map((cell) => `<td>${cell}</td>`).join("")}</tr>`;
        const rows = [
          ["b", "2 s"],
          ["a", "1.5 ms"],
          ["c", "–"],
          ["d", "900 µs"],
          ["e", "1,200 ms"],
        ];
        table.innerHTML = `<thead><tr><th>n</th><th>t</th></tr></thead><tbody><tr class="group"><th colspan="2">g</th></tr>${rows.map(row).join("")}</tbody>`;
        document.body.append(table);
        document.dispatchEvent(new Event("DOMContentLoaded"));
        table.querySelectorAll("button")[1]?.click();
        return [...table.querySelectorAll("tbody tr")].map((one) => one.firstElementChild?.textContent);
      });
      expect(order).toEqual(["g", "d", "a", "e", "b", "c"]);
    });
  });
});

describe("the script of the pages", () => {
  it("is small", async () => {
    const script = await readFile(new URL("../../templates/assets/site.js", import.meta.url));
    expect(script.byteLength).toBeLessThanOrEqual(5_120);
  });
});
