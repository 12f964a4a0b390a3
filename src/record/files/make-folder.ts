import * as nodeFs from "node:fs";
import { dirname } from "node:path";

type Folders = Pick<typeof nodeFs, "mkdirSync" | "statSync">;

/**
 * Makes a folder, and those above it that are missing. Node's own recursive way goes round for ever where the system has a
 * folder and takes none in it, as in /proc.
 */
export function makeFolder(path: string, fs: Folders = nodeFs): void {
  const above = dirname(path);
  if (makeOne(path, fs, above === path)) return;
  makeFolder(above, fs);
  makeOne(path, fs, true);
}

/** Makes a folder that may be there already; `false` where the one above it is missing, unless that `isKnown` to be there. */
function makeOne(path: string, fs: Folders, isKnown: boolean): boolean {
  try {
    fs.mkdirSync(path);
  } catch (error) {
    if (fs.statSync(path, { throwIfNoEntry: false })?.isDirectory()) return true;
    if (isKnown || (error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    return false;
  }
  return true;
}
