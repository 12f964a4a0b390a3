import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";

/** A file to carry over; `path` with slashes, relative to the folder that it is unpacked into. */
export interface PackedFile {
  path: string;
  content: Uint8Array;
}

/** Files in one piece: gzip of a line of JSON, their paths and sizes in order, and their bytes one after another. */
export interface Pack {
  /** SHA-256 of the piece before it was compressed, 64 hex digits. */
  hash: string;
  bytes: Buffer;
}

/** Packs files by their paths: the same files make the same hash, in whatever order they come. */
export function pack(files: readonly PackedFile[]): Pack {
  const sorted = files.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  const head = JSON.stringify(sorted.map(({ path, content }) => ({ path, bytes: content.length })));
  const whole = Buffer.concat([Buffer.from(`${head}\n`), ...sorted.map(({ content }) => content)]);
  return { hash: createHash("sha256").update(whole).digest("hex"), bytes: gzipSync(whole) };
}
