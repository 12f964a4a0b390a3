import { accessSync, constants, statSync } from "node:fs";
import { delimiter, resolve } from "node:path";

/**
 * The file that is started by that name: a path from `folder`, or a name in the folders of `path` (the variable PATH);
 * `null` where there is none. On Windows, where names have endings that may be left out, only what is there under its
 * whole name is found.
 */
export function findProgram(program: string, folder: string, path = ""): string | null {
  const places = /[/\\]/.test(program)
    ? [resolve(folder, program)]
    : path.split(delimiter).map((place) => resolve(folder, place, program));
  return places.find(isExecutable) ?? null;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
