import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { NO_CACHE } from "../../record/files/cache.js";
import { KeptLines } from "../../record/files/kept-lines.js";
import { readRegularFile } from "../../record/files/regular-files.js";
import type { StoredRun } from "../../record/files/stored-run.js";
import { factsOf } from "../../record/folder/run-facts.js";
import type { RunFolder } from "../../record/folder/run-folder.js";
import { type Problem, RunIndex } from "../../record/folder/run-index.js";
import { journalExtension, MAX_JOURNAL_BYTES } from "../../record/journal/journal-format.js";
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
  /** Ids of the runs that were asked for by name. */
  named: readonly string[];
  /** Results of earlier builds that follow from these runs. */
  results: KeptLines;
  /** Runs that are in memory already, by path. */
  given: ReadonlyMap<string, Run>;
}

export interface IndexingOptions {
  pool: WorkerPool;
  /** Folder for copies of journals. */
  journals: string;
  /** Runs to find; runs in memory are named by their ids. */
  names?: readonly string[];
}

/** Indexes runs in memory or a folder of run files; opens only the files that are new or changed. */
export async function indexRuns(
  runs: readonly StoredRun[] | RunFolder,
  options: IndexingOptions,
): Promise<IndexedRuns> {
  if ("dir" in runs) return indexFolder(runs, options);
  const { journals, names = [] } = options;
  for (const stored of runs.filter(({ path }) => path.endsWith(journalExtension))) {
    // It has grown since, and begins as it did.
    const bytes = (await readRegularFile(stored.path, MAX_JOURNAL_BYTES)).subarray(0, stored.bytes);
    writeFileSync(join(journals, stored.sha256), bytes);
  }
  const given = new Map(runs.map(({ path, run }) => [path, cleanDeep(run)]));
  const digests = new DigestStore(new RunIndex("."));
  const indexed = runs.map((stored) => {
    const run = given.get(stored.path) as Run;
    digests.digestAs(stored.sha256, run);
    return { ...stored, run: factsOf(run) };
  });
  const listed = await listRuns(indexed, digests, new RunOpener(journals, given));
  return { runs: listed, problems: [], named: names, results: new KeptLines(NO_CACHE, "results"), given };
}

async function indexFolder(folder: RunFolder, { pool, journals, names = [] }: IndexingOptions): Promise<IndexedRuns> {
  const { index } = folder;
  const digests = new DigestStore(index);
  const { runs, problems } = await folder.contents({
    digests,
    readFiles: (paths) => pool.read(paths),
    onJournal: ({ sha256 }, bytes) => writeFileSync(join(journals, sha256), bytes),
  });
  const known = new WeakSet<object>();
  const indexed = runs.map((stored) => ({ ...stored, run: cleanDeep(stored.run, known) }));
  const listed = await listRuns(indexed, digests, new RunOpener(journals));
  digests.save();
  const named: string[] = [];
  for (const name of names) named.push(await folder.idOf(name));
  return {
    runs: listed,
    problems,
    named,
    results: new KeptLines(index.cache, `results-${index.name}`),
    given: new Map(),
  };
}
