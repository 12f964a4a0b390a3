import { join } from "node:path";
import { UserError } from "../../user-error.js";
import { type FileSystem, nodeFiles } from "../files/file-system.js";
import { codeOf, decodeText, fileError, MAX_RUN_BYTES, readRegularFile } from "../files/regular-files.js";
import type { StoredRun } from "../files/stored-run.js";
import { writeAtomically } from "../files/write-atomically.js";
import { journalExtension } from "../journal/journal-format.js";
import { readJournal, recordingKey } from "../journal/read-journal.js";
import { migrate } from "../schema/migrations/index.js";
import { parseRun, parseRunText } from "../schema/parse-run.js";
import { sha256 } from "../schema/run-id.js";
import type { Run } from "../schema/run-schema.js";
import { extensionFor, pack, runExtension, runExtensions, unpack } from "./compression.js";

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

export interface WriteOptions {
  /** Whether the file is written compressed, as `<id>.json.gz`. */
  compress?: boolean;
  fs?: FileSystem;
}

/**
 * Writes `<dir>/<id>.json`, making the folder where it is missing. Writing the same run twice is one file, compressed or
 * not; a file of the same id with another content is never overwritten. What the file system refuses is a UserError that
 * names the folder. A run that does not fit the schema is a bug of the caller and throws a plain Error.
 */
export async function writeRun(
  dir: string,
  run: Run,
  { compress = false, fs = nodeFiles }: WriteOptions = {},
): Promise<{ id: string; file: string }> {
  const file = join(dir, `${run.id}${extensionFor({ compress })}`);
  const json = serialise(run, file);
  try {
    await fs.mkdir(dir, { recursive: true });
    const there = await alreadyThere(join(dir, run.id), json, fs);
    if (there === undefined) await writeAtomically(file, await pack(json, file), fs);
    return { id: run.id, file: there ?? file };
  } catch (error) {
    throw fileError(`cannot write the run to ${dir}`, error);
  }
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

/** The file of that name, with either ending, that holds this JSON; undefined where there is none. */
async function alreadyThere(name: string, json: Buffer, fs: FileSystem): Promise<string | undefined> {
  for (const file of runExtensions.map((extension) => `${name}${extension}`)) {
    if (!(await exists(file, fs))) continue;
    const present = await unpack(await readRegularFile(file, MAX_RUN_BYTES, fs), file);
    if (present.equals(json)) return file;
    throw new UserError(`${file}: another content has this id already: move that file away and write again`);
  }
  return undefined;
}

async function exists(file: string, fs: FileSystem): Promise<boolean> {
  try {
    await fs.lstat(file);
    return true;
  } catch (error) {
    if (codeOf(error) === "ENOENT") return false;
    throw error;
  }
}

/** Reads one run file, compressed or not. Anything that is not a regular, readable, valid run file is a UserError. */
export async function readRun(path: string, fs: FileSystem = nodeFiles): Promise<StoredRun> {
  return runOf(await readRegularFile(path, MAX_RUN_BYTES, fs), path);
}

/**
 * A run file that was read before by this version of the program, and checked then: its hash says that it is still the same.
 * `null` where it is not.
 */
export async function readKnownRun(path: string, knownSha256: string, fs: FileSystem = nodeFiles): Promise<Run | null> {
  const bytes = await readRegularFile(path, MAX_RUN_BYTES, fs);
  if (sha256(bytes) !== knownSha256) return null;
  return migrate(JSON.parse(decodeText(await unpack(bytes, path), path)), path) as Run;
}

/** The run that the bytes of a run file hold; `path` is the file's name. See {@link readRun}. */
export async function runOf(bytes: Buffer, path: string): Promise<StoredRun> {
  const json = await unpack(bytes, path);
  const sha = sha256(bytes);
  return {
    run: parseRunText(decodeText(json, path), path),
    path,
    sha256: sha,
    content: json === bytes ? sha : sha256(json),
    bytes: bytes.length,
  };
}

/**
 * Reads the run files (`*.json`, `*.json.gz`) of a folder, and the journals of runs that did not finish, which come as interrupted
 * runs. Sorted by start, then id. A missing folder is an empty archive; a file that cannot be read is a problem. Of
 * two files with one id and the same content the first is taken; with another content the second is a problem.
 */
export async function readRuns(dir: string, fs: FileSystem = nodeFiles): Promise<Archive> {
  const names = await listFolder(dir, fs);
  const problems: Problem[] = [];
  const pathsOf = (wanted: (name: string) => boolean) => names.filter(wanted).map((name) => join(dir, name));
  const runFiles = pathsOf((name) => runExtension(name) !== undefined);
  const finished = unique(await readEach(runFiles, readRun, problems, fs), problems);
  const recorded = new Set(finished.map(({ run }) => recordingKey(run)));
  const journals = await readEach(
    pathsOf((name) => name.endsWith(journalExtension)),
    readJournal,
    problems,
    fs,
  );
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
    else if (first.content !== stored.content) problems.push(clash(stored.path, first.path));
  }
  return [...byId.values()];
}

/** What is said of a file whose run has the id of another one. */
export function clash(path: string, first: string): Problem {
  return { path, message: `${path}: has the id of ${first} and another content: remove one of them` };
}

function byStart({ run: a }: StoredRun, { run: b }: StoredRun): number {
  return Date.parse(a.startedAt) - Date.parse(b.startedAt) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}
