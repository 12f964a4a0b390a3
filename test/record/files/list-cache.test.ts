import { chmod, mkdir, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { cacheFolder, openCache } from "../../../src/record/files/list-cache.js";
import { temporaryFolder } from "../sample.js";

async function opened() {
  const folder = join(await temporaryFolder(), "cache");
  return { folder, cache: openCache({ folder, version: "1" }) };
}

async function filesOf(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
}

describe("the cache", () => {
  it("gives back what was written, whoever opens it", async () => {
    const { folder, cache } = await opened();
    const key = cache.keyOf("page", "abc");
    expect(await cache.read(key)).toBeUndefined();
    await cache.write(key, Buffer.from("content"));
    expect((await openCache({ folder, version: "1" }).read(key))?.toString()).toBe("content");
    await cache.write(key, Buffer.alloc(0));
    expect((await cache.read(key))?.length).toBe(0);
  });

  it("has other keys for other parts and other versions, and equal ones for equal parts", async () => {
    const { folder, cache } = await opened();
    const other = openCache({ folder, version: "2" });
    const keys = [cache.keyOf("a", "b"), cache.keyOf("ab"), cache.keyOf("a", ["b"]), other.keyOf("a", "b")];
    expect(new Set(keys).size).toBe(4);
    expect(cache.keyOf({ x: 1, y: 2 })).toBe(cache.keyOf({ y: 2, x: 1 }));
  });

  it("takes a torn, changed or empty entry for none", async () => {
    const { folder, cache } = await opened();
    const key = cache.keyOf("x");
    await cache.write(key, Buffer.from("content"));
    const [file = ""] = await filesOf(folder);
    const whole = await readFile(file);
    for (const bytes of [
      whole.subarray(0, -1),
      whole.subarray(0, 10),
      Buffer.alloc(0),
      Buffer.from(whole).fill(65, whole.length - 1),
    ]) {
      await writeFile(file, bytes);
      expect(await cache.read(key)).toBeUndefined();
    }
    await cache.write(key, Buffer.from("again"));
    expect((await cache.read(key))?.toString()).toBe("again");
  });

  it("is whole for a reader while several write", async () => {
    const { folder, cache } = await opened();
    const key = cache.keyOf("x");
    const texts = Array.from({ length: 20 }, (_, index) => String(index).repeat(5_000));
    await Promise.all(
      texts.map(async (text) => {
        await cache.write(key, Buffer.from(text));
        expect(texts).toContain((await cache.read(key))?.toString());
      }),
    );
    expect(await filesOf(folder)).toHaveLength(1);
  });

  it("costs nothing but time where it cannot be written, or was deleted", async () => {
    const { folder, cache } = await opened();
    await writeFile(folder, "a file where the folder should be");
    await cache.write(cache.keyOf("x"), Buffer.from("content"));
    expect(await cache.read(cache.keyOf("x"))).toBeUndefined();
    expect(await cache.prune(0)).toBe(0);
    await rm(folder);
    await cache.write(cache.keyOf("x"), Buffer.from("content"));
    expect((await cache.read(cache.keyOf("x")))?.toString()).toBe("content");
  });

  it.skipIf(process.getuid?.() === 0)("passes over a folder that may not be read", async () => {
    const { folder, cache } = await opened();
    await mkdir(folder);
    await chmod(folder, 0o000);
    await cache.write(cache.keyOf("x"), Buffer.from("content"));
    expect(await cache.read(cache.keyOf("x"))).toBeUndefined();
    await chmod(folder, 0o700);
  });
});

describe("pruning", () => {
  it("keeps what was used last, and every file that is none of its own", async () => {
    const { folder, cache } = await opened();
    const keys = ["old", "middle", "new"].map((name) => cache.keyOf(name));
    for (const key of keys) await cache.write(key, Buffer.alloc(1_000));
    const day = 86_400_000;
    for (const [index, key] of keys.entries()) {
      const used = new Date(Date.now() - (10 - index) * day);
      await utimes(join(folder, key.slice(0, 2), key.slice(2)), used, used);
    }
    await writeFile(join(folder, "mine.txt"), "mine");
    await mkdir(join(folder, "ab"), { recursive: true });
    await writeFile(join(folder, "ab", "mine.txt"), "mine");
    // Reading is using: the oldest becomes the newest.
    await cache.read(keys[0] as string);
    expect(await cache.prune(2_200)).toBe(1);
    const left = await Promise.all(keys.map(async (key) => (await cache.read(key)) !== undefined));
    expect(left).toEqual([true, false, true]);
    expect(await cache.prune(0)).toBe(2);
    expect((await filesOf(folder)).map((file) => file.slice(-8))).toEqual(["mine.txt", "mine.txt"]);
  });
});

it("lies where the environment says, else where the operating system keeps caches", () => {
  expect(cacheFolder({ SCALEBOOK_CACHE: "/tmp/x" })).toBe("/tmp/x");
  expect(cacheFolder({})).toContain("scalebook");
});
