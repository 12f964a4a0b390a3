import { readFileSync } from "node:fs";
import { packagePaths } from "../package-paths.js";

/** Version of this program, from its package.json. */
export function toolVersion(): string {
  const text = readFileSync(packagePaths.manifest, "utf8");
  return (JSON.parse(text) as { version: string }).version;
}

/** Hash of the compiled program; used in cache keys, so that no state of the program takes over results of another. */
export function programHash(): string {
  try {
    return readFileSync(packagePaths.programHash, "utf8");
  } catch {
    return "source";
  }
}
