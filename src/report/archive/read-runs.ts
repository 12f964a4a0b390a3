import { lstatSync, type Stats } from "node:fs";
import { basename, join, resolve } from "node:path";
import type { RunFacts } from "../../analysis/two-runs/run-digest.js";
import type { Cache } from "../../record/files/cache.js";
import { nodeFiles } from "../../record/files/file-system.js";
import type { StoredRun } from "../../record/files/stored-run.js";
import { runExtension } from "../../record/folder/compression.js";
import { clash, listFolder, type Problem } from "../../record/folder/run-store.js";
import { journalExtension } from "../../record/journal/journal-format.js";
import { recordingKey } from "../../record/journal/read-journal.js";
import { sha256 } from "../../record/schema/run-id.js";
import type { Run } from "../../record/schema/run-schema.js";
import { UserError } from "../../user-error.js";
import { cleanDeep } from "./clean-text.js";
import { Shared, type SharedValue } from "./interned-values.js";
import { type DigestLine, type KnownFile, Shelf, type ShelvedDigest } from "./run-index.js";
import { digestRun, readAny } from "./run-opener.js";

/** A run file with its digest. */
export interface Source extends KnownFile {
  path: string;
  digest: ShelvedDigest;
}

/** A file that was changed so shortly before it was looked at may be changed again within the same tick of its clock. */
const SETTLED_AFTER_MS = 2_000;

/** Where a site gets its runs from. */
export interface Sources {
  runs: Source[];
  problems: Problem[];
  shelf: Shelf;
  /** Runs that are in memory already, by path. */
  given: ReadonlyMap<string, Run>;
}

/** Reads many files at once; each gives its outcome in order. */
export type ReadMany = (paths: readonly string[], take: (read: ReadOutcome) => void) => Promise<void>;

/** What became of reading a file. */
export type ReadOutcome =
  | { path: string; known: KnownFile; line: DigestLine; shared: SharedValue[] }
  | { path: string; problem: string };

/** Runs that a program has in memory. */
export function sourcesOf(stored: readonly StoredRun[], shelf: Shelf): Sources {
  const given = new Map(stored.map(({ path, run }) => [path, cleanDeep(run)]));
  const runs = stored.map(({ path, sha256, content, bytes }) => {
    const line = digestRun(given.get(path) as Run, shelf.shared);
    return { path, sha256, content, bytes, digest: shelf.addDigest(sha256, line) };
  });
  return { runs, problems: [], shelf, given };
}

/**
 * The run files of a folder, opened only where nothing is known of their content, and the journals of runs that did not finish.
 * Of two files with one id and the same bytes the first is taken; with other bytes the second is a problem.
 */
export async function readFolder(dir: string, cache: Cache, readMany: ReadMany = readInTurn): Promise<Sources> {
  const shelf = new Shelf(cache, `runs-${sha256(resolve(dir)).slice(0, 16)}`);
  const names = await listFolder(dir, nodeFiles);
  const problems: Problem[] = [];
  const finished = await readSources(
    names.filter((name) => runExtension(name) !== undefined).map((name) => join(dir, name)),
    { shelf, problems, readMany },
  );
  const recorded = new Set(finished.map(({ digest }) => recordingKey(digest.run)));
  const journals = await readSources(
    names.filter((name) => name.endsWith(journalExtension)).map((name) => join(dir, name)),
    { shelf, problems, readMany: readInTurn },
  );
  const unfinished = journals.filter(({ digest }) => !recorded.has(recordingKey(digest.run)));
  return { runs: [...unique(finished, problems), ...unfinished], problems, shelf, given: new Map() };
}

interface Reading {
  shelf: Shelf;
  problems: Problem[];
  readMany: ReadMany;
}

async function readSources(paths: readonly string[], { shelf, problems, readMany }: Reading): Promise<Source[]> {
  const known = new Map<string, Source>();
  const unknown: string[] = [];
  const stats = new Map<string, Stats>();
  for (const path of paths) {
    const found = statOf(path);
    const file = found && shelf.fileOf(basename(path), found);
    const digest = file && shelf.digestOf(file.sha256);
    if (file && digest) known.set(path, { path, ...file, digest });
    else unknown.push(path);
    if (found && !digest) stats.set(path, found);
  }
  await readMany(unknown, (read) => {
    if ("problem" in read) {
      problems.push({ path: read.path, message: read.problem });
      return;
    }
    const { path, known: file, line, shared } = read;
    shelf.share(shared);
    known.set(path, { path, ...file, digest: shelf.addDigest(file.sha256, line) });
    const before = stats.get(path);
    // A journal goes on growing; its time may not tell.
    if (before !== undefined && !path.endsWith(journalExtension) && before.mtimeMs < Date.now() - SETTLED_AFTER_MS)
      shelf.addFile(basename(path), before, file);
  });
  problems.sort((a, b) => (a.path < b.path ? -1 : 1));
  return paths.flatMap((path) => known.get(path) ?? []);
}

function statOf(path: string): Stats | undefined {
  try {
    const stats = lstatSync(path);
    return stats.isFile() ? stats : undefined;
  } catch {
    return undefined;
  }
}

async function readInTurn(paths: readonly string[], take: (read: ReadOutcome) => void): Promise<void> {
  for (const read of await readDigests(paths, new Shared())) take(read);
}

/**
 * Reads and digests some files.
 *
 * @param shared what the digests before have in common: each outcome tells only what is new
 */
export async function readDigests(paths: readonly string[], shared: Shared): Promise<ReadOutcome[]> {
  const outcomes: ReadOutcome[] = [];
  for (const path of paths) outcomes.push(await readDigest(path, shared));
  return outcomes;
}

/** Reads and digests one file. Only what is wrong with the file itself is an outcome; all else throws. */
async function readDigest(path: string, shared: Shared): Promise<ReadOutcome> {
  try {
    const { run, sha256, content, bytes } = await readAny(path);
    const line = digestRun(cleanDeep(run), shared);
    return { path, known: { sha256, content, bytes }, line, shared: shared.takeNew() };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { path, problem: error.message };
  }
}

function unique(sources: readonly Source[], problems: Problem[]): Source[] {
  const byId = new Map<RunFacts["id"], Source>();
  for (const source of sources) {
    const { id } = source.digest.run;
    const first = byId.get(id);
    if (first === undefined) byId.set(id, source);
    else if (first.content !== source.content) problems.push(clash(source.path, first.path));
  }
  return [...byId.values()];
}
