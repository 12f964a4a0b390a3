import { join, resolve } from "node:path";
import { UserError } from "../../user-error.js";
import type { Cache } from "../files/cache.js";
import { type FileSystem, nodeFiles } from "../files/file-system.js";
import { fileError, MAX_RUN_BYTES, readRegularFile } from "../files/regular-files.js";
import type { StoredRun } from "../files/stored-run.js";
import { journalExtension } from "../journal/journal-format.js";
import { readJournal, recordingKey } from "../journal/read-journal.js";
import { sha256 } from "../schema/run-id.js";
import { runExtension } from "./compression.js";
import { clash, listFolder, type Problem, runOf } from "./run-store.js";

/** What a run was boiled down to, with the file that it comes from. */
export interface Digested<D> extends Omit<StoredRun, "run"> {
  id: string;
  startedAt: string;
  digest: D;
}

export interface DigestOptions<D> {
  /** What is kept of a run: JSON, made of nothing but the run. */
  digest: (stored: StoredRun) => D;
  /** Names the digest, with a number that changes with what it holds. */
  kind: string;
  cache: Cache;
  fs?: FileSystem;
  now?: () => number;
}

/** How many files are looked at at a time. */
const AT_ONCE = 16;

/** A file that was changed so shortly before it was looked at may be changed again within the same tick of its clock. */
const SETTLED_AFTER_MS = 2_000;

/** What tells an unchanged file without opening it. */
interface Seen {
  size: number;
  mtimeMs: number;
  ino: number;
}

/** A run file as the index of a folder has it. */
interface Row<D> extends Omit<Digested<D>, "path" | "live"> {
  name: string;
  /** What its run was recorded as, which a journal may still tell. */
  recording: string;
  /** `null` where the file was too young to be known by this. */
  seen: Seen | null;
}

/** The rows of the last time. */
interface Known<D> {
  byName: ReadonlyMap<string, Row<D>>;
  byHash: ReadonlyMap<string, Row<D>>;
}

/**
 * A digest of every run of a folder, by start, then id. A file that did not change since the last time is not opened, one of
 * known content not parsed. Journals of runs that did not finish are always read. Everything else as `readRuns` has it.
 */
export async function readDigests<D>(
  dir: string,
  options: DigestOptions<D>,
): Promise<{ digests: Digested<D>[]; problems: Problem[] }> {
  const { fs = nodeFiles, cache, kind } = options;
  const names = await listFolder(dir, fs);
  const key = sha256(`digests ${kind} ${resolve(dir)}`);
  const before = readIndex<D>(cache, key);
  const known: Known<D> = {
    byName: new Map(before.map((row) => [row.name, row])),
    byHash: new Map(before.map((row) => [row.sha256, row])),
  };
  const problems: Problem[] = [];
  const rows: Row<D>[] = [];
  const runFiles = names.filter((name) => runExtension(name) !== undefined);
  for (let from = 0; from < runFiles.length; from += AT_ONCE) {
    const batch = runFiles.slice(from, from + AT_ONCE).map((name) => rowOf(dir, name, known, options));
    for (const found of await Promise.all(batch)) {
      if ("message" in found) problems.push(found);
      else rows.push(found);
    }
  }
  const changed = rows.length !== before.length || rows.some((row) => known.byName.get(row.name) !== row);
  if (changed) cache.keep(key, Buffer.from(JSON.stringify(rows)));
  const digests = [...unique(rows, dir, problems), ...(await unfinished(dir, names, { ...options, rows, problems }))];
  return { digests: digests.sort(byStart), problems };
}

function readIndex<D>(cache: Cache, key: string): Row<D>[] {
  const bytes = cache.read(key);
  return bytes === null ? [] : (JSON.parse(bytes.toString()) as Row<D>[]);
}

async function rowOf<D>(
  dir: string,
  name: string,
  known: Known<D>,
  { digest, fs = nodeFiles, now = Date.now }: DigestOptions<D>,
): Promise<Row<D> | Problem> {
  const path = join(dir, name);
  try {
    const { size, mtimeMs, ino } = await fs.lstat(path);
    const last = known.byName.get(name);
    const isSame = last?.seen?.size === size && last.seen.mtimeMs === mtimeMs && last.seen.ino === ino;
    if (last !== undefined && isSame) return last;
    const bytes = await readRegularFile(path, MAX_RUN_BYTES, fs);
    const seen =
      Number(mtimeMs) < now() - SETTLED_AFTER_MS
        ? { size: Number(size), mtimeMs: Number(mtimeMs), ino: Number(ino) }
        : null;
    const same = known.byHash.get(sha256(bytes));
    if (same !== undefined)
      return same.name === name && seen === null && same.seen === null ? same : { ...same, name, seen };
    const stored = await runOf(bytes, path);
    const { run, path: _path, ...file } = stored;
    return {
      name,
      seen,
      recording: recordingKey(run),
      id: run.id,
      startedAt: run.startedAt,
      ...file,
      digest: digest(stored),
    };
  } catch (error) {
    const told = fileError(`cannot read ${path}`, error);
    if (!(told instanceof UserError)) throw told;
    return { path, message: told.message };
  }
}

/** The first of the files of each run. A later one of another content is a problem. */
function unique<D>(rows: readonly Row<D>[], dir: string, problems: Problem[]): Digested<D>[] {
  const byId = new Map<string, Digested<D>>();
  for (const { name, seen: _seen, recording: _recording, ...row } of rows) {
    const path = join(dir, name);
    const first = byId.get(row.id);
    if (first === undefined) byId.set(row.id, { ...row, path });
    else if (first.content !== row.content) problems.push(clash(path, first.path));
  }
  return [...byId.values()];
}

async function unfinished<D>(
  dir: string,
  names: readonly string[],
  { rows, problems, digest, fs = nodeFiles }: { rows: readonly Row<D>[]; problems: Problem[] } & DigestOptions<D>,
): Promise<Digested<D>[]> {
  const recorded = new Set(rows.map(({ recording }) => recording));
  const found: Digested<D>[] = [];
  for (const path of names.filter((name) => name.endsWith(journalExtension)).map((name) => join(dir, name))) {
    try {
      const stored = await readJournal(path, fs);
      const { run, ...file } = stored;
      if (!recorded.has(recordingKey(run)))
        found.push({ id: run.id, startedAt: run.startedAt, ...file, digest: digest(stored) });
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      problems.push({ path, message: error.message });
    }
  }
  return found;
}

function byStart<D>(a: Digested<D>, b: Digested<D>): number {
  return Date.parse(a.startedAt) - Date.parse(b.startedAt) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}
