import { join } from "node:path";
import { type FileSystem, nodeFiles } from "../files/file-system.js";
import { codeOf, decodeText, fileError, readRegularFile } from "../files/regular-files.js";
import { writeAtomically } from "../files/write-atomically.js";

const NAME = "baselines";
const MOST_BYTES = 1_000_000;
const RUN_ID = /^[0-9]{8}t[0-9]{6}z-[a-z0-9-]+-[0-9a-f]{6}$/;

/** The file of a folder of runs that names its baselines. */
export function baselinesFile(dir: string): string {
  return join(dir, NAME);
}

/**
 * Ids of the baselines of a folder, one a line in its file `baselines`, which lies with the runs under version control. Lines
 * that are no id, such as remarks, are passed over; without the file there is no baseline.
 */
export async function readBaselines(dir: string, fs: FileSystem = nodeFiles): Promise<string[]> {
  const path = baselinesFile(dir);
  try {
    const text = decodeText(await readRegularFile(path, MOST_BYTES, fs), path);
    return text
      .split("\n")
      .map((line) => line.trim())
      .filter((line) => RUN_ID.test(line));
  } catch (error) {
    if (codeOf(error) === "ENOENT" || codeOf((error as Error).cause) === "ENOENT") return [];
    throw error;
  }
}

/** Replaces the baselines of a folder. What the file system refuses is a UserError. */
export async function writeBaselines(dir: string, ids: readonly string[], fs: FileSystem = nodeFiles): Promise<void> {
  const path = baselinesFile(dir);
  try {
    await writeAtomically(path, ids.map((id) => `${id}\n`).join(""), fs);
  } catch (error) {
    throw fileError(`cannot write ${path}`, error);
  }
}
