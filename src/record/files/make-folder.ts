import * as nodeFs from "node:fs";
import { dirname } from "node:path";

type Folders = Pick<typeof nodeFs, "mkdirSync" | "statSync">;

/**
 * Makes a folder, and those above it that are missing; gives the uppermost one that it made, undefined where all were there.
 * Node's own recursive way goes round for ever where the system has a folder and takes none in it, as in /proc.
 */
export function makeFolder(path: string, fs: Folders = nodeFs): string | undefined {
  if (isFolder(path, fs)) return undefined;
  const above = dirname(path);
  const first = above === path ? undefined : makeFolder(above, fs);
  try {
    fs.mkdirSync(path);
    return first ?? path;
  } catch (error) {
    // Another process may have made it meanwhile.
    if (isFolder(path, fs)) return first;
    throw error;
  }
}

function isFolder(path: string, fs: Folders): boolean {
  return fs.statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
