import { dirname } from "node:path";
import { UserError } from "../../user-error.js";
import { type FileSystem, nodeFiles } from "../files/file-system.js";
import { fileError, syncFolder } from "../files/regular-files.js";
import type { StoredRun } from "../files/stored-run.js";

/** Deletes the file of a run, or the journal of one that did not finish. One that is being recorded is a UserError. */
export async function removeRun({ run, path, live }: StoredRun, fs: FileSystem = nodeFiles): Promise<void> {
  if (live) throw new UserError(`${run.id} is being recorded: end that first, with Ctrl-C where it runs`);
  try {
    await fs.unlink(path);
    await syncFolder(dirname(path), fs);
  } catch (error) {
    throw fileError(`cannot remove ${path}`, error);
  }
}
