import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, truncate, unlink, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openCache } from "../../../src/record/files/cache.js";
import { RunFolder } from "../../../src/record/folder/run-folder.js";
import type { Run } from "../../../src/record/schema/run-schema.js";
import { buildSite, type SiteOptions } from "../../../src/report/site/build-site.js";
import { seededRandom } from "../../../src/stats/random.js";
import { damaged } from "../../bench/builds/damage.js";
import { mainScript } from "../../built.js";
import { makeRun, noise, workersExperiment } from "../sample-runs.js";

const templates = fileURLToPath(new URL("../../../templates", import.meta.url));

let folder = "";
let archive = "";
let site = "";
let cache = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "scalebook-rebuild-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));
beforeEach(async () => {
  for (const name of ["runs", "site", "cache", "cold"]) await rm(join(folder, name), { recursive: true, force: true });
  [archive, site, cache] = ["runs", "site", "cache"].map((name) => join(folder, name)) as [string, string, string];
  await mkdir(archive);
  for (const day of [1, 2, 3]) await write(runOf(day));
});

/** A run of two cells and two blocks. */
function runOf(day: number, change: Partial<Run> = {}): Run {
  const at = `2026-12-0${day}T00:00:00.000Z`;
  const whole = workersExperiment(2, noise(day));
  const experiments = [{ ...whole, cells: whole.cells.slice(0, 2) }];
  const id = `2026120${day}t000000z-lab-00000${day}`;
  return makeRun({ id, startedAt: at, finishedAt: at, experiments, ...change });
}

async function write(run: Run): Promise<void> {
  await writeFile(join(archive, `${run.id}.json`), `${JSON.stringify(run)}\n`);
}

/** Builds the site with what is kept; also says how many files were read, and pages of runs made or taken from the cache. */
async function build(options: Partial<SiteOptions> = {}) {
  const worked = { read: 0, make: 0 };
  const built = await buildSite({
    runs: new RunFolder(archive, { cache: openCache(join(cache, "index"), "1") }),
    outDir: site,
    toolVersion: "0.1.0",
    cache: { folder: cache, program: "test" },
    onProgress: ({ what }) => {
      worked[what] += 1;
    },
    ...options,
  });
  return { ...built, worked };
}

async function filesIn(dir: string): Promise<Map<string, string>> {
  const found = await readdir(dir, { recursive: true, withFileTypes: true });
  const paths = found.flatMap((entry) => (entry.isFile() ? [join(entry.parentPath, entry.name)] : [])).sort();
  return new Map(
    await Promise.all(
      paths.map(
        async (path): Promise<[string, string]> => [path.slice(dir.length + 1), await readFile(path, "latin1")],
      ),
    ),
  );
}

/** The site of the three runs and its cache, built before: made once, and copied with their times, by which a build knows files. */
async function built(): Promise<void> {
  const places = { runs: archive, site, cache };
  const kept = join(folder, "kept");
  const copy = { recursive: true, preserveTimestamps: true };
  if (!existsSync(kept)) {
    await build();
    for (const [name, place] of Object.entries(places)) await cp(place, join(kept, name), copy);
    return;
  }
  for (const [name, place] of Object.entries(places)) {
    await rm(place, { recursive: true, force: true });
    await cp(join(kept, name), place, copy);
  }
}

/** The same runs built where nothing is kept. */
async function cold(options: Partial<SiteOptions> = {}): Promise<Map<string, string>> {
  const outDir = join(folder, "cold");
  await rm(outDir, { recursive: true, force: true });
  const { cache: _none, ...given } = { cache: undefined, ...options };
  await buildSite({ runs: new RunFolder(archive), outDir, toolVersion: "0.1.0", ...given });
  return filesIn(outDir);
}

describe("a site that is built again", () => {
  it("is the same, and nothing is read or made, where nothing changed", async () => {
    const { worked } = await build();
    // Three runs, and each of the three pairs.
    expect(worked).toEqual({ read: 3, make: 6 });
    const first = await filesIn(site);
    expect(first).toEqual(await cold());
    // What was written a moment ago is read again: its time may not tell.
    for (const name of await readdir(archive)) await settle(join(archive, name));
    await build();
    expect((await build()).worked).toEqual({ read: 0, make: 0 });
    expect(await filesIn(site)).toEqual(first);
  });

  it("makes only what an added run changes, and is what a first build makes of them all", async () => {
    await built();
    const before = await filesIn(site);
    await write(runOf(4));
    const { worked, runs } = await build();
    expect(runs).toBe(4);
    // The run and its three pairs; the other three runs, which now lead to those; and all four that now stand against several.
    expect(worked.make).toBe(11);
    const after = await filesIn(site);
    expect(after).toEqual(await cold());
    const pair = [...before.keys()].find((path) => path.startsWith("compare/")) ?? "";
    expect(after.get(pair)).toBe(before.get(pair));
  });

  it("loses the pages of a run that was removed", async () => {
    await built();
    const gone = runOf(2);
    await unlink(join(archive, `${gone.id}.json`));
    const { dropped } = await build();
    expect(dropped).toContain(`run/${gone.id}/index.html`);
    expect(await filesIn(site)).toEqual(await cold());
  });

  it("follows a run file that was changed", async () => {
    await built();
    await write(runOf(2, { label: "warm morning" }));
    await build();
    expect(await filesIn(site)).toEqual(await cold());
  });

  it("is whole again where pages of it are gone or were cut", async () => {
    await built();
    const whole = await filesIn(site);
    await unlink(join(site, `run/${runOf(1).id}/index.html`));
    await truncate(join(site, `run/${runOf(3).id}/index.html`), 100);
    await build();
    expect(await filesIn(site)).toEqual(whole);
  });

  it("says how large it is, made or kept", async () => {
    const { bytes } = await build();
    const sizes = [...(await filesIn(site))].map(([path, content]) => (path === "manifest.json" ? 0 : content.length));
    expect(bytes).toBe(sizes.reduce((sum, size) => sum + size, 0));
    expect((await build()).bytes).toBe(bytes);
  });

  it("takes nothing for its own that another build wrote to the folder", async () => {
    await built();
    const whole = await filesIn(site);
    await build({ cache: { folder: join(folder, "other"), program: "another" }, toolVersion: "0.1.1" });
    await build();
    expect(await filesIn(site)).toEqual(whole);
  });
});

