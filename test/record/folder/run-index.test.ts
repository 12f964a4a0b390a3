import { copyFile, readFile, rename, rm, utimes, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { describe, expect, it } from "vitest";
import { type Cache, openCache } from "../../../src/record/files/cache.js";
import { InternedValues } from "../../../src/record/files/interned-values.js";
import { factsOf } from "../../../src/record/folder/run-facts.js";
import {
  type Digests,
  type FolderContents,
  latestRun,
  RunIndex,
  readForIndex,
  readRuns,
} from "../../../src/record/folder/run-index.js";
import { writeRun } from "../../../src/record/folder/run-store.js";
import { openJournal } from "../../../src/record/journal/write-journal.js";
import { UserError } from "../../../src/user-error.js";
import { watchedFiles, watchedOpens } from "../failing-files.js";
import { sampleHeader, sampleRun, sampleTrial, temporaryFolder } from "../sample.js";

const LONG_AGO = new Date("2026-01-01T00:00:00Z");
/** A clock for which no file was changed a moment ago. */
const later = () => Date.now() + 3_600_000;

/** A folder of three runs, and a reader that also says which labels were digested, and which files opened. */
async function archive(cache?: Cache) {
  const dir = await temporaryFolder();
  const kept = cache ?? openCache(join(await temporaryFolder(), "cache"), "1");
  const times = ["2026-11-21T06:15:00Z", "2025-01-01T00:00:00Z", "2026-11-21T06:15:00.000Z"];
  const files = [];
  for (const [index, startedAt] of times.entries()) {
    const { file } = await writeRun(dir, sampleRun({ startedAt, label: `${index}` }), { compress: index === 1 });
    await utimes(file, LONG_AGO, LONG_AGO);
    files.push(file);
  }
  const digests = new Map<string, string>();
  const read = async (now?: () => number) => {
    const made: string[] = [];
    const { fs, opened } = watchedOpens();
    const place: Digests = {
      digest: ({ label = "" }) => {
        made.push(label);
        return [label];
      },
      has: (hash) => digests.has(hash),
      add: (hash, [label = ""]) => digests.set(hash, label),
    };
    const { runs, problems } = await new RunIndex(dir, { cache: kept, fs, ...(now && { now }) }).read({
      digests: place,
    });
    const labels = runs.map(({ sha256 }) => digests.get(sha256));
    expect(labels).toEqual(runs.map(({ run }) => run.label));
    return { runs, labels, problems, made: made.toSorted(), opened: opened.toSorted() };
  };
  return { dir, files, read, digests };
}

describe("the index of a folder", () => {
  it("has the facts of the runs of readRuns, in their order", async () => {
    const { dir, read } = await archive();
    const { runs } = await readRuns(dir);
    for (const _ of [1, 2]) expect((await read()).runs).toEqual(runs.map((one) => ({ ...one, run: factsOf(one.run) })));
  });

  it("opens each file once, and again only where its digest is lost", async () => {
    const { files, read, digests } = await archive();
    const names = files.map((file) => basename(file)).toSorted();
    expect(await read()).toMatchObject({ made: ["0", "1", "2"], opened: names });
    expect(await read()).toMatchObject({ made: [], opened: [] });
    digests.clear();
    expect(await read()).toMatchObject({ made: ["0", "1", "2"], opened: names });
  });

  it("is filled by whoever reads the files, such as another thread", async () => {
    const { dir } = await archive();
    const asked: string[] = [];
    const values = new InternedValues();
    async function* readFiles(paths: readonly string[]) {
      for (const path of paths) {
        asked.push(path);
        yield structuredClone(await readForIndex(path, { values }));
      }
    }
    const { runs } = await new RunIndex(dir).read({ readFiles });
    expect(asked.toSorted()).toEqual(runs.map(({ path }) => path).toSorted());
  });

  it("follows files that come, go, and are renamed, and makes no digest of known content again", async () => {
    const { dir, files, read } = await archive();
    await read();
    await rename(files[0] as string, join(dir, "renamed.json"));
    await rm(files[1] as string);
    await writeRun(dir, sampleRun({ label: "new" }));
    const { labels, made, runs } = await read();
    expect(labels.toSorted()).toEqual(["0", "2", "new"]);
    expect(made).toEqual(["new"]);
    expect(runs.map(({ path }) => path)).toContain(join(dir, "renamed.json"));
  });

  it("sees a file that was changed in place, also within a moment of writing", async () => {
    const { files, read } = await archive();
    const [file = ""] = files;
    const { size } = { size: (await readFile(file)).length };
    await writeFile(file, await readFile(file));
    await read();
    const other = (await readFile(file, "utf8")).replace('"label":"0"', '"label":"9"');
    expect(other).toHaveLength(size);
    await writeFile(file, other);
    expect((await read()).labels).toContain("9");
  });

  it("takes a file for settled by the clock that it is given", async () => {
    const { files, read } = await archive();
    await writeFile(files[0] as string, await readFile(files[0] as string));
    await read(later);
    expect((await read(later)).opened).toEqual([]);
  });

  it("works without a cache that can be read", async () => {
    const { read } = await archive(openCache("/dev/null/none", "1"));
    for (const _ of [1, 2]) expect((await read()).runs).toHaveLength(3);
  });

  it("names broken files and clashes as readRuns does, each time", async () => {
    const { dir, files, read } = await archive();
    const [file = ""] = files;
    await copyFile(file, join(dir, "copy.json"));
    await writeFile(join(dir, "forged.json"), (await readFile(file, "utf8")).replace('"label":"0"', '"label":"8"'));
    await writeFile(join(dir, "broken.json"), "{");
    const expected = (await readRuns(dir)).problems;
    expect(expected).toHaveLength(2);
    for (const _ of [1, 2]) {
      const { problems, runs } = await read();
      expect(problems).toEqual(expected);
      expect(runs).toHaveLength(3);
    }
  });

  it("has the runs that are being recorded, anew each time", async () => {
    const { dir, read } = await archive();
    await read();
    const journal = await openJournal(dir, sampleHeader({ label: "live", seed: 8 }));
    const { runs } = await read();
    expect(runs.find(({ run }) => run.label === "live")).toMatchObject({ live: true });
    await journal.append({ kind: "trial", experiment: 0, cell: 0, trial: sampleTrial() });
    expect((await read()).made).toEqual(["live"]);
    await journal.discard();
    expect((await read()).labels).not.toContain("live");
  });
});

it("a fault at any single step of reading is a problem or a mistake, and lasts no longer", async () => {
  const dir = await temporaryFolder();
  for (const label of ["a", "b"]) await writeRun(dir, sampleRun({ label }));
  const journal = await openJournal(dir, sampleHeader({ seed: 8 }));
  const cache = openCache(join(await temporaryFolder(), "cache"), "1");
  const { fs, calls } = watchedFiles();
  await new RunIndex(dir, { fs }).read();
  for (const [index, call] of calls.entries()) {
    const faulty = new RunIndex(dir, { cache, fs: watchedFiles(index, "EIO").fs, now: later });
    const found = await faulty.read().catch((error: unknown) => error);
    if (found instanceof Error) expect(found, call).toBeInstanceOf(UserError);
    else expect((found as FolderContents).runs.length + (found as FolderContents).problems.length, call).toBe(3);
    expect((await new RunIndex(dir, { cache, now: later }).read()).runs, call).toHaveLength(3);
  }
  await journal.discard();
});

describe("the latest run", () => {
  it("is found without opening any other file", async () => {
    const { dir } = await archive();
    const newest = await writeRun(dir, sampleRun({ startedAt: "2026-11-21T06:16:00Z" }));
    await writeFile(join(dir, "20990101t000000z-lab-000000.json"), "{");
    const { fs, opened } = watchedOpens();
    expect((await latestRun(dir, fs))?.run.id).toBe(newest.id);
    expect(opened).toEqual(["20990101t000000z-lab-000000.json", basename(newest.file)]);
  });

  it("may lie in a file of any name, in a journal, or within the same second as another", async () => {
    const { dir, files } = await archive();
    const { runs } = await readRuns(dir);
    expect((await latestRun(dir))?.run).toEqual(runs.at(-1)?.run);
    await rename(files[0] as string, join(dir, "a.json"));
    await rename(files[2] as string, join(dir, "b.json"));
    expect((await latestRun(dir))?.run).toEqual(runs.at(-1)?.run);
    const journal = await openJournal(dir, sampleHeader({ startedAt: "2026-11-21T06:16:00Z" }));
    await journal.append({ kind: "trial", experiment: 0, cell: 0, trial: sampleTrial() });
    await journal.close();
    expect((await latestRun(dir))?.run).toEqual(runs.at(-1)?.run);
    const text = await readFile(journal.path, "utf8");
    await writeFile(journal.path, text.replace(/"writer":\{[^}]*\}/, '"writer":{"pid":2147483646,"start":"1"}'));
    expect((await latestRun(dir))?.path).toBe(journal.path);
    expect(await latestRun(join(dir, "none"))).toBeUndefined();
  });
});

