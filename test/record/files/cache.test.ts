import * as nodeFs from "node:fs";
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { cacheFolder, openCache } from "../../../src/record/files/cache.js";
import type { SyncFileSystem } from "../../../src/record/files/file-system.js";
import { sha256 } from "../../../src/record/schema/run-id.js";
import { temporaryFolder } from "../sample.js";

const [first, second, third] = ["1", "2", "3"].map(sha256) as [string, string, string];
const key = sha256("x");

async function opened() {
  const folder = join(await temporaryFolder(), "cache");
  return { folder, cache: openCache(folder, first) };
}

async function filesOf(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
}

describe("the cache", () => {
  it("gives back what was kept, whoever opens it", async () => {
    const { folder, cache } = await opened();
    expect(cache.read(key)).toBeNull();
    cache.keep(key, Buffer.from("content"));
    expect(openCache(folder, first).read(key)?.toString()).toBe("content");
    cache.keep(key, Buffer.alloc(0));
    expect(cache.read(key)?.length).toBe(0);
  });

  it("takes a torn, changed or empty file for none", async () => {
    const { folder, cache } = await opened();
    cache.keep(key, Buffer.from("content"));
    const [file = ""] = await filesOf(folder);
    const whole = await readFile(file);
    const torn = [whole.subarray(0, -1), whole.subarray(0, 10), Buffer.alloc(0), Buffer.from(whole).fill(65, 40)];
    for (const bytes of torn) {
      await writeFile(file, bytes);
      expect(cache.read(key)).toBeNull();
    }
    cache.keep(key, Buffer.from("again"));
    expect(cache.read(key)?.toString()).toBe("again");
  });

  it("takes the content of another key for none", async () => {
    const { folder, cache } = await opened();
    const other = sha256("y");
    cache.keep(key, Buffer.from("content"));
    cache.keep(other, Buffer.from("another"));
    const [one = "", two = ""] = await filesOf(folder);
    await writeFile(two, await readFile(one));
    expect([cache.read(key)?.toString() ?? null, cache.read(other)?.toString() ?? null]).toContain(null);
  });

  it("leaves no temporary file behind", async () => {
    const { folder, cache } = await opened();
    for (const text of ["a", "b", "c"]) cache.keep(key, Buffer.from(text));
    expect(await filesOf(folder)).toHaveLength(1);
  });

  it("keeps lines in order, and leaves out those that were cut", async () => {
    const { folder, cache } = await opened();
    cache.addLines("runs", ["one", "two\twords", "ü"]);
    cache.addLines("runs", []);
    openCache(folder, first).addLines("runs", ["last"]);
    expect(cache.lines("runs")).toEqual(["one", "two\twords", "ü", "last"]);
    const [file = ""] = await filesOf(folder);
    await writeFile(file, (await readFile(file, "utf8")).slice(0, -3));
    cache.addLines("runs", ["after"]);
    expect(cache.lines("runs")).toEqual(["one", "two\twords", "ü", "after"]);
    cache.setLines("runs", ["new"]);
    expect(cache.lines("runs")).toEqual(["new"]);
    expect(cache.lines("others")).toEqual([]);
  });

  it("leaves out every line that a flipped bit or a zeroed block has touched, and no other", async () => {
    const { folder, cache } = await opened();
    const lines = ["one", "two\twords", "ü", '{"wallMs":[100.5,101]}'];
    cache.addLines("runs", lines);
    const [file = ""] = await filesOf(folder);
    const whole = await readFile(file);
    const starts = [...whole.keys()].filter((at) => at > 0 && whole[at - 1] === 10);
    const lineAt = (at: number) => starts.findLastIndex((start) => start <= at);
    for (let at = 1; at < whole.length - 1; at += 1) {
      // A line break that is lost joins two lines to one that is neither.
      const lost = [lineAt(at), ...(whole[at] === 10 ? [lineAt(at) + 1] : [])];
      for (const change of [1, 2, 64, 128, whole[at] as number]) {
        const damaged = Buffer.from(whole);
        damaged[at] = (whole[at] as number) ^ change;
        await writeFile(file, damaged);
        expect(cache.lines("runs"), `byte ${at} ^ ${change}`).toEqual(
          lines.filter((_, index) => !lost.includes(index)),
        );
      }
    }
  });

  it("has nothing of other generations, and keeps one of them beside the one in use", async () => {
    const { folder, cache } = await opened();
    cache.keep(key, Buffer.from("content"));
    expect(openCache(folder, second).read(key)).toBeNull();
    expect(openCache(folder, first).read(key)?.toString()).toBe("content");
    openCache(folder, third);
    expect(await readdir(folder)).toHaveLength(2);
  });

  it("costs nothing but time where it cannot be written, or was deleted", async () => {
    const { folder, cache } = await opened();
    await rm(folder, { recursive: true });
    await writeFile(folder, "a file where the folder should be");
    cache.keep(key, Buffer.from("content"));
    cache.addLines("runs", ["one"]);
    expect(cache.read(key)).toBeNull();
    expect(cache.lines("runs")).toEqual([]);
    await rm(folder);
    cache.keep(key, Buffer.from("content"));
    cache.addLines("runs", ["one"]);
    expect(cache.read(key)?.toString()).toBe("content");
    expect(cache.lines("runs")).toEqual(["one"]);
  });

  it("survives a file system that refuses any call", async () => {
    for (const name of ["appendFileSync", "mkdirSync", "readFileSync", "renameSync", "utimesSync", "writeFileSync"]) {
      const fs = {
        ...nodeFs,
        [name]: () => {
          throw Object.assign(new Error(`no ${name}`), { code: "EIO" });
        },
      } as SyncFileSystem;
      const cache = openCache(join(await temporaryFolder(), "cache"), first, fs);
      cache.keep(key, Buffer.from("content"));
      cache.addLines("runs", ["one"]);
      expect([undefined, "content"], name).toContain(cache.read(key)?.toString());
      expect([[], ["one"]], name).toContainEqual(cache.lines("runs"));
    }
  });
});

it("lies where the environment says, else where the operating system keeps caches", () => {
  expect(cacheFolder({ SCALEBOOK_CACHE: "/tmp/x" })).toBe("/tmp/x");
  expect(cacheFolder({})).toContain("scalebook");
  expect(cacheFolder({ SCALEBOOK_CACHE: "" })).toBe(cacheFolder({}));
});
