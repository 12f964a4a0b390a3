import { join } from "node:path";
import { type FileSystem, nodeFiles } from "../files/file-system.js";
import { writerOf } from "../files/write-atomically.js";
import { isAlive } from "../journal/recording-process.js";

/**
 * Removes the temporary files in a folder of runs whose writers are gone. The writer may be on another machine: then it cannot
 * finish its file, says so, and its journal stays.
 */
export async function sweepTemporary(dir: string, fs: FileSystem = nodeFiles): Promise<void> {
  // A folder that is not there yet holds none.
  for (const name of await fs.readdir(dir).catch(() => [])) {
    const pid = writerOf(name);
    if (pid === null || isAlive({ pid, start: null })) continue;
    await fs.unlink(join(dir, name)).catch(() => undefined);
  }
}
