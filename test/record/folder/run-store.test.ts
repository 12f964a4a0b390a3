import { execFileSync } from "node:child_process";
import { mkdir, readdir, readFile, symlink, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readRuns } from "../../../src/record/folder/run-index.js";
import { readKnownRun, readRun, writeRun } from "../../../src/record/folder/run-store.js";
import { withId } from "../../../src/record/schema/run-id.js";
import { UserError } from "../../../src/user-error.js";
import { type Fault, watchedFiles } from "../failing-files.js";
import { fullRun } from "../full-run.js";
import { sampleRun, temporaryFolder } from "../sample.js";

/** A tool of every Unix, not a package. */
const MAKE_PIPE = "mkfifo";

describe("writing a run", () => {
  it("gives a compact file of its id, in a folder that is made", async () => {
    const dir = join(await temporaryFolder(), "a", "b");
    const run = withId(fullRun());
    const written = await writeRun(dir, run);
    expect(written).toEqual({ id: run.id, file: join(dir, `${run.id}.json`) });
    expect(await readFile(written.file, "utf8")).toBe(`${JSON.stringify(run)}\n`);
    expect((await readRun(written.file)).run).toEqual(run);
    expect(await readdir(dir)).toEqual([`${run.id}.json`]);
  });

  it("twice is one file", async () => {
    const dir = await temporaryFolder();
    await writeRun(dir, sampleRun());
    await writeRun(dir, sampleRun());
    expect(await readdir(dir)).toHaveLength(1);
  });

  it("by several writers at once is one whole file", async () => {
    const dir = await temporaryFolder();
    const run = sampleRun();
    await Promise.all(Array.from({ length: 8 }, () => writeRun(dir, run)));
    expect(await readdir(dir)).toEqual([`${run.id}.json`]);
    expect((await readRuns(dir)).runs.map((stored) => stored.run)).toEqual([run]);
  });

  it("never overwrites another content", async () => {
    const dir = await temporaryFolder();
    const run = sampleRun();
    const { file } = await writeRun(dir, run);
    await expect(writeRun(dir, { ...run, label: "forged" })).rejects.toThrow("another content has this id already");
    expect((await readRun(file)).run).toEqual(run);
  });

  it("takes a run that does not fit the schema for a bug", async () => {
    const dir = await temporaryFolder();
    const attempt = writeRun(dir, { ...sampleRun(), seed: -1 });
    await expect(attempt).rejects.toThrow("does not fit its schema");
    await expect(attempt).rejects.not.toBeInstanceOf(UserError);
    expect(await readdir(dir)).toEqual([]);
  });

  it("refuses a run that nobody could read again for its size", async () => {
    const dir = await temporaryFolder();
    const taskMs = Array.from({ length: 1_000_000 }, () => 1.123);
    const cell = { factors: { strategy: "x", workers: 1 }, trials: [0, 1, 2, 3].map((block) => trial(block, taskMs)) };
    const run = sampleRun({ experiments: [{ id: "x", title: "x", division: "tasks", cells: [cell] }] });
    await expect(writeRun(dir, run)).rejects.toThrow(
      /would be 24\.\d MB, and run files hold up to 20 MB: record fewer/,
    );
    expect(await readdir(dir)).toEqual([]);
  });
});

function trial(block: number, taskMs: number[]) {
  return { block, status: "ok" as const, wallMs: 1, taskMs };
}

describe("a run that was read before", () => {
  it("is read again as it was, compressed or not", async () => {
    for (const compress of [false, true]) {
      const { file } = await writeRun(await temporaryFolder(), withId(fullRun()), { compress });
      const { run, sha256 } = await readRun(file);
      expect(await readKnownRun(file, sha256)).toEqual(run);
    }
  });

  it("is not taken for one of another content", async () => {
    const { file } = await writeRun(await temporaryFolder(), sampleRun());
    const { sha256 } = await readRun(file);
    await writeFile(file, "{}");
    expect(await readKnownRun(file, sha256)).toBeNull();
  });
});

