import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openCache } from "../../../src/record/files/cache.js";
import { RunFolder } from "../../../src/record/folder/run-folder.js";
import { RunIndex } from "../../../src/record/folder/run-index.js";
import { writeRun } from "../../../src/record/folder/run-store.js";
import { openJournal } from "../../../src/record/journal/write-journal.js";
import { UserError } from "../../../src/user-error.js";
import { watchedOpens } from "../failing-files.js";
import { sampleHeader, sampleRun, sampleTrial, temporaryFolder } from "../sample.js";

const old = sampleRun({ startedAt: "2025-01-01T00:00:00Z", label: "baseline" });
const middle = sampleRun({ startedAt: "2026-02-03T04:05:06Z", study: "cores-host", label: "007" });
const short = sampleRun({ startedAt: "2026-02-02T00:00:00Z", study: "host", label: "short" });
const last = sampleRun({ startedAt: "2026-11-20T00:00:00Z", label: "twice" });
const latest = sampleRun({ startedAt: "2026-11-21T00:00:00Z", label: "twice" });
let dir = "";

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "scalebook-find-"));
  for (const run of [old, middle, short, last, latest]) await writeRun(dir, run);
});
afterAll(() => rm(dir, { recursive: true, force: true }));

describe("a run is found", () => {
  it.each([
    ["its id", old.id, old],
    ["its id in capitals", old.id.toUpperCase(), old],
    ["the beginning of its id", "2025", old],
    ["a part of its id", "cores-host", middle],
    ["its study, though another's has that in it", "host", short],
    ["the hash in its id", last.id.slice(-6), last],
    ["its label", "baseline", old],
    ["a label that looks like a number", "007", middle],
    ["being the latest", "latest", latest],
    ["its file name in the folder", `${old.id}.json`, old],
  ])("by %s", async (_by, given, run) => {
    expect((await new RunFolder(dir).find(given)).run).toEqual(run);
  });

  it("by its path, wherever it lies", async () => {
    const { file } = await writeRun(await temporaryFolder(), sampleRun());
    expect(await new RunFolder(dir).find(file)).toMatchObject({ run: sampleRun(), path: file });
  });
});

describe("a run that failed", () => {
  const failed = sampleRun({ startedAt: "2026-11-21T06:16:00Z", study: "cores-host", status: "failed" });

  it("is found by its id, and by another name only where no other run has it", async () => {
    const folder = await temporaryFolder();
    for (const run of [middle, failed]) await writeRun(folder, run);
    const runs = new RunFolder(folder);
    for (const name of ["latest", "cores-host"]) {
      expect((await runs.find(name)).run).toEqual(middle);
      expect(await runs.idOf(name)).toBe(middle.id);
    }
    expect((await runs.find(failed.id)).run).toEqual(failed);
  });

  it("is named where there is no other", async () => {
    const folder = await temporaryFolder();
    await writeRun(folder, failed);
    expect(await messageOf("latest", folder)).toContain(`the last, ${failed.id}, failed`);
    await expect(new RunFolder(folder).idOf("latest")).rejects.toThrow("failed");
  });
});

async function messageOf(given: string, folder = dir): Promise<string> {
  const error: unknown = await new RunFolder(folder).find(given).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(UserError);
  return String((error as Error).message);
}

describe("a name that fits no single run", () => {
  it("names the runs that it may mean", async () => {
    expect(await messageOf("twice")).toBe(
      `"twice" names 2 runs in ${dir}: ${last.id}, ${latest.id}: give more of the id`,
    );
    expect(await messageOf("2026")).toContain(middle.id);
  });

  it("names the nearest", async () => {
    expect(await messageOf("basline")).toContain('is called "basline": the nearest are "baseline"');
    expect(await messageOf(`${old.id.slice(0, -1)}-`)).toContain(`nearest are ${old.id}`);
    expect(await messageOf("")).toContain("the nearest are");
  });

  it("is told with its broken file where it has one", async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, "20260101t000000z-lab-abcdef.json"), "{");
    expect(await messageOf("20260101t000000z-lab-abcdef", folder)).toContain("is not JSON");
    await writeFile(join(folder, "other.json"), "{");
    for (const given of ["latest", "x"]) {
      expect(await messageOf(given, folder)).toMatch(
        /holds no runs that can be read: .*abcdef\.json.*JSON.*; 1 more cannot be read$/,
      );
    }
  });

  it("says so when there are no runs", async () => {
    const folder = await temporaryFolder();
    for (const given of ["latest", "x"])
      expect(await messageOf(given, folder)).toContain("holds no runs: record one with");
  });

  it("says so when the file is missing", async () => {
    expect(await messageOf("./none.json")).toContain("cannot read ./none.json: there is no such file or folder");
  });
});

it("does not take a run that is being recorded for the latest", async () => {
  const folder = await temporaryFolder();
  await writeRun(folder, old);
  const journal = await openJournal(folder, sampleHeader());
  expect((await new RunFolder(folder).find("latest")).run.id).toBe(old.id);
  expect((await new RunFolder(folder).find(journal.path)).run.status).toBe("interrupted");
  await journal.discard();
});

describe("of a folder with a long line of runs", () => {
  const hash = "a".repeat(64);
  const runOf = (block: number, parent?: string) => {
    const cells = [{ factors: { strategy: "sequential", workers: 1, tasks: 8 }, trials: [sampleTrial({ block })] }];
    const experiments = [{ id: "workers", title: "Workers", division: "tasks" as const, cells }];
    return sampleRun({ studyHash: hash, label: `${block}`, experiments, ...(parent !== undefined && { parent }) });
  };
  const first = runOf(0);
  const second = runOf(1, first.id);
  const third = runOf(2, second.id);

  it("only the run and those that it goes on with are opened, once the index is there", async () => {
    const folder = await temporaryFolder();
    const cache = openCache(join(await temporaryFolder(), "cache"), "1");
    for (const run of [first, second, third, old, middle]) await writeRun(folder, run);
    await new RunIndex(folder, { cache, now: () => Date.now() + 3_600_000 }).read();
    const { fs, opened } = watchedOpens();
    const runs = new RunFolder(folder, { cache, fs });
    const stored = await runs.find("2");
    expect(opened).toEqual([`${third.id}.json`]);
    const line = await runs.lineOf(stored);
    expect([line.runs.map(({ id }) => id), line.broken]).toEqual([[first.id, second.id, third.id], null]);
    expect(opened.slice(1)).toEqual([`${second.id}.json`, `${first.id}.json`]);
    expect((await runs.lineOf(await runs.find("baseline"))).runs).toEqual([old]);
  });
});
