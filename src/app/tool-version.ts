import { readFileSync } from "node:fs";
import { packagePaths } from "../package-paths.js";

/** Version of this program, from its package.json. */
export function toolVersion(): string {
  const text = readFileSync(packagePaths.manifest, "utf8");
  return (JSON.parse(text) as { version: string }).version;
}

/** Tells this program from every other one, its unpublished states included: what one made another does not take for its own. */
export function programHash(): string {
  try {
    return readFileSync(packagePaths.programHash, "utf8");
  } catch {
    return "source";
  }
}
