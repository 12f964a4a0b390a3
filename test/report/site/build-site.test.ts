import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Run } from "../../../src/record/schema/run-schema.js";
import { buildSite } from "../../../src/report/site/build-site.js";
import { againRuns } from "../again-runs.js";
import { ATTACKS, hostileRun } from "../hostile-run.js";
import { checkHtml } from "../html/check-html.js";
import { crawl } from "../html/crawl.js";
import { questionExperiments } from "../question-runs.js";
import { importedRun, labExperiments, makeRun, stored, workersExperiment } from "../sample-runs.js";
import { writeSite } from "../write-site.js";

const lab = makeRun({ experiments: labExperiments(20) });
const later = {
  id: "20261122t061500z-lab-3f9a2d",
  startedAt: "2026-11-22T06:15:00.000Z",
  finishedAt: "2026-11-22T06:16:00.000Z",
};
const again = makeRun({ ...later, status: "interrupted", experiments: labExperiments(5, 9) });
const imports = (["cores-host", "cores-vm", "list-append", "file-write"] as const).map((name) => importedRun(name));
const split = makeRun({
  id: "20261123t061500z-questions-3f9a2e",
  study: "questions",
  startedAt: "2026-11-23T06:15:00.000Z",
  finishedAt: "2026-11-23T06:16:00.000Z",
  experiments: questionExperiments(),
});
/** A second run of many experiments: the two get a page for each that both have. */
const splitAgain: Run = { ...split, id: "20261124t061500z-questions-3f9a2f", startedAt: "2026-11-24T06:15:00.000Z" };
const all: Run[] = [lab, again, ...imports, hostileRun(), split, splitAgain, ...againRuns()];

let folder = "";
let files = new Map<string, string>();
let built: Awaited<ReturnType<typeof writeSite>>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "scalebook-site-"));
  built = await writeSite(folder, all);
  files = await readSite(built.site);
}, 240_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

async function readSite(site: string): Promise<Map<string, string>> {
  const found = await readdir(site, { recursive: true, withFileTypes: true });
  const paths = found.flatMap((entry) => (entry.isFile() ? [join(entry.parentPath, entry.name)] : [])).sort();
  const read = async (path: string) => [path.slice(site.length + 1), await readFile(path, "utf8")] as const;
  return new Map(await Promise.all(paths.map(read)));
}

function page(path: string): string {
  const html = files.get(path);
  if (html === undefined) throw new Error(`no page ${path}`);
  return html;
}

const htmlFiles = () => [...files].filter(([path]) => path.endsWith(".html"));
const runPage = (run: Run) => page(`run/${run.id}/index.html`);
const textOf = (html: string) =>
  html
    .replace(/<a class="term"[^>]*>([^<]*)<\/a>/g, "$1")
    .replace(/<[^>]*>/g, " ")
    .replace(/\s+/g, " ");

