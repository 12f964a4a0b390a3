import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createRenderer } from "../../../src/report/charts/output/render.js";
import { parseAddress } from "../../../src/report/page-model/site-address.js";
import { changesFeed, runsFeed, sitemapFile } from "../../../src/report/pages/overview/feed.js";
import { type HighlightsOf, type RunHighlights, runHighlights } from "../../../src/report/pages/run-highlights.js";
import { buildSite } from "../../../src/report/site/build-site.js";
import { manifestPaths } from "../../../src/report/site/output-folder.js";
import { hostileRun } from "../hostile-run.js";
import { openArchive } from "../open-archive.js";
import { makeRun, stored, workersExperiment } from "../sample-runs.js";
import { writeSite } from "../write-site.js";

const run = makeRun({ experiments: [workersExperiment(3)] });
const archive = openArchive([run, hostileRun()]);
const render = await createRenderer();
const known = new Map<string, RunHighlights>();
for (const entry of archive) known.set(entry.run.id, await runHighlights(entry, render));
const highlightsOf: HighlightsOf = ({ run: { id } }) => known.get(id) as RunHighlights;
const address = parseAddress({ siteUrl: "https://example.org/a/b" });

/** Names of the elements that are open at the end: none in well-formed XML. */
function openElements(xml: string): string[] {
  const open: string[] = [];
  for (const [, slash, name = "", empty] of xml.matchAll(/<(\/?)([a-z]+)(?: [a-z:]+="[^"<]*")*(\/?)>/g)) {
    if (slash === "") open.push(name);
    if (slash === "/" || empty === "/") expect(open.pop()).toBe(name);
  }
  return open;
}

describe("the feed", () => {
  const feed = runsFeed(archive, address, highlightsOf) as string;

  it("has an entry for every run, with its address as id and its findings as text", () => {
    expect(openElements(feed.replace(/^<\?xml.*\?>/, ""))).toEqual([]);
    expect(feed.match(/<entry>/g)).toHaveLength(2);
    for (const { run: one, analysis } of archive) {
      expect(feed).toContain(`<id>https://example.org/a/b/run/${one.id}/</id>`);
      expect(analysis.findings.length).toBeGreaterThan(0);
    }
    expect(feed).toContain(`<updated>${run.finishedAt}</updated>`);
    expect(feed).toContain('<link rel="self" type="application/atom+xml" href="https://example.org/a/b/feed.xml"/>');
  });

  it("has none for a run without trials", () => {
    const [first, ...others] = archive.map((entry) => ({ ...entry, run: { ...entry.run, experiments: [] } }));
    expect(runsFeed([...others, ...archive.slice(0, 1)], address, highlightsOf)?.match(/<entry>/g)).toHaveLength(1);
    expect(runsFeed(first ? [first] : [], address, highlightsOf)).not.toContain("<entry>");
  });

  it("makes no markup of what a run says", () => {
    expect(feed).not.toContain("<script>");
    expect(feed).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
    expect(feed).not.toMatch(/&(?!(?:amp|lt|gt|quot|apos);)/);
  });

  it("of changes is dated by the run that confirmed each, newest first, and valid without any", () => {
    const item = (day: number) => ({
      title: `Change <${day}>`,
      text: ["Takes more time."],
      url: `https://example.org/a/b/history/x/#since-${day}`,
      at: `2026-11-0${day}T00:00:00.000Z`,
    });
    const changes = changesFeed([item(1), item(3), item(2)], address) as string;
    expect(openElements(changes.replace(/^<\?xml.*\?>/, ""))).toEqual([]);
    expect([...changes.matchAll(/#since-(\d)<\/id>/g)].map(([, day]) => day)).toEqual(["3", "2", "1"]);
    expect(changes).toContain("Change &lt;3&gt;");
    expect(changes).toContain("https://example.org/a/b/changes.xml");
    expect(changesFeed([], address)).toContain("<updated>1970-01-01T00:00:00.000Z</updated>");
    expect(changesFeed([], { base: "/", url: null })).toBeNull();
  });

  it("is not there without an address", () => {
    expect(runsFeed(archive, { base: "/", url: null }, highlightsOf)).toBeNull();
    expect(sitemapFile(["index.html"], { base: "/", url: null })).toEqual([]);
  });
});

describe("a site with an address", () => {
  let folder = "";
  let site = "";
  const page = (path: string) => readFile(join(site, path), "utf8");

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "scalebook-published-"));
    const built = await writeSite(folder, [run]);
    site = built.site;
    await buildSite({
      runs: [stored(run, join(folder, "runs", `${run.id}.json`))],
      outDir: site,
      toolVersion: "0.1.0",
      address,
    });
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it("names the address of every page, once, and lists all but 404.html in the sitemap", async () => {
    const listed = manifestPaths(await page("manifest.json")) ?? [];
    const pages = listed.filter((path) => path.endsWith(".html") && path !== "404.html");
    expect(pages.length).toBeGreaterThan(5);
    const map = await page("sitemap.xml");
    expect(map.match(/<loc>/g)).toHaveLength(pages.length);
    for (const path of pages) {
      const url = `https://example.org/a/b/${path.replace(/index\.html$/, "")}`;
      const html = await page(path);
      expect(html, path).toContain(`<link rel="canonical" href="${url}">`);
      expect(html, path).toContain(`<meta property="og:url" content="${url}">`);
      expect(html, path).toContain(
        '<link rel="alternate" type="application/atom+xml" title="Runs" href="https://example.org/a/b/feed.xml">',
      );
      expect(map, path).toContain(`<loc>${url}</loc>`);
    }
  });

  it("has a 404 page whose links work from any depth, and that is not to be found", async () => {
    const html = await page("404.html");
    const links = [...html.matchAll(/ (?:href|src)="([^"]*)"/g)].map(([, link = ""]) => link);
    const own = links.filter((link) => !link.startsWith("data:") && !link.startsWith("#"));
    expect(own.length).toBeGreaterThan(5);
    for (const link of own) expect(link).toMatch(/^\/a\/b\//);
    expect(html).toContain('<meta name="robots" content="noindex">');
    expect(html).not.toContain("canonical");
  });

  it("has links between pages that stay relative", async () => {
    const links = [...(await page("index.html")).matchAll(/<a [^>]*href="([^"]*)"/g)].map(([, link]) => link);
    for (const link of links) expect(link).not.toMatch(/^(?:https?:|\/)/);
  });

  it("says nothing absolute without one", async () => {
    const plain = await mkdtemp(join(tmpdir(), "scalebook-plain-"));
    try {
      const { site: other } = await writeSite(plain, [run]);
      const manifest = await readFile(join(other, "manifest.json"), "utf8");
      expect(manifest).not.toMatch(/sitemap|feed/);
      expect(await readFile(join(other, "index.html"), "utf8")).not.toMatch(
        /canonical|og:|https?:\/\/(?!www\.w3\.org)/,
      );
    } finally {
      await rm(plain, { recursive: true, force: true });
    }
  });
});

describe("links once published", () => {
  it("are named where a build drops them, and pages of two runs are kept", async () => {
    const folder = await mkdtemp(join(tmpdir(), "scalebook-kept-"));
    const whole = workersExperiment(2);
    const twoCells = { ...whole, cells: whole.cells.slice(0, 2) };
    // Runs of unlike studies are not set against each other unasked.
    const ofStudy = (study: string) =>
      makeRun({ id: `20261201t000000z-${study}-000001`, study, experiments: [twoCells] });
    const both = [ofStudy("one"), ofStudy("two")];
    const [first, last] = both.map(({ id }) => id) as [string, string];
    const asked = `compare/${first}--${last}/index.html`;
    try {
      const { site, dropped } = await writeSite(folder, both);
      const runs = both.map((one) => stored(one, join(folder, "runs", `${one.id}.json`)));
      const paths = async () => manifestPaths(await readFile(join(site, "manifest.json"), "utf8"));
      expect(dropped).toEqual([]);
      expect(await paths()).not.toContain(asked);
      await buildSite({ runs, outDir: site, toolVersion: "0.1.0", compare: [first, last] });
      expect(await paths()).toContain(asked);
      const rebuilt = await buildSite({ runs, outDir: site, toolVersion: "0.1.0" });
      expect([await paths(), rebuilt.dropped]).toEqual([expect.arrayContaining([asked]), []]);
      const elsewhere = await buildSite({
        runs,
        outDir: join(folder, "other"),
        toolVersion: "0.1.0",
        // Earlier versions had files of each chart, and of each kind in a folder that no page links to.
        published: [asked, "run/gone/index.html", "chart/a/b/c/chart.csv", "assets/kinds/0123456789abcdef.js"],
      });
      expect(elsewhere.dropped).toEqual(["chart/a/b/c/chart.csv", "run/gone/index.html"]);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }, 120_000);
});