describe("a fault at any single step of writing", () => {
  async function stepsOf(): Promise<string[]> {
    const { fs, calls } = watchedFiles();
    await writeRun(await temporaryFolder(), sampleRun(), { fs });
    return calls;
  }

  it("has these steps to meet", async () => {
    const folder = process.platform === "win32" ? [] : ["open", "sync", "close"];
    expect(await stepsOf()).toEqual(["mkdir", "lstat", "lstat", "open", "write", "sync", "close", "rename", ...folder]);
  });

  it.each<Fault>(["ENOSPC", "EIO", "EACCES"])("leaves the whole file or none (%s)", async (fault) => {
    const steps = await stepsOf();
    for (const [index, step] of steps.entries()) {
      const dir = await temporaryFolder();
      const other = await writeRun(dir, sampleRun({ label: "there before" }));
      const { fs } = watchedFiles(index, fault);
      const error: unknown = await writeRun(dir, sampleRun(), { fs }).then(
        () => undefined,
        (reason: unknown) => reason,
      );
      if (error !== undefined) {
        expect(error, step).toBeInstanceOf(UserError);
        expect(String(error)).toContain(`cannot write the run to ${dir}`);
        expect(String(error)).toContain(`(${fault})`);
      }
      const renamed = index > steps.indexOf("rename");
      const { runs, problems } = await readRuns(dir);
      expect(problems).toEqual([]);
      expect(runs, step).toHaveLength(renamed ? 2 : 1);
      expect(await readdir(dir), step).toHaveLength(renamed ? 2 : 1);
      expect((await readRun(other.file)).run.label).toBe("there before");
    }
  });

  it("survives a system that takes a few bytes at a time", async () => {
    const dir = await temporaryFolder();
    const { fs, calls } = watchedFiles(0, "short");
    await writeRun(dir, sampleRun(), { fs });
    expect(calls.filter((call) => call === "write").length).toBeGreaterThan(50);
    expect((await readRuns(dir)).runs.map(({ run }) => run)).toEqual([sampleRun()]);
  });

  it("says what helps when the disk is full", async () => {
    const dir = await temporaryFolder();
    const { fs } = watchedFiles(4, "ENOSPC");
    await expect(writeRun(dir, sampleRun(), { fs })).rejects.toThrow(
      `cannot write the run to ${dir}: no space is left on the device; free some space (ENOSPC)`,
    );
  });

  it("says so when the folder is a file", async () => {
    const file = join(await temporaryFolder(), "runs");
    await writeFile(file, "");
    await expect(writeRun(file, sampleRun())).rejects.toThrow(UserError);
    await expect(readRuns(file)).rejects.toThrow(
      `cannot read the folder ${file}: it, or a part of its path, is a file and not a folder`,
    );
  });
});

describe("reading a folder of runs", () => {
  it("takes a missing folder for an empty archive", async () => {
    expect(await readRuns(join(await temporaryFolder(), "none"))).toEqual({ runs: [], problems: [] });
  });

  it("sorts by start, then id, and tells path, size and hash", async () => {
    const dir = await temporaryFolder();
    const times = ["2026-11-21T06:15:00Z", "2025-01-01T00:00:00Z", "2026-11-21T06:15:00.000Z"];
    const runs = times.map((startedAt, index) => sampleRun({ startedAt, label: `${index}` }));
    for (const run of runs) await writeRun(dir, run);
    const { runs: read } = await readRuns(dir);
    const ids = read.map(({ run }) => run.id);
    expect(ids[0]).toBe(runs[1]?.id);
    expect(ids.slice(1)).toEqual([runs[0]?.id, runs[2]?.id].toSorted());
    const [first] = read;
    expect(first?.bytes).toBe((await readFile(first?.path ?? "")).length);
    expect(first?.sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  it("tells broken files and reads the others", async () => {
    const dir = await temporaryFolder();
    const run = sampleRun();
    const { file } = await writeRun(dir, run);
    await writeFile(join(dir, "README.md"), "not a run");
    await writeFile(join(dir, ".hidden.json"), "not a run");
    await writeFile(join(dir, "a-cut.json"), (await readFile(file)).subarray(0, 100));
    await writeFile(join(dir, "b-latin1.json"), Buffer.from([0x22, 0xe9, 0x22]));
    await mkdir(join(dir, "c-folder.json"));
    await writeFile(join(dir, "d-large.json"), "");
    await truncate(join(dir, "d-large.json"), 20_000_001);
    await writeFile(join(dir, "e-newer.json"), '{"schemaVersion":99}');
    const { runs, problems } = await readRuns(dir);
    expect(runs.map((stored) => stored.run)).toEqual([run]);
    expect(problems.map(({ path, message }) => message.replace(path, "PATH"))).toEqual([
      expect.stringContaining("PATH: is not JSON"),
      "PATH: is not UTF-8 text: save it as UTF-8",
      "PATH: is a folder, not a file",
      "PATH: is 20.0 MB large: at most 20.0 MB are read; check that it is the right file",
      expect.stringContaining("PATH: schemaVersion is 99"),
    ]);
  });

  it.skipIf(process.platform === "win32")("opens no symbolic link, pipe or device", async () => {
    const dir = await temporaryFolder();
    const { file } = await writeRun(await temporaryFolder(), sampleRun());
    await symlink(file, join(dir, "a-link.json"));
    await symlink("/dev/zero", join(dir, "b-device.json"));
    await symlink("nowhere", join(dir, "c-dangling.json"));
    execFileSync(MAKE_PIPE, [join(dir, "d-pipe.json")]);
    const { runs, problems } = await readRuns(dir);
    expect(runs).toEqual([]);
    expect(problems.map(({ message }) => message.slice(message.lastIndexOf("json: ") + 6))).toEqual([
      "is a symbolic link: give the file itself",
      "is a symbolic link: give the file itself",
      "is a symbolic link: give the file itself",
      "is not a regular file",
    ]);
  });

  it("takes a copy of a run for the run, and a changed copy for a problem", async () => {
    const dir = await temporaryFolder();
    const run = sampleRun();
    const { file } = await writeRun(dir, run);
    await writeFile(join(dir, "copy.json"), await readFile(file));
    await writeFile(join(dir, "forged.json"), JSON.stringify({ ...run, label: "forged" }));
    const { runs, problems } = await readRuns(dir);
    expect(runs).toHaveLength(1);
    expect(problems).toHaveLength(1);
    expect(problems[0]?.message).toContain("forged.json: has the id of");
  });
});
