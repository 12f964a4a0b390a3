import * as nodeFs from "node:fs";
import { dirname } from "node:path";

type Folders = Pick<typeof nodeFs, "mkdirSync" | "statSync">;

/**
 * Makes a folder, and those above it that are missing; gives the uppermost one that it made, undefined where all were there.
 * Node's own recursive way goes round for ever where the system has a folder and takes none in it, as in /proc.
 */
export function makeFolder(path: string, fs: Folders = nodeFs): string | undefined {
  const above = dirname(path);
  const made = makeOne(path, fs, above === path);
  if (made !== null) return made ? path : undefined;
  const first = makeFolder(above, fs);
  return makeOne(path, fs, true) ? (first ?? path) : first;
}

/** Whether it made a folder that may be there already; `null`: the one above it is missing, unless that `isKnown` to be there. */
function makeOne(path: string, fs: Folders, isKnown: boolean): boolean | null {
  try {
    fs.mkdirSync(path);
    return true;
  } catch (error) {
    if (fs.statSync(path, { throwIfNoEntry: false })?.isDirectory()) return false;
    if (isKnown || (error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    return null;
  }
}
