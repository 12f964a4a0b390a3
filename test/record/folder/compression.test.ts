import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { RunFolder } from "../../../src/record/folder/run-folder.js";
import { readRuns } from "../../../src/record/folder/run-index.js";
import { readRun, writeRun } from "../../../src/record/folder/run-store.js";
import { withId } from "../../../src/record/schema/run-id.js";
import { UserError } from "../../../src/user-error.js";
import { watchedFiles } from "../failing-files.js";
import { fullRun } from "../full-run.js";
import { sampleRun, temporaryFolder } from "../sample.js";

describe("a compressed run file", () => {
  it("holds the same JSON in fewer bytes, under the name that says so", async () => {
    const dir = await temporaryFolder();
    const run = sampleRun();
    const { file } = await writeRun(dir, run, { compress: true });
    expect(file).toBe(join(dir, `${run.id}.json.gz`));
    const bytes = await readFile(file);
    const read = await readRun(file);
    const plain = await readRun((await writeRun(await temporaryFolder(), run)).file);
    expect(read).toMatchObject({ run, path: file, bytes: bytes.length, content: plain.content });
    expect(gunzipSync(bytes)).toEqual(await readFile(plain.path));
    expect(read.bytes).toBeLessThan(plain.bytes);
    expect(read.sha256).not.toBe(plain.sha256);
  });

  it("is the same run as the plain one: writing it again in the other way gives no second file", async () => {
    for (const compress of [true, false]) {
      const dir = await temporaryFolder();
      const first = await writeRun(dir, sampleRun(), { compress });
      expect(await writeRun(dir, sampleRun(), { compress: !compress })).toEqual(first);
      expect(await readdir(dir)).toHaveLength(1);
      await expect(writeRun(dir, { ...sampleRun(), label: "forged" }, { compress: !compress })).rejects.toThrow(
        UserError,
      );
    }
  });

  it("beside its plain copy is one run, and beside another content a problem", async () => {
    const dir = await temporaryFolder();
    const run = sampleRun();
    const { file } = await writeRun(dir, run);
    await writeFile(join(dir, `${run.id}.json.gz`), gzipSync(await readFile(file)));
    expect(await readRuns(dir)).toMatchObject({ runs: [{ run }], problems: [] });
    await writeFile(join(dir, `${run.id}.json.gz`), gzipSync(JSON.stringify({ ...run, label: "forged" })));
    expect((await readRuns(dir)).problems).toHaveLength(1);
  });

  it("is found by id and by name", async () => {
    const dir = await temporaryFolder();
    const { file, id } = await writeRun(dir, withId(fullRun()), { compress: true });
    for (const name of [id, file, `${id}.json.gz`, "latest"])
      expect((await new RunFolder(dir).find(name)).path).toBe(file);
  });

  it.each([
    ["cut short", gzipSync("{}").subarray(0, 15), "cannot be unpacked: it is cut short or not a gzip file"],
    ["no gzip", Buffer.from("{}"), "cannot be unpacked"],
    ["a bomb", gzipSync(Buffer.alloc(20_000_001, " ")), "unpacks to more than 20 MB"],
    ["no JSON", gzipSync("{"), "is not JSON"],
  ])("that is %s is a problem that names it", async (_what, bytes, told) => {
    const path = join(await temporaryFolder(), "x.json.gz");
    await writeFile(path, bytes);
    await expect(readRun(path)).rejects.toThrow(told);
    await expect(readRun(path)).rejects.toBeInstanceOf(UserError);
  });

  it("is there whole or not at all, whichever step fails", async () => {
    const { fs, calls } = watchedFiles();
    await writeRun(await temporaryFolder(), sampleRun(), { compress: true, fs });
    for (const [index] of calls.entries()) {
      const dir = await temporaryFolder();
      const failing = watchedFiles(index, "ENOSPC");
      await writeRun(dir, sampleRun(), { compress: true, fs: failing.fs }).catch((error: unknown) => {
        expect(error).toBeInstanceOf(UserError);
      });
      const { runs, problems } = await readRuns(dir);
      expect(problems).toEqual([]);
      expect(await readdir(dir)).toHaveLength(runs.length);
    }
  });
});
