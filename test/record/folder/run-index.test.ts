import { copyFile, readFile, rename, rm, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openCache } from "../../../src/record/files/cache.js";
import type { StoredRun } from "../../../src/record/files/stored-run.js";
import { readDigests } from "../../../src/record/folder/run-index.js";
import { readRuns, writeRun } from "../../../src/record/folder/run-store.js";
import { openJournal } from "../../../src/record/journal/write-journal.js";
import { sampleHeader, sampleRun, sampleTrial, temporaryFolder } from "../sample.js";

const LONG_AGO = new Date("2026-01-01T00:00:00Z");

/** An archive of three runs, and a reader that counts what it had to work out anew. */
async function archive() {
  const dir = await temporaryFolder();
  const cache = openCache(join(await temporaryFolder(), "cache"), "1");
  const times = ["2026-11-21T06:15:00Z", "2025-01-01T00:00:00Z", "2026-11-21T06:15:00.000Z"];
  const files = [];
  for (const [index, startedAt] of times.entries()) {
    const { file } = await writeRun(dir, sampleRun({ startedAt, label: `${index}` }), { compress: index === 1 });
    await utimes(file, LONG_AGO, LONG_AGO);
    files.push(file);
  }
  const made: string[] = [];
  const read = async (kind = "label-1") => {
    made.length = 0;
    const digest = ({ run }: StoredRun) => {
      made.push(run.label ?? "");
      return { label: run.label };
    };
    const { digests, problems } = await readDigests(dir, { cache, kind, digest });
    return { labels: digests.map((one) => one.digest.label), digests, problems, made: made.toSorted() };
  };
  return { dir, files, read };
}

describe("digests of a folder", () => {
  it("come in the order of readRuns, with the same files", async () => {
    const { dir, read } = await archive();
    const { runs } = await readRuns(dir);
    for (const _ of [1, 2]) {
      const { digests } = await read();
      expect(
        digests.map(({ digest: { label }, id, path, sha256, content, bytes }) => ({
          label,
          id,
          path,
          sha256,
          content,
          bytes,
        })),
      ).toEqual(
        runs.map(({ run, path, sha256, content, bytes }) => ({
          label: run.label,
          id: run.id,
          path,
          sha256,
          content,
          bytes,
        })),
      );
    }
  });

  it("are made once for each file, and again for another kind", async () => {
    const { read } = await archive();
    expect((await read()).made).toEqual(["0", "1", "2"]);
    expect((await read()).made).toEqual([]);
    expect((await read("label-2")).made).toEqual(["0", "1", "2"]);
  });

  it("follow files that come, go, and are renamed, and make no digest of known content again", async () => {
    const { dir, files, read } = await archive();
    await read();
    await rename(files[0] as string, join(dir, "renamed.json"));
    await rm(files[1] as string);
    await writeRun(dir, sampleRun({ label: "new" }));
    const { labels, made, digests } = await read();
    expect(labels.toSorted()).toEqual(["0", "2", "new"]);
    expect(made).toEqual(["new"]);
    expect(digests.map(({ path }) => path)).toContain(join(dir, "renamed.json"));
  });

  it("see a file that was changed in place, also within a moment of writing", async () => {
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

  it("work without a cache that can be read", async () => {
    const { dir } = await archive();
    const cache = openCache("/dev/null/none", "1");
    const options = { cache, kind: "x", digest: ({ run }: StoredRun) => run.label };
    for (const _ of [1, 2]) expect((await readDigests(dir, options)).digests).toHaveLength(3);
  });

  it("tell broken files and clashes as readRuns does, each time", async () => {
    const { dir, files, read } = await archive();
    const [file = ""] = files;
    await copyFile(file, join(dir, "copy.json"));
    await writeFile(join(dir, "forged.json"), (await readFile(file, "utf8")).replace('"label":"0"', '"label":"8"'));
    await writeFile(join(dir, "broken.json"), "{");
    const expected = (await readRuns(dir)).problems.map(({ message }) => message).toSorted();
    expect(expected).toHaveLength(2);
    for (const _ of [1, 2]) {
      const { problems, digests } = await read();
      expect(problems.map(({ message }) => message).toSorted()).toEqual(expected);
      expect(digests).toHaveLength(3);
    }
  });

  it("hold the runs that are being recorded, anew each time", async () => {
    const { dir, read } = await archive();
    await read();
    const journal = await openJournal(dir, sampleHeader({ label: "live", seed: 8 }));
    const { digests } = await read();
    expect(digests.find(({ digest }) => digest.label === "live")).toMatchObject({ live: true });
    await journal.append({ kind: "trial", experiment: 0, cell: 0, trial: sampleTrial() });
    expect((await read()).made).toEqual(["live"]);
    await journal.discard();
    expect((await read()).labels).not.toContain("live");
  });
});
