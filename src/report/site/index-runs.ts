import type { StoredRun } from "../../record/files/stored-run.js";
import { factsOf } from "../../record/folder/run-facts.js";
import type { RunFolder } from "../../record/folder/run-folder.js";
import { type Problem, RunIndex } from "../../record/folder/run-index.js";
import type { Run } from "../../record/schema/run-schema.js";
import { cleanDeep } from "../archive/clean-text.js";
import { DigestStore } from "../archive/digest-store.js";
import { listRuns } from "../archive/list-runs.js";
import type { ArchivedRun } from "../archive/run-entry.js";
import { RunOpener } from "../archive/run-opener.js";
import type { WorkerPool } from "./worker-pool.js";

/** Every run of a site, without its trials, and the files that could not be read. */
export interface IndexedRuns {
  /** Newest first. */
  runs: readonly ArchivedRun[];
  problems: Problem[];
  digests: DigestStore;
  /** Runs that are in memory already, by path. */
  given: ReadonlyMap<string, Run>;
}

/** Indexes runs in memory or a folder of run files; opens only the files that are new or changed. */
export async function indexRuns(runs: readonly StoredRun[] | RunFolder, pool: WorkerPool): Promise<IndexedRuns> {
  if ("dir" in runs) return indexFolder(runs, pool);
  const given = new Map(runs.map(({ path, run }) => [path, cleanDeep(run)]));
  const digests = new DigestStore(new RunIndex("."));
  const indexed = runs.map((stored) => {
    const run = given.get(stored.path) as Run;
    digests.digestAs(stored.sha256, run);
    return { ...stored, run: factsOf(run) };
  });
  return { runs: await listRuns(indexed, digests, new RunOpener(given)), problems: [], digests, given };
}

async function indexFolder(folder: RunFolder, pool: WorkerPool): Promise<IndexedRuns> {
  const digests = new DigestStore(folder.index);
  const { runs, problems } = await folder.contents({ digests, readFiles: (paths) => pool.read(paths) });
  const indexed = runs.map((stored) => ({ ...stored, run: cleanDeep(stored.run) }));
  return { runs: await listRuns(indexed, digests, new RunOpener()), problems, digests, given: new Map() };
}