describe("what is kept between builds", () => {
  it("makes the site anew without making a page of a run", async () => {
    await built();
    const whole = await filesIn(site);
    await rm(site, { recursive: true });
    await build();
    expect(await filesIn(site)).toEqual(whole);
  });

  it("may be deleted", async () => {
    await built();
    const whole = await filesIn(site);
    await rm(cache, { recursive: true });
    await build();
    expect(await filesIn(site)).toEqual(whole);
  });

  it("may be cut short or overwritten anywhere", async () => {
    await built();
    const whole = await filesIn(site);
    for (const spoil of [cutShort, overwrite]) {
      for (const path of (await filesIn(cache)).keys()) await spoil(join(cache, path));
      await rm(site, { recursive: true });
      const { problems } = await build();
      expect(problems).toEqual([]);
      expect(await filesIn(site)).toEqual(whole);
    }
  });

  it("may have flipped bits and lost blocks anywhere", async () => {
    for (const spoilt of [runOf(1), runOf(2)]) await settle(join(archive, `${spoilt.id}.json`));
    await build();
    const whole = await filesIn(site);
    await cp(cache, join(folder, "sound-cache"), { recursive: true });
    for (let seed = 1; seed <= 3; seed += 1) {
      const random = seededRandom(seed);
      for (const one of [cache, site]) await rm(one, { recursive: true, force: true });
      await cp(join(folder, "sound-cache"), cache, { recursive: true });
      for (const path of (await filesIn(cache)).keys()) {
        const file = join(cache, path);
        if (random() < 0.5) await writeFile(file, damaged(await readFile(file), random));
      }
      expect((await build()).problems, `seed ${seed}`).toEqual([]);
      expect(await filesIn(site), `seed ${seed}`).toEqual(whole);
    }
  });

  it.each([
    ["templates", async () => ({ templatesDir: await changedTemplates() }), "Another kicker"],
    ["version", async () => ({ toolVersion: "0.9.9" }), "0.9.9"],
    ["address", async () => ({ address: { base: "/x/", url: "https://example.org/x/" } }), "https://example.org/x/"],
  ])("is of no use to other %s", async (_, optionsOf, words) => {
    await build();
    const options = await optionsOf();
    await build(options);
    const files = await filesIn(site);
    expect(files).toEqual(await cold(options));
    expect(files.get(`run/${runOf(1).id}/index.html`)).toContain(words);
  });
});

describe("a site made by several threads", () => {
  it("is the same", async () => {
    // Enough pages for others to be asked for help.
    for (const day of [4, 5, 6]) await write(runOf(day));
    const outs = ["1", "3"].map((jobs) => {
      const out = join(folder, `jobs-${jobs}`);
      const args = [mainScript, "build", "--runs-dir", archive, "--out", out, "--jobs", jobs];
      // The zone of the machine must not show either, in no thread.
      const TZ = jobs === "1" ? "UTC" : "Pacific/Auckland";
      const env = { ...process.env, TZ, SCALEBOOK_CACHE: join(folder, `cache-${jobs}`) };
      const { status, stderr } = spawnSync(process.execPath, args, { env, encoding: "utf8" });
      expect(status, stderr).toBe(0);
      return out;
    });
    const [one, three] = await Promise.all(outs.map(filesIn));
    expect(three).toEqual(one);
  });
});

/** Makes a file look as if it had been written long ago: one that may be changed within the same tick is read again. */
async function settle(path: string): Promise<void> {
  const at = new Date("2026-01-01T00:00:00Z");
  await utimes(path, at, at);
}

async function cutShort(path: string): Promise<void> {
  await truncate(path, Math.floor((await readFile(path)).length / 2));
}

async function overwrite(path: string): Promise<void> {
  const bytes = await readFile(path);
  await writeFile(path, bytes.fill("x", Math.floor(bytes.length / 3), Math.floor(bytes.length / 2)));
}

async function changedTemplates(): Promise<string> {
  const mine = join(folder, "templates");
  await cp(templates, mine, { recursive: true });
  const page = join(mine, "pages", "run.hbs");
  await writeFile(page, (await readFile(page, "utf8")).replace("<h1>", '<p class="kicker">Another kicker</p>\n<h1>'));
  return mine;
}
