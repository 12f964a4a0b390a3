import { type Cache, NO_CACHE } from "../../record/files/cache.js";
import type { StoredRun } from "../../record/files/stored-run.js";
import { listRuns, type RecordedRun } from "../archive/list-runs.js";
import { readFolder, type Sources, sourcesOf } from "../archive/read-runs.js";
import { Shelf } from "../archive/run-index.js";
import { Library } from "../archive/run-opener.js";
import type { WorkerPool } from "./worker-pool.js";

/** Every run of a folder, without its trials, and the files that could not be read. */
export interface RunIndex extends Omit<Sources, "runs"> {
  /** Newest first. */
  runs: readonly RecordedRun[];
}

export interface IndexOptions {
  cache: Cache;
  pool: WorkerPool;
}

/** Indexes runs in memory or a folder of run files; opens only the files that are new or changed. */
export async function indexRuns(
  runs: readonly StoredRun[] | { dir: string },
  { cache, pool }: IndexOptions,
): Promise<RunIndex> {
  const sources = !("dir" in runs)
    ? sourcesOf(runs, new Shelf(NO_CACHE, "runs"))
    : await readFolder(runs.dir, cache, async (paths, take) => {
        for await (const outcome of pool.read(paths)) take(outcome);
      });
  return { ...sources, runs: await listRuns(sources, new Library(sources.given)) };
}
