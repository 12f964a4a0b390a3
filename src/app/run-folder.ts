import { join } from "node:path";
import { type Cache, cacheFolder, openCache } from "../record/files/cache.js";
import { RunFolder } from "../record/folder/run-folder.js";
import { sha256 } from "../record/schema/run-id.js";
import { programHash, toolVersion } from "./tool-version.js";

/** Opens a folder of runs, with the index of it that this program kept. */
export function openRunFolder(dir: string, env: NodeJS.ProcessEnv = process.env): RunFolder {
  return new RunFolder(dir, { cache: openIndexCache(env) });
}

/** Opens the indexes that this program kept of folders of runs. */
export function openIndexCache(env: NodeJS.ProcessEnv): Cache {
  const generation = sha256(`${programHash()} ${toolVersion()}`);
  return openCache(join(cacheFolder(env), "index"), generation);
}
