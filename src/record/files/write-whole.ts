import { lstat, realpath, unlink, writeFile } from "node:fs/promises";
import { codeOf } from "./regular-files.js";
import { type Content, writeAtomically } from "./write-atomically.js";

/**
 * Writes a file that a person named, whole or not at all: what was there stays until all is written. What is no regular file
 * (`/dev/stdout`, a pipe) is written as it is; a link stays, and what it leads to is replaced.
 */
export async function writeWhole(path: string, content: Content): Promise<void> {
  const target = await realpath(path).catch(() => path);
  const stats = await lstat(target).catch(() => undefined);
  if (stats !== undefined && !stats.isFile()) await writeFile(target, content);
  else await writeAtomically(target, content);
}

/** Writes a file that is not there yet; throws EEXIST where it is. On failure nothing is left of it. */
export async function writeNew(path: string, content: string): Promise<void> {
  try {
    await writeFile(path, content, { flag: "wx" });
  } catch (error) {
    if (codeOf(error) !== "EEXIST") await unlink(path).catch(() => undefined);
    throw error;
  }
}
