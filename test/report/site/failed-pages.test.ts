import * as nodeFs from "node:fs";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { RunFolder } from "../../../src/record/folder/run-folder.js";
import { withId } from "../../../src/record/schema/run-id.js";
import type { Run } from "../../../src/record/schema/run-schema.js";
import { buildSite, type SiteOptions } from "../../../src/report/site/build-site.js";
import { manifestPaths } from "../../../src/report/site/output-folder.js";
import { makeRun, workersExperiment } from "../sample-runs.js";

const good = makeRun({ experiments: [workersExperiment(12)] });
const [experiment] = good.experiments as [Run["experiments"][0]];
const trial = { block: 0, status: "failed" as const, reason: "task-error", detail: "TypeError: x", wallMs: null };
const cells = experiment.cells.map((cell) => ({ ...cell, trials: [trial, ...cell.trials.slice(1)] }));
const { id: _, ...rest } = good;
/** A run of two experiments of which the template below can make no page. */
const bad = withId({
  ...rest,
  startedAt: "2026-11-23T06:15:00.000Z",
  finishedAt: "2026-11-23T06:16:00.000Z",
  experiments: [
    { ...experiment, cells },
    { ...experiment, id: "again" },
  ],
});

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "scalebook-unmade-"));
  for (const run of [good, bad]) await writeFile(join(folder, `${run.id}.json`), JSON.stringify(run));
  const templates = join(folder, "templates");
  await cp(new URL("../../../templates", import.meta.url), templates, { recursive: true });
  const path = join(templates, "pages", "run.hbs");
  const text = await readFile(path, "utf8");
  const failing = "{{#each body.failures}}{{this.nothing.of.that.name}}{{/each}}";
  await writeFile(path, text.replace("{{#> layout}}\n", `{{#> layout}}\n${failing}`));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const built = (outDir: string, more: Partial<SiteOptions> = {}) =>
  buildSite({ runs: new RunFolder(folder), outDir, toolVersion: "0.1.0", ...more });

it("the page of a run that fails is one that says why; all others are made, and the run is named", async () => {
  const outDir = join(folder, "site");
  const cache = { folder: join(folder, "cache"), program: "p" };
  const site = await built(outDir, { templatesDir: join(folder, "templates"), cache });
  const name = `run/${bad.id}`;
  expect(site.failures.map((failure) => failure.name)).toEqual([name]);
  const [{ message = "", stack = "" } = {}] = site.failures;
  expect(stack).toContain(message);
  const read = (path: string) => readFile(join(outDir, path), "utf8");
  for (const path of [`${name}/index.html`, `${name}/workers/index.html`, `${name}/again/index.html`]) {
    const page = await read(path);
    expect(page).toContain("<h1>This page could not be made</h1>");
    expect(page).toContain(`data/${bad.id}.json`);
  }
  expect(await read(`run/${good.id}/index.html`)).not.toContain("could not be made");
  expect(await read("index.html")).toContain(`${name}/`);
  const listed = manifestPaths(await read("manifest.json")) ?? [];
  for (const path of listed) await read(path);
  expect(listed).toContain(`data/${bad.id}.json`);

  // It is made again by the next build, with what is right by then.
  const mended = await built(outDir, { cache });
  expect(mended.failures).toEqual([]);
  expect(await read(`${name}/index.html`)).not.toContain("could not be made");
}, 120_000);

/** A disk that gives something else of a run file when it is read again for download. */
function readingAgain(file: string, read: () => Buffer): typeof nodeFs {
  const readFileSync = (path: string, how?: BufferEncoding) =>
    path === file ? read() : nodeFs.readFileSync(path, how);
  return { ...nodeFs, readFileSync: readFileSync as typeof nodeFs.readFileSync };
}

it("the pages of a run whose file cannot be read again say so, as they would lead to no download", async () => {
  const outDir = join(folder, "unread");
  const site = await built(outDir, {
    fs: readingAgain(join(folder, `${bad.id}.json`), () => {
      throw Object.assign(new Error("EIO"), { code: "EIO" });
    }),
  });
  expect(site.failures).toMatchObject([{ name: `run/${bad.id}`, stack: "" }]);
  const page = await readFile(join(outDir, "run", bad.id, "index.html"), "utf8");
  expect(page).toContain("cannot be read again for download: the device failed");
  expect(page).not.toContain(`data/${bad.id}.json`);
}, 120_000);

it("a file that came into the place of another during the build is no download of that run", async () => {
  const outDir = join(folder, "replaced");
  const [own, other] = [bad, good].map(({ id }) => join(folder, `${id}.json`)) as [string, string];
  const site = await built(outDir, { fs: readingAgain(own, () => nodeFs.readFileSync(other)) });
  expect(site.failures).toMatchObject([{ name: `run/${bad.id}`, stack: "" }]);
  expect(site.failures[0]?.message).toBe(`${own} changed while the site was built: build again`);
  expect(nodeFs.readdirSync(join(outDir, "data"))).not.toContain(`${bad.id}.json`);
}, 120_000);

it("the home page is made also where the only run went while the site was built", async () => {
  const alone = join(folder, "alone");
  nodeFs.mkdirSync(alone);
  const file = join(alone, `${good.id}.json`);
  nodeFs.writeFileSync(file, JSON.stringify(good));
  const outDir = join(alone, "site");
  const fs = readingAgain(file, () => {
    nodeFs.rmSync(file);
    return nodeFs.readFileSync(file);
  });
  const site = await built(outDir, { runs: new RunFolder(alone), fs });
  expect(site.failures.map(({ name }) => name)).toEqual([`run/${good.id}`]);
  expect(await readFile(join(outDir, "index.html"), "utf8")).not.toContain("could not be made");
}, 120_000);

it("a run whose analysis fails is left out and named as a fault of ours", async () => {
  const folderOf = new RunFolder(folder);
  const digests = {
    digest: (run: Run) => {
      if (run.id === bad.id) throw new TypeError("no such cell");
      return [];
    },
    has: () => false,
    add: () => undefined,
  };
  const { runs, problems } = await folderOf.contents({
    digests,
    readFiles: undefined as never,
    onJournal: () => undefined,
  });
  expect(runs.map(({ run }) => run.id)).toEqual([good.id]);
  expect(problems).toMatchObject([{ path: join(folder, `${bad.id}.json`), isBug: true }]);
  expect(problems[0]?.message).toContain("cannot be analysed: this is a bug");
});