describe("the site", () => {
  it("has a page for every run, for the pairs worth one, and the fixed ones", () => {
    const paths = htmlFiles().map(([path]) => path);
    for (const run of all) expect(paths).toContain(`run/${run.id}/index.html`);
    expect(paths).toContain(`compare/${imports[0]?.id}--${imports[1]?.id}/index.html`);
    expect(paths).toContain(`compare/${lab.id}--${again.id}/index.html`);
    expect(paths).toEqual(
      expect.arrayContaining(["index.html", "404.html", "method/index.html", "glossary/index.html", "data/index.html"]),
    );
    expect(built).toMatchObject({ indexPath: join(built.site, "index.html"), pages: paths.length, dropped: [] });
    // Each on a page with others, and on one by itself.
    expect(built.charts).toBe(
      htmlFiles().reduce((sum, [, html]) => sum + (html.match(/<figure /g) ?? []).length, 0) / 2,
    );
  });

  it("has no broken link and no broken anchor, and every page can be reached from the entrance", () => {
    const { reached, broken } = crawl(files);
    expect(broken).toEqual([]);
    const lost = htmlFiles().filter(
      ([path]) => !reached.has(path) && path !== "404.html" && !path.startsWith("chart/"),
    );
    expect(lost.map(([path]) => path)).toEqual([]);
    expect(crawl(files, "404.html").broken).toEqual([]);
  });

  it("is sound HTML, every page of it", () => {
    for (const [path, html] of htmlFiles()) expect(checkHtml(html), path).toEqual([]);
  });

  it("has one script that nobody needs, quotes every attribute and has no inline style", () => {
    for (const [path, html] of htmlFiles()) {
      expect(html, path).toContain(
        "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'",
      );
      for (const [tag] of html.matchAll(/<[a-z][^>]*>/gi)) {
        expect(tag, path).not.toMatch(/ style=| on[a-z]+=|="\s*javascript:|\{\{/i);
        if (/^<script/i.test(tag)) expect(tag, path).toMatch(/^<script src="(?:\.\.\/)*assets\/site\.js" defer>$/);
        expect(tag.replace(/"[^"]*"/g, '""'), path).not.toMatch(/=[^"]/);
      }
    }
  });

  it("shows hostile text as text", () => {
    const html = runPage(hostileRun());
    expect(html).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
    expect(html).toContain("constructor.constructor('alert(4)')");
    for (const attack of ATTACKS.filter((text) => text.includes("<"))) expect(html).not.toContain(attack);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: their absence is the claim
    const unwanted = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufeff]/;
    for (const [path, text] of htmlFiles()) expect(text, path).not.toMatch(unwanted);
  });

  it("weighs at most 60 kB a page, gzipped, style sheet included", () => {
    const style = gzipSync(page("assets/site.css")).length;
    for (const [path, html] of htmlFiles()) expect(gzipSync(html).length + style, path).toBeLessThan(60_000);
  });

  it("offers the run files byte for byte, under the hash that the page names", async () => {
    const file = stored(lab);
    expect(files.get(`data/${lab.id}.json`)).toBe(await readFile(join(folder, "runs", `${lab.id}.json`), "utf8"));
    expect(runPage(lab)).toContain(file.sha256);
    expect(page("data/index.html")).toContain(file.sha256);
  });

  it("is the same, byte for byte, when built again, whatever the order of the runs", async () => {
    const few = [...imports, hostileRun(), ...againRuns()];
    const [once, again] = [
      await writeSite(join(folder, "a"), few),
      await writeSite(join(folder, "b"), few.toReversed()),
    ];
    expect(await readSite(again.site)).toEqual(await readSite(once.site));
  }, 240_000);
});

describe("a run's page", () => {
  it("keeps the order of the brief", () => {
    const order = [
      'class="hero pictured"',
      'class="reach ',
      'class="beside"',
      'id="questions"',
      'id="measured"',
      'id="limits"',
      'id="reproduce"',
      "BibTeX",
    ];
    const places = order.map((mark) => runPage(lab).indexOf(mark));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places[0]).toBeGreaterThan(0);
  });

  it("says what 4 to 6 workers means in rounds, and the published percentages", () => {
    const text = textOf(runPage(imports[0] as Run));
    expect(text).toMatch(/8 equal tasks on 6 workers take 2 rounds, as on 4/);
    for (const percent of ["−81.7 %", "−41.28 %", "−46.28 %", "−0.17 %", "−41.89 %"]) expect(text).toContain(percent);
  });

  it("labels interrupted and quick runs, and single trials", () => {
    expect(textOf(runPage(again))).toMatch(/interrupted quick: 5 repeats/);
    expect(textOf(runPage(again))).toContain("The run was interrupted");
    expect(textOf(runPage(imports[0] as Run))).toContain("one measurement each");
    expect(textOf(runPage(lab))).not.toContain("quick");
  });

  it("shows failed cells with their reason and tells how to record the run again", () => {
    const failed = lab.experiments.find(({ cells }) =>
      cells.some(({ trials }) => trials.some(({ status }) => status !== "ok")),
    );
    const own = textOf(page(`run/${lab.id}/${failed?.id}/index.html`));
    expect(own).toContain("20 repeats: out of memory (JavaScript heap out of memory)");
    const text = textOf(runPage(lab));
    expect(text).toContain("scalebook run --budget 90s --seed 20261121");
    expect(text).toContain("@misc{20261121t061500z-lab-3f9a2c,");
  });
});

