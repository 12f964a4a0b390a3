import { createHash } from "node:crypto";
import * as nodeFs from "node:fs";
import { dirname, join } from "node:path";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import envPaths from "env-paths";
import { sha256 } from "../schema/run-id.js";
import type { SyncFileSystem } from "./file-system.js";
import { makeFolder } from "./make-folder.js";

/**
 * Results of earlier work by the key that they follow from. Safe to delete at any moment, and open to several programs at a
 * time. A cache is never a reason to fail: what cannot be read or written counts as missing.
 */
export interface Cache {
  /** The content of a key; `null` where it is missing or damaged. */
  read(key: string): Buffer | null;
  /** @param key hex digits */
  keep(key: string, content: Uint8Array): void;
  /** The lines of a name, in the order in which they were added; damaged ones are left out. */
  lines(name: string): string[];
  addLines(name: string, lines: readonly string[]): void;
  /** Replaces all lines of a name. */
  setLines(name: string, lines: readonly string[]): void;
}

/** A cache that keeps nothing. */
export const NO_CACHE: Cache = {
  read: () => null,
  keep: () => undefined,
  lines: () => [],
  addLines: () => undefined,
  setLines: () => undefined,
};

/** Other generations that stay beside the one in use. */
const MOST_OLD = 1;
/** Compression level: quick, and pages of SVG shrink to a fifth. */
const LEVEL = 1;
const CHECK_BYTES = 32;
/** Hex digits of the hash that stands before a line. */
const LINE_CHECK_DIGITS = 16;
const NEWLINE = 0x0a;

/** The folder of all caches: `SCALEBOOK_CACHE`, else the operating system's folder for caches. */
export function cacheFolder(env: NodeJS.ProcessEnv): string {
  // Empty counts as not set: it would be the current folder.
  return env.SCALEBOOK_CACHE || envPaths("scalebook", { suffix: "" }).cache;
}

/**
 * Opens the cache of one generation in a folder, and removes the least recently used of the other generations.
 *
 * @param generation hash, in hex digits, of what every key depends on, such as the version of the program
 */
export function openCache(folder: string, generation: string, fs: SyncFileSystem = nodeFs): Cache {
  const own = join(folder, generation.slice(0, 16));
  attempt(() => makeFolder(own, fs));
  attempt(() => fs.utimesSync(own, new Date(), new Date()));
  attempt(() => removeOld(folder, own, fs));
  const fileOf = (key: string) => join(own, "kept", key.slice(0, 2), key.slice(2));
  const linesOf = (name: string) => join(own, name);
  return {
    read: (key) => attempt(() => checkedContent(key, fs.readFileSync(fileOf(key)))) ?? null,
    keep(key, content) {
      const packed = deflateRawSync(content, { level: LEVEL });
      attempt(() => replaceFile(fileOf(key), Buffer.concat([checkOf(key, packed), packed]), fs));
    },
    lines(name) {
      const bytes = attempt(() => fs.readFileSync(linesOf(name))) ?? Buffer.alloc(0);
      return textLines(bytes).flatMap((line) => uncheckedLine(line) ?? []);
    },
    addLines(name, lines) {
      if (lines.length === 0) return;
      const text = `\n${lines.map(checkedLine).join("\n")}\n`;
      attempt(() => appendFile(linesOf(name), text, fs));
    },
    setLines(name, lines) {
      attempt(() => replaceFile(linesOf(name), `${lines.map(checkedLine).join("\n")}\n`, fs));
    },
  };
}

/** Replaces a file at once. Each writer has a temporary name of its own, so readers meet one whole content or the other. */
function replaceFile(path: string, content: string | Uint8Array, fs: SyncFileSystem): void {
  const partial = `${path}.${process.pid}-${Math.random().toString(36).slice(2, 8)}`;
  try {
    withFolder(path, fs, () => fs.writeFileSync(partial, content));
    fs.renameSync(partial, path);
  } catch (error) {
    attempt(() => fs.unlinkSync(partial));
    throw error;
  }
}

function appendFile(path: string, text: string, fs: SyncFileSystem): void {
  withFolder(path, fs, () => fs.appendFileSync(path, text));
}

/** Writes a file, and makes its folder first where it is missing. */
function withFolder(path: string, fs: SyncFileSystem, write: () => void): void {
  try {
    write();
  } catch {
    makeFolder(dirname(path), fs);
    write();
  }
}

function checkOf(key: string, packed: Uint8Array): Buffer {
  return createHash("sha256").update(key).update(packed).digest();
}

/** The content of a kept file; throws where the file was cut short or changed, or is that of another key. */
function checkedContent(key: string, file: Buffer): Buffer {
  const packed = file.subarray(CHECK_BYTES);
  if (!checkOf(key, packed).equals(file.subarray(0, CHECK_BYTES))) throw new Error("damaged");
  return inflateRawSync(packed);
}

/** Lines as separate texts: one that is kept in memory does not hold on to the others. */
function textLines(bytes: Buffer): string[] {
  const lines: string[] = [];
  for (let from = 0; from < bytes.length; ) {
    const end = bytes.indexOf(NEWLINE, from);
    const to = end < 0 ? bytes.length : end;
    lines.push(bytes.toString("utf8", from, to));
    from = to + 1;
  }
  return lines;
}

/** A line after the beginning of its hash, by which one that was cut or changed is recognised. */
function checkedLine(line: string): string {
  return `${lineCheck(line)} ${line}`;
}

function uncheckedLine(text: string): string | null {
  const line = text.slice(LINE_CHECK_DIGITS + 1);
  return text.startsWith(`${lineCheck(line)} `) ? line : null;
}

function lineCheck(line: string): string {
  return sha256(line).slice(0, LINE_CHECK_DIGITS);
}

function removeOld(folder: string, own: string, fs: SyncFileSystem): void {
  const others = fs
    .readdirSync(folder)
    .map((name) => join(folder, name))
    .filter((path) => path !== own && /^[0-9a-f]{16}$/.test(path.slice(folder.length + 1)))
    .map((path) => ({ path, usedMs: fs.statSync(path).mtimeMs }))
    .sort((a, b) => b.usedMs - a.usedMs);
  for (const { path } of others.slice(MOST_OLD)) fs.rmSync(path, { recursive: true, force: true });
}

function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
