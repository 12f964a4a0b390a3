import { dirname, join } from "node:path";
import { UserError } from "../../user-error.js";
import { type FileSystem, nodeFiles } from "../files/file-system.js";
import {
  codeOf,
  decodeText,
  fileError,
  MAX_RUN_BYTES,
  makeKeptFolder,
  readRegularFile,
  syncFolder,
} from "../files/regular-files.js";
import type { StoredRun } from "../files/stored-run.js";
import { writeAtomically } from "../files/write-atomically.js";
import { migrate } from "../schema/migrations/index.js";
import { parseRun, parseRunText } from "../schema/parse-run.js";
import { sha256 } from "../schema/run-id.js";
import type { Run } from "../schema/run-schema.js";
import { extensionFor, pack, runExtensions, unpack } from "./compression.js";

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
    await makeKeptFolder(dir, fs);
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

export async function exists(file: string, fs: FileSystem): Promise<boolean> {
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

/** Reads a run file that this version of the program has checked before, by its hash; `null` where the file has changed. */
export async function readKnownRun(path: string, knownSha256: string, fs: FileSystem = nodeFiles): Promise<Run | null> {
  const bytes = await readRegularFile(path, MAX_RUN_BYTES, fs);
  if (sha256(bytes) !== knownSha256) return null;
  return migrate(JSON.parse(decodeText(await unpack(bytes, path), path)), path) as Run;
}

/** The run in the bytes of a run file; see {@link readRun}. */
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

/** Deletes the file of a run, or the journal of one that did not finish. One that is being recorded is a UserError. */
export async function removeRun({ run, path, live }: StoredRun, fs: FileSystem = nodeFiles): Promise<void> {
  if (live) throw new UserError(`${run.id} is being recorded: end that first, with Ctrl-C where it runs`);
  try {
    await fs.unlink(path);
    await syncFolder(dirname(path), fs);
  } catch (error) {
    throw fileError(`cannot remove ${path}`, error);
  }
}
