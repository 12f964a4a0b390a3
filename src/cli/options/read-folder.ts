import { createHash } from "node:crypto";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { decodeText, fileError, MAX_RUN_BYTES, readRegularFile } from "../../record/files/regular-files.js";
import { UserError } from "../../user-error.js";

/** Most entries of a folder that are looked at, its folders included. */
const MOST_ENTRIES = 100_000;

/** What a folder holds for one purpose. */
export interface InputFolder {
  /** Sorted by path, which is that within the folder, with slashes. */
  files: { path: string; text: string }[];
  /** SHA-256 over the path and the bytes of each file. */
  sha256: string;
}

/**
 * Reads the regular files of a folder and of its folders that `reads` asks for by their path; links are passed over.
 * More than 20 MB in all, what cannot be read, and what is no UTF-8 text is a UserError.
 */
export async function readFolder(folder: string, reads: (path: string) => boolean): Promise<InputFolder> {
  const hash = createHash("sha256");
  const files: InputFolder["files"] = [];
  let left = MAX_RUN_BYTES;
  for (const path of (await pathsIn(folder)).filter(reads)) {
    const bytes = await readRegularFile(join(folder, path), left);
    left -= bytes.length;
    hash.update(`${path}\0${bytes.length}\0`).update(bytes);
    files.push({ path, text: decodeText(bytes, join(folder, path)) });
  }
  return { files, sha256: hash.digest("hex") };
}

/** Paths of the regular files, sorted by their characters: the same folder gives the same order everywhere. */
async function pathsIn(folder: string): Promise<string[]> {
  const found: string[] = [];
  const waiting = [""];
  let entries = 0;
  for (let dir = waiting.pop(); dir !== undefined; dir = waiting.pop()) {
    for (const entry of await entriesOf(join(folder, dir))) {
      entries += 1;
      if (entries > MOST_ENTRIES) {
        throw new UserError(
          `${folder}: has more than ${MOST_ENTRIES} files and folders: give the folder of the results`,
        );
      }
      const path = dir === "" ? entry.name : `${dir}/${entry.name}`;
      if (entry.isDirectory()) waiting.push(path);
      else if (entry.isFile()) found.push(path);
    }
  }
  return found.sort();
}

async function entriesOf(path: string) {
  try {
    return await readdir(path, { withFileTypes: true });
  } catch (error) {
    throw fileError(`cannot read ${path}`, error);
  }
}
