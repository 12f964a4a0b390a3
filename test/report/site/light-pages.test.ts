import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { buildSite } from "../../../src/report/site/build-site.js";
import { againRuns } from "../again-runs.js";
import { crawl } from "../html/crawl.js";
import { stored } from "../sample-runs.js";

const folder = await mkdtemp(join(tmpdir(), "scalebook-light-"));
afterAll(() => rm(folder, { recursive: true, force: true }));

const runs = againRuns().map((run) => stored(run, join(folder, `${run.id}.json`)));
for (const { run, path } of runs) await writeFile(path, `${JSON.stringify(run, null, 1)}\n`);

async function built(historyPages?: number) {
  const outDir = join(folder, "site");
  const site = await buildSite({
    runs,
    outDir,
    toolVersion: "0.1.0",
    ...(historyPages !== undefined && { historyPages }),
  });
  const entries = await readdir(outDir, { recursive: true, withFileTypes: true });
  const paths = entries.flatMap((entry) => (entry.isFile() ? [join(entry.parentPath, entry.name)] : []));
  const read = async (path: string) => [path.slice(outDir.length + 1), await readFile(path, "utf8")] as const;
  return { ...site, files: new Map(await Promise.all(paths.map(read))) };
}

it("leaves out the charts of runs beyond the newest so many of a study, and nothing that leads to them", async () => {
  const whole = await built();
  const light = await built(1);
  const ids = againRuns().map(({ id }) => id);
  const newest = ids.at(-1) as string;
  expect(light.runs).toBe(4);
  for (const id of ids) {
    const charts = [...light.files.keys()].filter((path) => path.startsWith(`chart/${id}/`));
    expect(charts.length > 0, id).toBe(id === newest);
    const page = light.files.get(`run/${id}/index.html`) ?? "";
    expect(page.includes("an older run: charts left out"), id).toBe(id !== newest);
    expect(page.includes('id="x-workers-time-vs-workers"'), id).toBe(id === newest);
    const wholePage = whole.files.get(`run/${id}/index.html`) ?? "";
    for (const part of ["<h1", "findings in full", "combinations as measured", `data/${id}.json`]) {
      expect([id, part, page.includes(part)]).toEqual([id, part, wholePage.includes(part)]);
    }
    expect(light.files.has(`data/${id}.json`)).toBe(true);
  }
  expect(crawl(light.files).broken).toEqual([]);
  expect(light.runBytes).toBeLessThan(whole.runBytes * 0.75);
  expect(light.dropped).toContain(`chart/${ids[0]}/workers/time-vs-workers/index.html`);
  const sizes = [...whole.files].map(([, content]) => Buffer.byteLength(content));
  const manifest = Buffer.byteLength(whole.files.get("manifest.json") ?? "");
  expect(whole.bytes).toBe(sizes.reduce((sum, size) => sum + size, 0) - manifest);
  const ofRuns = [...whole.files].filter(([path]) =>
    ids.some((id) => path.startsWith(`run/${id}/`) || path.startsWith(`chart/${id}/`) || path === `data/${id}.json`),
  );
  expect(whole.runBytes).toBe(ofRuns.reduce((sum, [, content]) => sum + Buffer.byteLength(content), 0));
});
