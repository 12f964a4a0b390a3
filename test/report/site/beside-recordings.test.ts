import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, expect, it } from "vitest";
import { RunFolder } from "../../../src/record/folder/run-folder.js";
import { readRuns } from "../../../src/record/folder/run-index.js";
import { writeRun } from "../../../src/record/folder/run-store.js";
import { type Journal, openJournal } from "../../../src/record/journal/write-journal.js";
import { sha256 } from "../../../src/record/schema/run-id.js";
import { buildSite } from "../../../src/report/site/build-site.js";
import { discardStaged, openOutputFolder, type SiteBusy } from "../../../src/report/site/output-folder.js";
import { sampleHeader, sampleRun, sampleTrial, temporaryFolder } from "../../record/sample.js";

const open: Journal[] = [];
afterEach(async () => {
  for (const journal of open.splice(0)) await journal.discard();
});

/** A folder with two runs and one that is being recorded. */
async function recording() {
  const folder = await temporaryFolder();
  const dir = join(folder, "runs");
  for (const [index, seed] of [1, 2].entries())
    await writeRun(dir, sampleRun({ seed, startedAt: `2026-11-20T06:15:0${index}.000Z` }));
  const journal = await openJournal(dir, sampleHeader());
  open.push(journal);
  const trial = (block: number) =>
    journal.append({ kind: "trial", experiment: 0, cell: 0, trial: sampleTrial({ block, wallMs: 100 + block }) });
  await trial(0);
  return { folder, dir, journal, trial, site: join(folder, "site") };
}

/** A folder that changes once its files were read, and before any page is made. */
class ChangingFolder extends RunFolder {
  #change: (() => Promise<void>) | null;

  constructor(dir: string, change: () => Promise<void>) {
    super(dir);
    this.#change = change;
  }

  override async contents(...how: Parameters<RunFolder["contents"]>) {
    const found = await super.contents(...how);
    await this.#change?.();
    this.#change = null;
    return found;
  }
}

/** The downloads of a site, each of which has to be the file that its page tells the hash of. */
async function downloads(site: string): Promise<{ name: string; bytes: Buffer }[]> {
  const names = (await readdir(join(site, "data"))).filter((name) => /^\d{8}t.*\.jsonl?$/.test(name)).sort();
  return Promise.all(
    names.map(async (name) => {
      const bytes = await readFile(join(site, "data", name));
      const page = await readFile(join(site, "run", name.replace(/\.jsonl?$/, ""), "index.html"), "utf8");
      expect(page, name).toContain(sha256(bytes));
      return { name, bytes };
    }),
  );
}

it.each(["grows", "ends"] as const)(
  "a build takes the journal as it was first read, where the recording %s",
  async (what) => {
    const { dir, journal, trial, site } = await recording();
    const before = await readFile(journal.path);
    const change = async () => {
      await trial(1);
      if (what !== "ends") return;
      const [live] = (await readRuns(dir)).runs.filter((stored) => stored.live);
      if (live !== undefined) await writeRun(dir, live.run);
      await journal.discard();
    };
    const { problems } = await buildSite({ runs: new ChangingFolder(dir, change), outDir: site, toolVersion: "0.1.0" });
    expect(problems).toEqual([]);
    const found = await downloads(site);
    expect(found).toHaveLength(3);
    expect(found.find(({ name }) => name.endsWith(".jsonl"))?.bytes).toEqual(before);
  },
);

it("so does one of runs in memory", async () => {
  const { dir, journal, trial, site } = await recording();
  const before = await readFile(journal.path);
  const { runs } = await readRuns(dir);
  await trial(1);
  await buildSite({ runs, outDir: site, toolVersion: "0.1.0" });
  expect((await downloads(site)).find(({ name }) => name.endsWith(".jsonl"))?.bytes).toEqual(before);
});

it("a site with a run that is being recorded is the site of its own downloads", async () => {
  const { folder, dir, site } = await recording();
  await buildSite({ runs: new RunFolder(dir), outDir: site, toolVersion: "0.1.0" });
  const again = join(folder, "again");
  await rm(dir, { recursive: true });
  for (const { name, bytes } of await downloads(site)) {
    if (name.endsWith(".json")) await writeRun(dir, JSON.parse(bytes.toString()));
    else await writeFile(join(dir, name.replace(/jsonl$/, "journal")), bytes);
  }
  await buildSite({ runs: new RunFolder(dir), outDir: again, toolVersion: "0.1.0" });
  const pages = async (root: string) =>
    (await readdir(root, { recursive: true })).filter((path) => path.endsWith(".html")).sort();
  expect(await pages(again)).toEqual(await pages(site));
  for (const page of await pages(site))
    expect(await readFile(join(again, page), "utf8"), page).toBe(await readFile(join(site, page), "utf8"));
});

it("two builds at once: one makes the site, the other says that it is at work", async () => {
  const { dir, site } = await recording();
  const build = () => buildSite({ runs: new RunFolder(dir), outDir: site, toolVersion: "0.1.0" });
  const ends = await Promise.allSettled([build(), build()]);
  // Which of them is first is not settled.
  expect(ends.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  const refused = ends.find(({ status }) => status === "rejected") as PromiseRejectedResult;
  expect(String(refused.reason)).toContain(`another build is writing to ${site}`);
  await downloads(site);
  expect((await readdir(site)).filter((name) => name.startsWith("."))).toEqual([]);
  await build();
});

it("a build that may wait goes on when the other is done", async () => {
  const { dir, site } = await recording();
  const other = openOutputFolder(site);
  const told: string[] = [];
  const onBusy = async ({ what }: SiteBusy) => {
    told.push(what);
    if (told.length === 2) discardStaged(other);
    return true;
  };
  const { runs } = await buildSite({ runs: new RunFolder(dir), outDir: site, toolVersion: "0.1.0", onBusy });
  expect(runs).toBe(3);
  expect(told).toEqual(Array(2).fill(`another build is writing to ${site} (process ${process.pid})`));
});
