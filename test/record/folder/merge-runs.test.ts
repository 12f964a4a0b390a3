import { copyFile, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { openCache } from "../../../src/record/files/cache.js";
import { mergeRuns } from "../../../src/record/folder/merge-runs.js";
import { RunIndex, readRuns } from "../../../src/record/folder/run-index.js";
import { removeRun, writeRun } from "../../../src/record/folder/run-store.js";
import { openJournal } from "../../../src/record/journal/write-journal.js";
import { watchedOpens } from "../failing-files.js";
import { sampleHeader, sampleRun, sampleTrial, temporaryFolder } from "../sample.js";

const [mine, both, theirs] = ["mine", "both", "theirs"].map((label) => sampleRun({ label })) as [Run, Run, Run];
type Run = ReturnType<typeof sampleRun>;

/** Leaves the journal of a recording that was killed; `meanwhile`: what is done while it is alive. */
async function deadJournal(dir: string, meanwhile = async () => {}): Promise<void> {
  const journal = await openJournal(dir, sampleHeader());
  await journal.append({ kind: "trial", experiment: 0, cell: 0, trial: sampleTrial() });
  await meanwhile();
  await journal.close();
  const [name = ""] = await readdir(dir);
  const text = await readFile(join(dir, name), "utf8");
  await writeFile(join(dir, name), text.replace(/"writer":\{[^}]*\}/, '"writer":{"pid":2147483000,"start":"1"}'));
}

it("adds the runs that are not there yet, byte for byte, and leaves those that are", async () => {
  const [here, there] = [join(await temporaryFolder(), "runs"), await temporaryFolder()];
  await writeRun(here, mine);
  await writeRun(here, both);
  await writeRun(there, both, { compress: true });
  const packed = await writeRun(there, theirs, { compress: true });
  // As somebody wrote it: with spaces, and under a name of his own.
  const loose = sampleRun({ label: "loose" });
  await writeFile(join(there, "loose.json"), JSON.stringify(loose, null, 2));
  const { added, present, problems } = await mergeRuns(here, [there]);
  expect(problems).toEqual([]);
  expect(present).toEqual([both.id]);
  expect(added.map(({ id }) => id).toSorted()).toEqual([theirs.id, loose.id].toSorted());
  expect(await readFile(join(here, `${theirs.id}.json.gz`))).toEqual(await readFile(packed.file));
  expect(await readFile(join(here, `${loose.id}.json`), "utf8")).toBe(JSON.stringify(loose, null, 2));
  expect((await readRuns(here)).runs).toHaveLength(4);
  const again = await mergeRuns(here, [there]);
  expect(again).toMatchObject({ added: [], problems: [] });
  expect(again.present).toHaveLength(3);
});

it("opens only the files that it copies, once the folders are indexed", async () => {
  const [here, there] = [await temporaryFolder(), await temporaryFolder()];
  const cache = openCache(join(await temporaryFolder(), "cache"), "1");
  const now = () => Date.now() + 3_600_000;
  await writeRun(here, mine);
  for (const run of [mine, theirs]) await writeRun(there, run);
  for (const dir of [here, there]) await new RunIndex(dir, { cache, now }).read();
  const { fs, opened } = watchedOpens();
  expect(await mergeRuns(here, [there], { cache, fs, now })).toMatchObject({ present: [mine.id], problems: [] });
  expect(opened.filter((name) => name.endsWith(".json"))).toEqual([`${theirs.id}.json`]);
});

it("names a clash, changes nothing there, and takes the others over", async () => {
  const [here, there] = [await temporaryFolder(), await temporaryFolder()];
  const { file } = await writeRun(here, both);
  await writeFile(join(there, "forged.json"), JSON.stringify({ ...both, label: "forged" }));
  await writeFile(join(there, "broken.json"), "{");
  await writeRun(there, theirs);
  const before = await readFile(file);
  const { added, problems } = await mergeRuns(here, [there]);
  expect(added.map(({ id }) => id)).toEqual([theirs.id]);
  expect(problems.map(({ message }) => message)).toEqual([
    expect.stringContaining("broken.json: is not JSON"),
    `${join(there, "forged.json")}: ${file} has its id, ${both.id}, and another content: nothing was changed; this one was changed since it was recorded`,
  ]);
  expect(await readFile(file)).toEqual(before);
  // The other way round the one that is here is not as it was recorded.
  const elsewhere = await temporaryFolder();
  await copyFile(join(there, "forged.json"), join(elsewhere, "forged.json"));
  const [clash] = (await mergeRuns(elsewhere, [here])).problems.map(({ message }) => message);
  expect(clash).toContain(`${join(elsewhere, "forged.json")} was changed since it was recorded: remove that`);
});

