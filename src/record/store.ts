import { join } from "node:path";
import { UserError } from "../user-error.js";
import { writeAtomically } from "./atomic.js";
import { codeOf, decodeText, type FileSystem, fileError, MAX_RUN_BYTES, nodeFiles, readRegularFile } from "./files.js";
import { sha256 } from "./id.js";
import { journalExtension } from "./journal-format.js";
import { readJournal, recordingKey } from "./journal-reader.js";
import { parseRun, parseRunText } from "./parse.js";
import type { Run } from "./schema.js";
import type { StoredRun } from "./stored-run.js";

/** How many files are read at a time: enough to hide the waits, few enough to bound the memory. */
const AT_ONCE = 8;

export interface Problem {
  path: string;
  message: string;
}

/** What a folder of runs holds, in the order of starting; files that could not be read are told, not thrown. */
export interface Archive {
  runs: StoredRun[];
  problems: Problem[];
}

/**
 * Writes `<dir>/<id>.json`, making the folder where it is missing. Writing the same run twice is one file; a file of
 * the same id with another content is never overwritten. What the file system refuses is a UserError that names the
 * folder. A run that does not fit the schema is a bug of the caller and throws a plain Error.
 */
export async function writeRun(
  dir: string,
  run: Run,
  fs: FileSystem = nodeFiles,
): Promise<{ id: string; file: string }> {
  const file = join(dir, `${run.id}.json`);
  const bytes = serialise(run, file);
  try {
    await fs.mkdir(dir, { recursive: true });
    if (!(await alreadyThere(file, bytes, fs))) await writeAtomically(file, bytes, fs);
  } catch (error) {
    throw fileError(`cannot write the run to ${dir}`, error);
  }
  return { id: run.id, file };
}

function serialise(run: Run, file: string): Buffer {
  let valid: Run;
  try {
    valid = parseRun(run, file);
  } catch (error) {
    throw new Error("the run to be written does not fit its schema", { cause: error });
  }
  const bytes = Buffer.from(`${JSON.stringify(valid)}\n`);
  if (bytes.length > MAX_RUN_BYTES) {
    const size = (bytes.length / 1e6).toFixed(1);
    throw new UserError(
      `${file}: would be ${size} MB, and run files hold up to ${MAX_RUN_BYTES / 1e6} MB: record fewer cells, blocks or tasks`,
    );
  }
  return bytes;
}

async function alreadyThere(file: string, bytes: Buffer, fs: FileSystem): Promise<boolean> {
  try {
    await fs.lstat(file);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return false;
    throw error;
  }
  const present = await readRegularFile(file, MAX_RUN_BYTES, fs);
  if (present.equals(bytes)) return true;
  throw new UserError(`${file}: another content has this id already: move that file away and write again`);
}

/** Reads one run file. Anything that is not a regular, readable, valid run file is a UserError. */
export async function readRun(path: string, fs: FileSystem = nodeFiles): Promise<StoredRun> {
  const bytes = await readRegularFile(path, MAX_RUN_BYTES, fs);
  return { run: parseRunText(decodeText(bytes, path), path), path, sha256: sha256(bytes), bytes: bytes.length };
}

/**
 * Reads the run files (`*.json`) of a folder, and the journals of runs that did not finish, which come as interrupted
 * runs. Sorted by start, then id. A missing folder is an empty archive; a file that cannot be read is a problem. Of
 * two files with one id and the same bytes the first is taken; with other bytes the second is a problem.
 */
export async function readRuns(dir: string, fs: FileSystem = nodeFiles): Promise<Archive> {
  const names = await listFolder(dir, fs);
  const problems: Problem[] = [];
  const pathsOf = (extension: string) => names.filter((name) => name.endsWith(extension)).map((n) => join(dir, n));
  const finished = unique(await readEach(pathsOf(".json"), readRun, problems, fs), problems);
  const recorded = new Set(finished.map(({ run }) => recordingKey(run)));
  const journals = await readEach(pathsOf(journalExtension), readJournal, problems, fs);
  const unfinished = journals.filter(({ run }) => !recorded.has(recordingKey(run)));
  return { runs: [...finished, ...unfinished].sort(byStart), problems };
}

/** Names of the files of a folder, sorted, without hidden ones; a missing folder has none. */
export async function listFolder(dir: string, fs: FileSystem): Promise<string[]> {
  try {
    return (await fs.readdir(dir)).filter((name) => !name.startsWith(".")).sort();
  } catch (error) {
    if (codeOf(error) === "ENOENT") return [];
    throw fileError(`cannot read the folder ${dir}`, error);
  }
}

async function readEach<T>(
  paths: readonly string[],
  read: (path: string, fs: FileSystem) => Promise<T>,
  problems: Problem[],
  fs: FileSystem,
): Promise<T[]> {
  const all: T[] = [];
  for (let from = 0; from < paths.length; from += AT_ONCE) {
    const batch = paths.slice(from, from + AT_ONCE);
    const results = await Promise.allSettled(batch.map((path) => read(path, fs)));
    for (const [index, result] of results.entries()) {
      if (result.status === "fulfilled") all.push(result.value);
      else if (result.reason instanceof UserError) {
        problems.push({ path: batch[index] ?? "", message: result.reason.message });
      } else throw result.reason;
    }
  }
  return all;
}

function unique(runs: readonly StoredRun[], problems: Problem[]): StoredRun[] {
  const byId = new Map<string, StoredRun>();
  for (const stored of runs) {
    const first = byId.get(stored.run.id);
    if (first === undefined) byId.set(stored.run.id, stored);
    else if (first.sha256 !== stored.sha256) {
      const message = `${stored.path}: has the id of ${first.path} and another content: remove one of them`;
      problems.push({ path: stored.path, message });
    }
  }
  return [...byId.values()];
}

function byStart({ run: a }: StoredRun, { run: b }: StoredRun): number {
  return Date.parse(a.startedAt) - Date.parse(b.startedAt) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}
