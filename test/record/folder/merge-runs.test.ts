import { copyFile, readdir, readFile, writeFile } from "node:fs/promises";
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

it("adds the runs that are not there yet, byte for byte, and leaves those that are", async () => {
  const [here, there] = [join(await temporaryFolder(), "runs"), await temporaryFolder()];
  await writeRun(here, mine);
  await writeRun(here, both);
  await writeRun(there, both, { compress: true });
  const packed = await writeRun(there, theirs, { compress: true });
  // As somebody wrote it: with spaces, and under a name of his own.
  const loose = sampleRun({ label: "loose" });
  await writeFile(join(there, "loose.json"), JSON.stringify(loose, null, 2));
  const { added, present, problems } = await mergeRuns(here, there);
  expect(problems).toEqual([]);
  expect(present).toEqual([both.id]);
  expect(added.map(({ id }) => id).toSorted()).toEqual([theirs.id, loose.id].toSorted());
  expect(await readFile(join(here, `${theirs.id}.json.gz`))).toEqual(await readFile(packed.file));
  expect(await readFile(join(here, `${loose.id}.json`), "utf8")).toBe(JSON.stringify(loose, null, 2));
  expect((await readRuns(here)).runs).toHaveLength(4);
  const again = await mergeRuns(here, there);
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
  expect(await mergeRuns(here, there, { cache, fs, now })).toMatchObject({ present: [mine.id], problems: [] });
  expect(opened.filter((name) => name.endsWith(".json"))).toEqual([`${theirs.id}.json`]);
});

it("names a clash, changes nothing there, and takes the others over", async () => {
  const [here, there] = [await temporaryFolder(), await temporaryFolder()];
  const { file } = await writeRun(here, both);
  await writeFile(join(there, "forged.json"), JSON.stringify({ ...both, label: "forged" }));
  await writeFile(join(there, "broken.json"), "{");
  await writeRun(there, theirs);
  const before = await readFile(file);
  const { added, problems } = await mergeRuns(here, there);
  expect(added.map(({ id }) => id)).toEqual([theirs.id]);
  expect(problems.map(({ message }) => message)).toEqual([
    expect.stringContaining("broken.json: is not JSON"),
    `${join(there, "forged.json")}: ${file} has its id, ${both.id}, and another content: nothing was changed; remove one of them`,
  ]);
  expect(await readFile(file)).toEqual(before);
});

it("overwrites no file that only has the name of a run, and goes on with the others", async () => {
  const [here, there] = [await temporaryFolder(), await temporaryFolder()];
  for (const run of [mine, both, theirs]) await writeRun(there, run);
  // Whichever comes first, one is left to be taken over after it.
  for (const { id } of [mine, theirs]) await writeFile(join(here, `${id}.json`), "notes");
  const { added, problems } = await mergeRuns(here, there);
  expect(added.map(({ id }) => id)).toEqual([both.id]);
  const clashes = problems.filter(({ message }) => message.includes("is there already and holds no such run"));
  expect(clashes.map(({ path }) => path).sort()).toEqual(
    [mine, theirs].map(({ id }) => join(there, `${id}.json`)).sort(),
  );
  expect(await readFile(join(here, `${theirs.id}.json`), "utf8")).toBe("notes");
});

it("makes a run file of a journal whose writer is gone, and leaves one that is being written", async () => {
  const [here, there] = [await temporaryFolder(), await temporaryFolder()];
  const journal = await openJournal(there, sampleHeader());
  await journal.append({ kind: "trial", experiment: 0, cell: 0, trial: sampleTrial() });
  expect((await mergeRuns(here, there)).problems[0]?.message).toContain("is being recorded: merge again");
  await journal.close();
  const [name = ""] = await readdir(there);
  const text = await readFile(join(there, name), "utf8");
  await writeFile(join(there, name), text.replace(/"writer":\{[^}]*\}/, '"writer":{"pid":2147483000,"start":"1"}'));
  const { added } = await mergeRuns(here, there);
  expect(added).toHaveLength(1);
  expect((await readRuns(here)).runs[0]?.run).toMatchObject({ status: "interrupted", study: "lab" });
  expect((await mergeRuns(here, there)).present).toHaveLength(1);
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