describe("a run of many experiments", () => {
  const ids = questionExperiments().map(({ id }) => id);
  const path = (experiment = "") => `run/${split.id}/${experiment === "" ? "" : `${experiment}/`}index.html`;

  it("has a page for each, and leads to it with the question and one sentence", () => {
    const html = page(path());
    for (const id of ids) {
      expect(html).toContain(`href="${id}/index.html"`);
      expect(page(path(id))).toContain(`<h1>On ${id}</h1>`);
    }
    expect(html).not.toContain("<figure");
    const rows = [...html.matchAll(/<p class="a"[^>]*><a href="([^/]*)\/index\.html">(.*?)<\/a>/g)];
    const [lead] = /href="([^/"]*)\/index\.html">Its figures and tables/.exec(html)?.slice(1) ?? [];
    expect([lead, ...rows.map(([, id]) => id)].sort()).toEqual([...ids].sort());
    for (const [, id, sentence = ""] of rows) expect(sentence.split(" ").length, id).toBeLessThanOrEqual(20);
  });

  it("opens with one answer and its picture, and shows eight further questions, the rest folded", () => {
    const html = page(path());
    expect(html.match(/<section class="hero/g)).toHaveLength(1);
    const open = html.slice(0, html.indexOf("<summary>")).match(/<p class="q">/g)?.length ?? 0;
    expect(open).toBe(Math.min(8, ids.length - 1));
  });
});

describe("the page of two runs", () => {
  it("shows both averages and every published percentage", () => {
    const text = textOf(page(`compare/${imports[0]?.id}--${imports[1]?.id}/index.html`));
    for (const percent of ["+190.25 %", "+190.15 %", "+199.75 %", "+194.64 %", "+189.44 %", "+190.53 %", "+176.90 %"]) {
      expect(text).toContain(percent);
    }
    expect(text).toContain("different machines");
    expect(text).toContain("not interleaved");
  });
});

