import { randomBytes } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, stat, unlink, utimes, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import envPaths from "env-paths";
import { canonicalJson } from "../schema/canonical-json.js";
import { sha256 } from "../schema/run-id.js";

/** Names an entry: 64 hex digits. */
export type CacheKey = string;

/**
 * What was computed before, by what it was computed from. Nothing in it is needed: an entry that is gone, damaged or cannot
 * be written costs the time of computing it again, and nothing else. Several programs may use it at once.
 */
export interface Cache {
  /** The key of what is computed from these parts by this version of the program. */
  keyOf(...parts: unknown[]): CacheKey;
  read(key: CacheKey): Promise<Buffer | undefined>;
  write(key: CacheKey, bytes: Uint8Array): Promise<void>;
  /** Removes what was not used for longest, until at most so many bytes are left; returns how many entries went. */
  prune(mostBytes: number): Promise<number>;
}

/** A use is noted only where the last one is older: prune needs no finer order, and reading stays cheap. */
const NOTED_AFTER_MS = 86_400_000;
const DIGEST_LENGTH = 64;

/** The folder of the cache: `SCALEBOOK_CACHE`, else the operating system's folder for caches. Safe to delete at any time. */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  return env.SCALEBOOK_CACHE ?? envPaths("scalebook", { suffix: "" }).cache;
}

/**
 * Opens the cache in a folder, which is made with the first entry. Each entry is a file of its own under two digits of its key;
 * it begins with the hash of the rest.
 */
export function openCache({ folder, version }: { folder: string; version: string }): Cache {
  const pathOf = (key: CacheKey) => join(folder, key.slice(0, 2), key.slice(2));
  return {
    keyOf: (...parts) => sha256(canonicalJson([version, ...parts])),
    async read(key) {
      const path = pathOf(key);
      try {
        const bytes = await readFile(path);
        const content = bytes.subarray(DIGEST_LENGTH);
        if (bytes.toString("latin1", 0, DIGEST_LENGTH) !== sha256(content)) return undefined;
        await noteUse(path);
        return content;
      } catch {
        return undefined;
      }
    },
    async write(key, bytes) {
      const path = pathOf(key);
      // No fsync, unlike run files: what a power cut tears is told by its hash and computed again.
      const temporary = `${path}.${process.pid}-${randomBytes(4).toString("hex")}.tmp`;
      try {
        await mkdir(dirname(path), { recursive: true });
        await writeFile(temporary, Buffer.concat([Buffer.from(sha256(bytes), "latin1"), bytes]));
        await rename(temporary, path);
      } catch {
        await unlink(temporary).catch(() => undefined);
      }
    },
    prune: (mostBytes) => prune(folder, mostBytes),
  };
}

async function noteUse(path: string): Promise<void> {
  const now = new Date();
  if (now.getTime() - (await stat(path)).mtimeMs > NOTED_AFTER_MS) await utimes(path, now, now);
}

async function prune(folder: string, mostBytes: number): Promise<number> {
  const entries = await entriesIn(folder);
  entries.sort((a, b) => b.usedMs - a.usedMs);
  let left = 0;
  let removed = 0;
  for (const { path, bytes } of entries) {
    left += bytes;
    if (left <= mostBytes) continue;
    await rm(path, { force: true }).catch(() => undefined);
    removed += 1;
  }
  return removed;
}

/** Every entry. Only what is named like one: the folder may have been given by hand and hold other files. */
async function entriesIn(folder: string): Promise<{ path: string; bytes: number; usedMs: number }[]> {
  const shelves = await readdir(folder).catch(() => []);
  const entries = [];
  for (const shelf of shelves.filter((name) => /^[0-9a-f]{2}$/.test(name))) {
    for (const name of await readdir(join(folder, shelf)).catch(() => [])) {
      if (!/^[0-9a-f]{62}(?:\.\d+-[0-9a-f]{8}\.tmp)?$/.test(name)) continue;
      const path = join(folder, shelf, name);
      const stats = await stat(path).catch(() => undefined);
      if (stats?.isFile()) entries.push({ path, bytes: stats.size, usedMs: stats.mtimeMs });
    }
  }
  return entries;
}