it("overwrites no file that only has the name of a run, and goes on with the others", async () => {
  const [here, there] = [await temporaryFolder(), await temporaryFolder()];
  for (const run of [mine, both, theirs]) await writeRun(there, run);
  // Whichever comes first, one is left to be taken over after it.
  for (const { id } of [mine, theirs]) await writeFile(join(here, `${id}.json`), "notes");
  const { added, problems } = await mergeRuns(here, [there]);
  expect(added.map(({ id }) => id)).toEqual([both.id]);
  const clashes = problems.filter(({ message }) => message.includes("is there already and holds no such run"));
  expect(clashes.map(({ path }) => path).sort()).toEqual(
    [mine, theirs].map(({ id }) => join(there, `${id}.json`)).sort(),
  );
  expect(await readFile(join(here, `${theirs.id}.json`), "utf8")).toBe("notes");
});

it("goes through many folders, and names what could not be taken over of each", async () => {
  const [here, base] = [await temporaryFolder(), await temporaryFolder()];
  const folders = await Promise.all(
    Array.from({ length: 12 }, async (_, index) => {
      const folder = join(base, `machine-${index}`);
      await writeRun(folder, sampleRun({ label: `of ${index}` }));
      return folder;
    }),
  );
  const [first = "", clash = "", damaged = "", again = ""] = folders;
  const of0 = sampleRun({ label: "of 0" });
  await writeFile(join(clash, "x.json"), JSON.stringify({ ...of0, label: "forged" }));
  await writeFile(join(damaged, "half.json"), "{");
  await copyFile(join(first, `${of0.id}.json`), join(again, "copy.json"));
  const empty = join(base, "empty");
  await mkdir(empty);
  const journal = await openJournal(join(base, "live"), sampleHeader());
  const given = [...folders, empty, join(base, "live"), join(base, "none"), join(first, `${of0.id}.json`)];
  const merged = await mergeRuns(here, given);
  await journal.close();
  expect(merged.added).toHaveLength(12);
  expect(merged.present).toEqual([of0.id]);
  expect(merged.empty).toEqual([empty]);
  expect(merged.problems.map(({ message }) => message)).toEqual([
    expect.stringMatching(/machine-1\/x\.json: .* has its id, .* and another content/),
    expect.stringContaining("machine-2/half.json: is not JSON"),
    expect.stringMatching(/live\/.*: is being recorded: merge again when it is done/),
    `${join(base, "none")} is not a folder: give the folder of run files to merge`,
    expect.stringMatching(/json is not a folder/),
  ]);
  expect((await readRuns(here)).runs).toHaveLength(12);
  await expect(mergeRuns(here, [join(base, "none")])).rejects.toThrow("is not a folder");
});

it("a journal and the run file that was made of it elsewhere are one run", async () => {
  const [here, there, other] = [await temporaryFolder(), await temporaryFolder(), await temporaryFolder()];
  await deadJournal(there);
  const { added } = await mergeRuns(other, [there]);
  const merged = await mergeRuns(here, [there, other]);
  expect(merged).toMatchObject({ added: [{ id: added[0]?.id }], present: [added[0]?.id], problems: [] });
});

it("makes a run file of a journal whose writer is gone, and leaves one that is being written", async () => {
  const [here, there] = [await temporaryFolder(), await temporaryFolder()];
  await deadJournal(there, async () => {
    expect((await mergeRuns(here, [there])).problems[0]?.message).toContain("is being recorded: merge again");
  });
  const { added } = await mergeRuns(here, [there]);
  expect(added).toHaveLength(1);
  expect((await readRuns(here)).runs[0]?.run).toMatchObject({ status: "interrupted", study: "lab" });
  expect((await mergeRuns(here, [there])).present).toHaveLength(1);
});

it("a removed run is gone, and its copy elsewhere stays", async () => {
  const [here, there] = [await temporaryFolder(), await temporaryFolder()];
  const { file } = await writeRun(here, mine);
  await copyFile(file, join(there, "copy.json"));
  for (const stored of (await readRuns(here)).runs) await removeRun(stored);
  expect(await readdir(here)).toEqual([]);
  expect((await readRuns(there)).runs).toHaveLength(1);
  const journal = await openJournal(here, sampleHeader());
  const [live] = (await readRuns(here)).runs;
  await expect(live && removeRun(live)).rejects.toThrow("is being recorded");
  await journal.discard();
});
