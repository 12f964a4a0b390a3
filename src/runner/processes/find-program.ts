import { accessSync, constants, statSync } from "node:fs";
import { delimiter, resolve } from "node:path";

/**
 * Whether a program can be started by that name: a path from `folder`, or a name in the folders of `path` (the variable
 * PATH). On Windows, where names have endings that may be left out, nothing is looked up.
 */
export function canBeStarted(program: string, folder: string, path = ""): boolean {
  if (process.platform === "win32") return true;
  if (program.includes("/")) return isExecutable(resolve(folder, program));
  return path.split(delimiter).some((place) => isExecutable(resolve(folder, place, program)));
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
