import {
  appendFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import { sha256 } from "../schema/run-id.js";

/**
 * What was worked out once and follows from its key alone: kept between builds, and safe to delete at any moment. What cannot
 * be read or written is as if it were not there: a cache is never a reason to fail.
 */
export interface BuildCache {
  /** What was kept under a key; `null` where nothing is, or it is not whole. */
  read(key: string): Buffer | null;
  keep(key: string, content: Uint8Array): void;
  /** Lines that were added under a name, in order; those that are not whole are left out. */
  lines(name: string): string[];
  addLines(name: string, lines: readonly string[]): void;
  /** Puts other lines in the place of all. */
  setLines(name: string, lines: readonly string[]): void;
}

/** Keeps nothing. */
export const NO_BUILD_CACHE: BuildCache = {
  read: () => null,
  keep: () => undefined,
  lines: () => [],
  addLines: () => undefined,
  setLines: () => undefined,
};

/** Generations of other versions or templates that are kept beside the one in use. */
const MOST_OLD = 1;
/** Quick, and pages of SVG shrink to a fifth. */
const LEVEL = 1;
const CHECK_BYTES = 32;

/**
 * Opens the part of a cache folder that belongs to one generation: whatever all keys depend on. The least recently used of the
 * others are removed.
 *
 * @param generation hex digits
 */
export function openBuildCache(folder: string, generation: string): BuildCache {
  const own = join(folder, generation.slice(0, 16));
  attempt(() => mkdirSync(own, { recursive: true }));
  attempt(() => utimesSync(own, new Date(), new Date()));
  attempt(() => removeOld(folder, own));
  const fileOf = (key: string) => join(own, "kept", key.slice(0, 2), key.slice(2));
  const linesOf = (name: string) => join(own, name);
  return {
    read(key) {
      return attempt(() => whole(readFileSync(fileOf(key)))) ?? null;
    },
    keep(key, content) {
      const packed = deflateRawSync(content, { level: LEVEL });
      attempt(() => writeWhole(fileOf(key), Buffer.concat([checkOf(packed), packed])));
    },
    lines(name) {
      const bytes = attempt(() => readFileSync(linesOf(name))) ?? Buffer.alloc(0);
      return textLines(bytes).flatMap((line) => uncheckedLine(line) ?? []);
    },
    addLines(name, lines) {
      if (lines.length > 0) attempt(() => appendFileSync(linesOf(name), `\n${lines.map(checkedLine).join("\n")}\n`));
    },
    setLines(name, lines) {
      attempt(() => writeWhole(linesOf(name), `${lines.map(checkedLine).join("\n")}\n`));
    },
  };
}

/** Two builds at a time write under names of their own; readers meet one or the other. */
function writeWhole(path: string, content: string | Uint8Array): void {
  const partial = `${path}.${process.pid}-${Math.random().toString(36).slice(2, 8)}`;
  try {
    writeFileSync(partial, content);
  } catch {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(partial, content);
  }
  renameSync(partial, path);
}

function checkOf(packed: Uint8Array): Buffer {
  return Buffer.from(sha256(packed), "hex");
}

/** The content of a kept file; throws where it was cut short or changed. */
function whole(file: Buffer): Buffer {
  const packed = file.subarray(CHECK_BYTES);
  if (!checkOf(packed).equals(file.subarray(0, CHECK_BYTES))) throw new Error("not whole");
  return inflateRawSync(packed);
}

/** Each line a text of its own: one that is kept does not hold on to all others, and a sign beyond Latin-1 doubles its own line only. */
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

const NEWLINE = 0x0a;

/** A line with its length before it: half a line is known for one. */
function checkedLine(line: string): string {
  return `${line.length.toString(36)} ${line}`;
}

function uncheckedLine(text: string): string | null {
  const space = text.indexOf(" ");
  const line = text.slice(space + 1);
  return space > 0 && text.slice(0, space) === line.length.toString(36) ? line : null;
}

function removeOld(folder: string, own: string): void {
  const others = readdirSync(folder)
    .map((name) => join(folder, name))
    .filter((path) => path !== own && /^[0-9a-f]{16}$/.test(path.slice(folder.length + 1)))
    .map((path) => ({ path, usedMs: statSync(path).mtimeMs }))
    .sort((a, b) => b.usedMs - a.usedMs);
  for (const { path } of others.slice(MOST_OLD)) rmSync(path, { recursive: true, force: true });
}

function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