describe("pages over several runs", () => {
  const [first, , desk] = againRuns();
  const text = (path: string) => textOf(page(path));

  it("a study has its questions, machines side by side, its history and every run", () => {
    const html = page("study/again/index.html");
    for (const { id } of againRuns()) expect(html).toContain(`run/${id}/index.html`);
    expect(text("study/again/index.html")).toContain("4 runs on 2 machines, recorded from 24 Nov 2026 to 27 Nov 2026.");
    for (const machine of ["bench (4 cores)", "desk (16 cores)"]) expect(html).toContain(machine);
    expect(html).toMatch(/href="\.\.\/\.\.\/history\/workers-/);
    expect(page("study/lab/index.html")).toContain(`run/${lab.id}/index.html`);
  });

  it("a study answers every question by the newest run that asked it, and says which where that is an older one", async () => {
    const [workers, ...others] = labExperiments(2);
    const asked = {
      studyHash: "c".repeat(64),
      startedAt: "2026-12-01T00:00:00.000Z",
      id: "20261201t000000z-lab-00000c",
    };
    const part = makeRun({ ...asked, experiments: [workers as Run["experiments"][number]] });
    const built = await writeSite(join(folder, "questions"), [lab, part]);
    const html = await readFile(join(built.site, "study/lab/index.html"), "utf8");
    expect(html).toContain("They follow 2 different definitions of the study.");
    expect(html).toContain(`<a href="../../run/${part.id}/index.html#x-workers">Its figures and tables</a>`);
    const rows = html.match(/<li class="row.*?<\/li>/gs) ?? [];
    const hrefs = rows.map((row) => /<p class="a"[^>]*><a href="([^"]*)"/.exec(row)?.[1]);
    expect(hrefs.sort()).toEqual(others.map(({ id }) => `../../run/${lab.id}/${id}/index.html`).sort());
    for (const row of rows) expect(row).toContain("From <a");
  }, 120_000);

  it("a machine has its description, what changed of it, and its runs", () => {
    const words = text("machine/bench-4c/index.html");
    expect(words).toContain("Example CPU @ 3.0 GHz");
    expect(words).toMatch(/27 Nov 2026, 06:15 UTC system linux 6\.1\.0 x64 linux 6\.2\.0 x64/);
    expect(page("machine/desk-8c/index.html")).toContain(`run/${desk?.id}/index.html`);
  });

  it("one run stands against several, each a column, with a link to the two alone", () => {
    const html = page(`compare/${first?.id}/index.html`);
    expect(html.match(/The two side by side/g)).toHaveLength(3);
    const rows = [...html.matchAll(/<tr><th scope="row".*?<\/tr>/g)].map(([row]) => textOf(row));
    const one = rows.find((row) => row.includes("thread pool, 1 worker")) ?? "";
    expect(one).toMatch(/−(?:4[5-9]|5[0-5])\.\d % faster/);
  });

  it("two runs of many experiments get a page for each that both have", () => {
    const pair = `compare/${split.id}--${splitAgain.id}`;
    for (const { id } of split.experiments) {
      const timed = page(`${pair}/index.html`).includes(`href="${id}/index.html"`);
      expect(files.has(`${pair}/${id}/index.html`), id).toBe(timed);
    }
    expect(page(`${pair}/weak/index.html`)).toContain("Combination by combination");
  });

  it("the first use of a word on a page leads to the glossary, once", () => {
    for (const [path, html] of htmlFiles()) {
      const words = [...html.matchAll(/class="term" href="[^"]*#([^"]*)"/g)].map(([, id]) => id);
      if (!path.startsWith("glossary/")) expect(words.length, path).toBe(new Set(words).size);
    }
    expect(runPage(lab)).toContain('class="term" href="../../glossary/index.html#worker"');
  });

  it("the glossary leads to the newest recording that shows a word", () => {
    const html = page("glossary/index.html");
    expect(html).toContain(`href="../run/${againRuns()[3]?.id}/index.html#x-workers"`);
    expect(html).toContain("scalebook run uneven-tasks");
  });
});

describe("buildSite", () => {
  it("says what to run where nothing is recorded", async () => {
    const outDir = join(folder, "empty");
    const result = await buildSite({ runs: [], outDir, toolVersion: "0.1.0" });
    expect(result).toMatchObject({ pages: 6, charts: 0 });
    expect(textOf(await readFile(join(outDir, "index.html"), "utf8"))).toContain("scalebook run");
  });

  it("lists newest first and reports pages that a rebuild drops", async () => {
    const work = join(folder, "rebuilt");
    const day = (number: number) => {
      const at = `2026-12-0${number}T00:00:00.000Z`;
      const id = `2026120${number}t000000z-lab-00000${number}`;
      return makeRun({ id, startedAt: at, finishedAt: at, experiments: [workersExperiment(2)] });
    };
    const first = await writeSite(work, [day(1), day(3), day(2)]);
    const index = await readFile(first.indexPath, "utf8");
    const listed = index.slice(index.indexOf('id="runs"'));
    const order = [...listed.matchAll(/href="run\/(\d{8})/g)].map(([, date]) => date);
    expect(order).toEqual(["20261203", "20261202", "20261201"]);
    const second = await writeSite(work, [day(1)]);
    expect(second.dropped).toContain("run/20261203t000000z-lab-000003/index.html");
  });

  it("makes the rest when a run file has gone, and says which", async () => {
    const work = join(folder, "gone");
    await writeSite(work, [imports[0] as Run]);
    const missing = stored(lab, join(work, "runs", "missing.json"));
    const { failures, indexPath } = await buildSite({
      runs: [missing],
      outDir: join(work, "site"),
      toolVersion: "0.1.0",
    });
    const message = expect.stringMatching(/missing\.json cannot be read again/);
    expect(failures).toEqual([{ name: `run/${lab.id}`, message, stack: "" }]);
    expect(await readFile(indexPath, "utf8")).toContain(`run/${lab.id}/`);
  });

  it("builds from templates of the user's", async () => {
    const work = join(folder, "templates");
    const templatesDir = join(work, "mine");
    const { cp } = await import("node:fs/promises");
    await cp(new URL("../../../templates", import.meta.url), templatesDir, { recursive: true });
    await writeFile(join(templatesDir, "assets", "extra.css"), "p { color: red }");
    await buildSite({ runs: [], outDir: join(work, "site"), templatesDir, toolVersion: "0.1.0" });
    expect(await readFile(join(work, "site", "assets", "extra.css"), "utf8")).toContain("red");
  });
});