describe("a folder that a run is recorded in", () => {
  it("has the run of a recording that ends while the folder is read", async () => {
    const dir = await temporaryFolder();
    const journal = await openJournal(dir, sampleHeader());
    const run = sampleRun();
    const { fs, opened } = watchedOpens();
    const ending: typeof fs = {
      ...fs,
      async open(path, ...how) {
        if (path === journal.path && opened.length === 0) {
          await writeRun(dir, run);
          await journal.discard();
        }
        return fs.open(path, ...how);
      },
    };
    const { runs, problems } = await new RunIndex(dir, { fs: ending }).read();
    expect(problems).toEqual([]);
    expect(runs.map(({ path }) => basename(path))).toEqual([`${run.id}.json`]);
  });

  it("hands out a journal as it was when it was read", async () => {
    const dir = await temporaryFolder();
    const journal = await openJournal(dir, sampleHeader());
    await journal.append({ kind: "trial", experiment: 0, cell: 0, trial: sampleTrial() });
    const bytes = await readFile(journal.path);
    const kept: [string, Buffer][] = [];
    const onJournal = ({ sha256 }: { sha256: string }, read: Uint8Array) => void kept.push([sha256, Buffer.from(read)]);
    const { runs } = await new RunIndex(dir).read({ onJournal });
    expect(kept).toEqual([[runs[0]?.sha256, bytes]]);
    await journal.discard();
  });

  it("takes no run without trials for the latest", async () => {
    const dir = await temporaryFolder();
    const { experiments } = sampleHeader();
    await writeRun(dir, sampleRun({ experiments, startedAt: "2026-11-21T06:15:01.000Z", status: "interrupted" }));
    expect(await latestRun(dir)).toBeUndefined();
    const { id } = await writeRun(dir, sampleRun());
    expect((await latestRun(dir))?.run.id).toBe(id);
  });
});
