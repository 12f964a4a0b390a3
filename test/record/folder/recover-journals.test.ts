import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { finishJournals } from "../../../src/record/folder/recover-journals.js";
import { readRuns } from "../../../src/record/folder/run-index.js";
import { readRun, writeRun } from "../../../src/record/folder/run-store.js";
import { readJournal } from "../../../src/record/journal/read-journal.js";
import { openJournal } from "../../../src/record/journal/write-journal.js";
import { watchedFiles } from "../failing-files.js";
import { sampleHeader, sampleRun, sampleTrial, temporaryFolder } from "../sample.js";

/** A journal with `trials` trials whose writer is gone: no process has this id and start. */
async function deadJournal(dir: string, trials: number): Promise<string> {
  const journal = await openJournal(dir, sampleHeader());
  for (let block = 0; block < trials; block += 1) {
    await journal.append({
      kind: "trial",
      experiment: 0,
      cell: 0,
      trial: sampleTrial({ block, wallMs: block + 0.12345 }),
    });
  }
  await journal.close();
  const text = await readFile(journal.path, "utf8");
  await writeFile(journal.path, text.replace(/"writer":\{[^}]*\}/, '"writer":{"pid":2147483646,"start":"1"}'));
  return journal.path;
}

describe("the journal of a run whose process is gone", () => {
  it("is in the archive as an interrupted run", async () => {
    const dir = await temporaryFolder();
    const path = await deadJournal(dir, 2);
    const { runs, problems } = await readRuns(dir);
    expect(problems).toEqual([]);
    expect(runs).toMatchObject([{ path, live: false, run: { status: "interrupted" } }]);
  });

  it("becomes the run file of the id that it was listed under", async () => {
    const dir = await temporaryFolder();
    const { run } = await readJournal(await deadJournal(dir, 2));
    const { written, problems } = await finishJournals(dir);
    expect(problems).toEqual([]);
    expect(written).toEqual([{ id: run.id, file: join(dir, `${run.id}.json`), trials: 2, lostLines: 0 }]);
    expect(await readdir(dir)).toEqual([`${run.id}.json`]);
    expect((await readRun(written[0]?.file ?? "")).run).toEqual(run);
    expect(await finishJournals(dir)).toEqual({ written: [], problems: [] });
  });

  it("is recovered but for a damaged line, and one that is kept is left alone", async () => {
    const dir = await temporaryFolder();
    const path = await deadJournal(dir, 3);
    await writeFile(path, (await readFile(path, "utf8")).replace('"kind":"trial"', '"kind":"tri\0l"'));
    expect(await finishJournals(dir, undefined, path)).toEqual({ written: [], problems: [] });
    const { written, problems } = await finishJournals(dir);
    expect([written, problems]).toMatchObject([[{ trials: 2, lostLines: 1 }], []]);
  });

  it("is finished once by two programs at the same time", async () => {
    const dir = await temporaryFolder();
    await deadJournal(dir, 3);
    const finished = await Promise.all([finishJournals(dir), finishJournals(dir)]);
    expect(await readdir(dir)).toHaveLength(1);
    expect((await readRuns(dir)).problems).toEqual([]);
    expect(finished.flatMap(({ written }) => written).length).toBeGreaterThan(0);
  });

  it("only goes away where nothing was measured", async () => {
    const dir = await temporaryFolder();
    await deadJournal(dir, 0);
    expect(await finishJournals(dir)).toEqual({ written: [], problems: [] });
    expect(await readdir(dir)).toEqual([]);
  });

  it("only goes away where its run has its file: the writer was killed between the two", async () => {
    const dir = await temporaryFolder();
    await deadJournal(dir, 2);
    await writeRun(dir, sampleRun({ study: "other" }));
    const { file } = await writeRun(dir, sampleRun());
    const { runs } = await readRuns(dir);
    expect(runs.map(({ run }) => run.status)).toEqual(["complete", "complete"]);
    const { fs, calls } = watchedFiles();
    expect(await finishJournals(dir, fs)).toEqual({ written: [], problems: [] });
    expect(await readdir(dir)).toHaveLength(2);
    expect((await readRun(file)).run.status).toBe("complete");
    // Not before the name of the run file is on the disk: a power cut could take back that and not the removal.
    expect(calls.slice(-4)).toEqual(["open", "sync", "close", "unlink"]);
  });

  it("stays, with a word, where it cannot be told that its run's file is on the disk", async () => {
    const dir = await temporaryFolder();
    const path = await deadJournal(dir, 2);
    await writeRun(dir, sampleRun());
    const { fs, calls } = watchedFiles();
    await finishJournals(dir, fs);
    await deadJournal(dir, 2);
    const { problems } = await finishJournals(dir, watchedFiles(calls.lastIndexOf("sync")).fs);
    expect(problems).toEqual([{ path, message: expect.stringContaining(`cannot write the run to ${dir}`) }]);
    expect(await readdir(dir)).toHaveLength(2);
  });

  it("stays where it is damaged, and others are finished all the same", async () => {
    const dir = await temporaryFolder();
    await writeFile(join(dir, "a.journal"), "{}\n");
    await writeFile(join(dir, "b.journal"), "");
    await deadJournal(dir, 1);
    const { written, problems } = await finishJournals(dir);
    expect(written).toHaveLength(1);
    expect(problems.map(({ path }) => path)).toEqual([join(dir, "a.journal"), join(dir, "b.journal")]);
    expect((await readdir(dir)).filter((name) => name.endsWith(".journal"))).toEqual(["a.journal", "b.journal"]);
  });

  it("is whole, as journal or as run, whatever single step of finishing fails", async () => {
    const { fs, calls } = watchedFiles();
    const first = await temporaryFolder();
    await deadJournal(first, 2);
    await finishJournals(first, fs);
    for (const index of calls.keys()) {
      const dir = await temporaryFolder();
      const { run } = await readJournal(await deadJournal(dir, 2));
      await finishJournals(dir, watchedFiles(index, "EIO").fs).catch(() => undefined);
      const { runs, problems } = await readRuns(dir);
      expect(problems, calls[index]).toEqual([]);
      expect(
        runs.map((stored) => stored.run),
        calls[index],
      ).toEqual([run]);
      expect((await readdir(dir)).filter((name) => name.endsWith(".tmp"))).toEqual([]);
    }
  });
});

it("the journal of a live run is left alone", async () => {
  const dir = await temporaryFolder();
  const journal = await openJournal(dir, sampleHeader());
  await journal.append({ kind: "trial", experiment: 0, cell: 0, trial: sampleTrial() });
  expect(await finishJournals(dir)).toEqual({ written: [], problems: [] });
  expect((await readRuns(dir)).runs).toMatchObject([{ live: true }]);
  await journal.discard();
});
