import type { Stats } from "node:fs";
import { basename, join, resolve } from "node:path";
import { UserError } from "../../user-error.js";
import { type Cache, NO_CACHE } from "../files/cache.js";
import { type FileSystem, promptFiles } from "../files/file-system.js";
import { type InternedValue, InternedValues } from "../files/interned-values.js";
import { KeptLines } from "../files/kept-lines.js";
import { codeOf, fileError, MAX_RUN_BYTES, readRegularFile } from "../files/regular-files.js";
import type { StoredRun } from "../files/stored-run.js";
import { journalExtension, MAX_JOURNAL_BYTES } from "../journal/journal-format.js";
import { journalOf, readJournal, recordingKey } from "../journal/read-journal.js";
import { sha256, timeStamp } from "../schema/run-id.js";
import type { Run } from "../schema/run-schema.js";
import { runExtension, unpack } from "./compression.js";
import { factsOf, isUsable, packFacts, type RunFacts, type RunTotals, unpackFacts } from "./run-facts.js";
import { readRun, runOf } from "./run-store.js";

/** A file that holds no run, and what is wrong with it. */
export interface Problem {
  path: string;
  message: string;
  /** Whether the fault is ours and not the file's; whether it is a run that is being recorded. */
  isBug?: true;
  isLive?: true;
}

/** The runs of a folder by start, then id, and the files that hold none. */
export interface FolderContents<R = Run> {
  runs: StoredRun<R>[];
  problems: Problem[];
}

/** Paths of the files of a folder of runs, each list by name. */
export interface RunPaths {
  runFiles: string[];
  journals: string[];
}

/** Lists a folder of runs, without hidden files. A missing folder is an empty one. */
export async function listRunPaths(dir: string, fs: FileSystem): Promise<RunPaths> {
  const names = await namesIn(dir, fs);
  const pathsOf = (wanted: (name: string) => boolean) => names.filter(wanted).map((name) => join(dir, name));
  return {
    runFiles: pathsOf((name) => runExtension(name) !== undefined),
    journals: pathsOf((name) => name.endsWith(journalExtension)),
  };
}

async function namesIn(dir: string, fs: FileSystem): Promise<string[]> {
  try {
    return (await fs.readdir(dir)).filter((name) => !name.startsWith(".")).sort();
  } catch (error) {
    if (codeOf(error) === "ENOENT") return [];
    throw fileError(`cannot read the folder ${dir}`, error);
  }
}

/**
 * The runs among these files, each once: run files first, then the journals of recordings that have no run file. Of two files
 * of one id and the same content the first by name is taken; with another content the second is a problem.
 *
 * @param read reads a file; a UserError of it is a problem
 */
export async function* eachRunOf<S extends StoredRun<Run | RunFacts>>(
  { runFiles, journals }: RunPaths,
  read: (path: string) => Promise<S | Problem>,
): AsyncGenerator<S | Problem> {
  const byId = new Map<string, { path: string; content: string }>();
  const recordings = new Set<string>();
  for (const path of runFiles) {
    const found = await orProblem(path, read);
    if (isProblem(found)) {
      yield found;
      continue;
    }
    const { run, content } = found;
    const first = byId.get(run.id);
    if (first === undefined) {
      byId.set(run.id, { path, content });
      if (journals.length > 0) recordings.add(recordingKey(run));
      yield found;
    } else if (first.content !== content) {
      const message = `${path}: has the id of ${first.path} and another content: remove one of them`;
      yield { path, message };
    }
  }
  for (const path of journals) {
    const found = await orProblem(path, read);
    if (isProblem(found) || !recordings.has(recordingKey(found.run))) yield found;
  }
}

export function isProblem(found: object): found is Problem {
  return "message" in found;
}

async function orProblem<S>(path: string, read: (path: string) => Promise<S>): Promise<S | Problem> {
  try {
    return await read(path);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { path, message: error.message, ...(error instanceof DigestFailure && { isBug: true as const }) };
  }
}

/** Reads a run file, or the journal of a run that did not finish. */
export function readStored(path: string, fs: FileSystem = promptFiles): Promise<StoredRun> {
  return path.endsWith(journalExtension) ? readJournal(path, fs) : readRun(path, fs);
}

/** Every run of a folder, one in memory at a time; see {@link eachRunOf}. */
export async function* eachRun(dir: string, fs: FileSystem = promptFiles): AsyncGenerator<StoredRun | Problem> {
  yield* eachRunOf(await listRunPaths(dir, fs), (path) => readStored(path, fs));
}

/** All runs of a folder with their trials. */
export async function readRuns(dir: string, fs: FileSystem = promptFiles): Promise<FolderContents> {
  return gather(eachRun(dir, fs));
}

async function gather<R extends Run | RunFacts>(found: AsyncIterable<StoredRun<R> | Problem>) {
  const contents: FolderContents<R> = { runs: [], problems: [] };
  for await (const one of found) {
    if (isProblem(one)) contents.problems.push(one);
    else contents.runs.push(one);
  }
  contents.runs.sort(byStart);
  return contents;
}

function byStart({ run: a }: StoredRun<Run | RunFacts>, { run: b }: StoredRun<Run | RunFacts>): number {
  return Date.parse(a.startedAt) - Date.parse(b.startedAt) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

/**
 * The last started run of a folder that holds trials, did not fail and is not being recorded; undefined where there is none. The
 * name of a run file or journal begins with the second of the start, so only the latest files are opened, and those with names of
 * another kind.
 */
export async function latestRun(dir: string, fs: FileSystem = promptFiles): Promise<StoredRun | undefined> {
  const { runFiles, journals } = await listRunPaths(dir, fs);
  const stamps = [...new Set([...runFiles, ...journals].map(stampIn))].sort((a, b) =>
    (a ?? "~") < (b ?? "~") ? 1 : -1,
  );
  const opened = new Map<string, Promise<StoredRun>>();
  const read = (path: string) => {
    const run = opened.get(path) ?? readStored(path, fs);
    opened.set(path, run);
    return run;
  };
  let latest: StoredRun | undefined;
  const reached = new Set<string | null>();
  for (const stamp of stamps) {
    if (stamp !== null && latest !== undefined && timeStamp(latest.run.startedAt) > stamp) break;
    reached.add(stamp);
    const wanted = (path: string) => reached.has(stampIn(path));
    const paths = { runFiles: runFiles.filter(wanted), journals: journals.filter(wanted) };
    const { runs } = await gather(eachRunOf(paths, read));
    latest = latestOf(runs);
  }
  return latest;
}

/** The second of its start that the name of a run file or journal tells; `null`: a name of another kind. */
export function stampIn(path: string): string | null {
  return /^\d{8}t\d{6}z(?=-)/.exec(basename(path))?.[0] ?? null;
}

/** The last of these runs, by start, that `latest` may mean. */
export function latestOf<R extends Run | (RunFacts & RunTotals)>(
  runs: readonly StoredRun<R>[],
): StoredRun<R> | undefined {
  return runs.findLast(({ run, live }) => live !== true && isUsable(run));
}

/** Fields of text that are worked out of a run, beside its facts; without tabs and line breaks. */
export type DigestRun = (run: Run, values: InternedValues) => string[];

/** A place for digests, by the hash of their file. */
export interface Digests {
  digest: DigestRun;
  has(sha256: string): boolean;
  add(sha256: string, fields: readonly string[]): void;
}

/** Result of reading a run file for the index: plain data, so that another thread can read. */
export type ReadOutcome =
  | {
      file: Omit<StoredRun, "run">;
      facts: string[];
      digest: string[];
      /** Values that the reader met for the first time. */
      values: InternedValue[];
    }
  | { file: Omit<StoredRun, "run"> }
  | Problem;

/** Store for the digests of runs, and a reader of run files, such as one in several threads. */
export interface Digesting {
  digests: Digests;
  readFiles: (paths: readonly string[]) => AsyncIterable<ReadOutcome>;
  /** Gets the bytes that a journal had when it was read: it may grow, and its run may end, at any moment. */
  onJournal: OnJournal;
}

type OnJournal = (stored: StoredRun, bytes: Uint8Array) => void;

export interface ReadOptions {
  fs?: FileSystem;
  values: InternedValues;
  digest?: DigestRun | undefined;
  /** Whether the content of a file is known by its hash, so that it need not be parsed. */
  isKnown?: (sha256: string) => boolean;
  onJournal?: OnJournal | undefined;
}

/** A run that is sound, and whose analysis fails: it is left out, and named, as one that cannot be read. */
class DigestFailure extends UserError {}

/** Reads a file for the index. What is wrong with the file, or with its analysis, is a problem; all else throws. */
export function readForIndex(path: string, options: ReadOptions): Promise<ReadOutcome> {
  return orProblem(path, () => readOutcome(path, options));
}

async function readOutcome(
  path: string,
  { fs = promptFiles, values, digest, isKnown, onJournal }: ReadOptions,
): Promise<ReadOutcome> {
  let stored: StoredRun;
  if (path.endsWith(journalExtension)) {
    const bytes = await readRegularFile(path, MAX_JOURNAL_BYTES, fs);
    stored = journalOf(bytes, path);
    onJournal?.(stored, bytes);
  } else {
    const bytes = await readRegularFile(path, MAX_RUN_BYTES, fs);
    const hash = sha256(bytes);
    if (isKnown?.(hash)) {
      const content = sha256(await unpack(bytes, path));
      return { file: { path, sha256: hash, content, bytes: bytes.length } };
    }
    stored = await runOf(bytes, path);
  }
  const { run, ...file } = stored;
  return {
    file,
    facts: packFacts(factsOf(run), values),
    digest: digested(run, { path, values, digest }),
    values: values.takeAdded(),
  };
}

function digested(
  run: Run,
  { path, values, digest }: Pick<ReadOptions, "values" | "digest"> & { path: string },
): string[] {
  try {
    return digest?.(run, values) ?? [];
  } catch (error) {
    const { stack = String(error) } = error as Error;
    throw new DigestFailure(`${path}: cannot be analysed: this is a bug, please report it with the file\n${stack}`);
  }
}

/** A file that was changed so shortly before it was looked at may be changed again within the same tick of its clock. */
const SETTLED_AFTER_MS = 2_000;

/** Times that a folder is read again because a file of it is gone. */
const MOST_AGAIN = 3;

/** Kinds of lines: a file by its name, facts by the hash of their file. */
const [FILE, FACTS] = ["F", "R"];

export interface IndexOptions {
  cache?: Cache;
  fs?: FileSystem;
  now?: () => number;
}

/**
 * The index of a folder: the facts of its runs, kept between runs of the program. A file that looks as it did when it was last
 * read is not opened; one of known content is not parsed. Journals are always read.
 */
export class RunIndex {
  readonly cache: Cache;
  /** Name of the folder in the cache. */
  readonly name: string;
  /** Values that facts and digests have in common. */
  readonly values: InternedValues;
  readonly #dir: string;
  readonly #fs: FileSystem;
  readonly #now: () => number;
  readonly #lines: KeptLines;

  constructor(dir: string, { cache = NO_CACHE, fs = promptFiles, now = Date.now }: IndexOptions = {}) {
    this.cache = cache;
    this.name = sha256(resolve(dir)).slice(0, 16);
    this.#dir = dir;
    this.#fs = fs;
    this.#now = now;
    this.#lines = new KeptLines(cache, `runs-${this.name}`);
    this.values = new InternedValues(this.#lines);
  }

  /**
   * Reads the folder; digests are made of the runs that have none yet. A file that is gone when its turn comes is most often the
   * journal of a recording that has ended, and has a run file by then: the folder is read again.
   */
  async read(how: Partial<Digesting> = {}): Promise<FolderContents<RunFacts & RunTotals>> {
    let contents = await this.#readOnce(how);
    for (let again = 0; again < MOST_AGAIN && (await this.#isGone(contents.problems)); again += 1)
      contents = await this.#readOnce(how);
    return contents;
  }

  /** Whether one of these files is not in the folder any more. */
  async #isGone(problems: readonly Problem[]): Promise<boolean> {
    if (problems.length === 0) return false;
    const { runFiles, journals } = await listRunPaths(this.#dir, this.#fs);
    const there = new Set([...runFiles, ...journals]);
    return problems.some(({ path }) => !there.has(path));
  }

  async #readOnce(how: Partial<Digesting>): Promise<FolderContents<RunFacts & RunTotals>> {
    const { digests, readFiles } = how;
    const paths = await listRunPaths(this.#dir, this.#fs);
    const known = new Map<string, StoredRun<RunFacts & RunTotals> | Problem>();
    const changed = new Map<string, Stats | undefined>();
    for (const path of paths.runFiles) {
      const stats = await this.#fs.lstat(path).catch(() => undefined);
      const stored = stats && this.#unchanged(path, stats);
      if (stored && (digests?.has(stored.sha256) ?? true)) known.set(path, stored);
      else changed.set(path, stats);
    }
    const take = (outcome: ReadOutcome) => {
      const found = this.#take(outcome, digests);
      known.set(found.path, found);
      if (!isProblem(found)) this.#keepFile(found, changed.get(found.path));
    };
    const opened = [...changed.keys()];
    for await (const outcome of readFiles?.(opened) ?? this.#readHere(opened, how)) take(outcome);
    for await (const outcome of this.#readHere(paths.journals, how)) take(outcome);
    const contents = await gather(
      eachRunOf(paths, async (path) => known.get(path) as StoredRun<RunFacts & RunTotals> | Problem),
    );
    this.save();
    return contents;
  }

  async *#readHere(paths: readonly string[], { digests, onJournal }: Partial<Digesting>): AsyncGenerator<ReadOutcome> {
    const isKnown = (hash: string) => this.#factsAt(hash) !== undefined && (digests?.has(hash) ?? true);
    const options = { fs: this.#fs, values: this.values, digest: digests?.digest, isKnown, onJournal };
    for (const path of paths) yield await readForIndex(path, options);
  }

  /** The run of a file that is as it was when it was last read. */
  #unchanged(path: string, stats: Stats): StoredRun<RunFacts & RunTotals> | undefined {
    const [stamp, hash = "", content = "", bytes] = this.#lines.get(FILE, keyOf(path)) ?? [];
    const run = stamp === stampOf(stats) ? this.#factsAt(hash) : undefined;
    return run && { run, path, sha256: hash, content, bytes: Number(bytes) };
  }

  #factsAt(hash: string): (RunFacts & RunTotals) | undefined {
    const fields = this.#lines.get(FACTS, hash);
    try {
      return fields && unpackFacts(fields, this.values);
    } catch {
      return undefined;
    }
  }

  #take(outcome: ReadOutcome, digests: Digests | undefined): StoredRun<RunFacts & RunTotals> | Problem {
    if (isProblem(outcome)) return outcome;
    const { file } = outcome;
    if (!("facts" in outcome)) return { run: this.#factsAt(file.sha256) as RunFacts & RunTotals, ...file };
    this.values.add(outcome.values);
    digests?.add(file.sha256, outcome.digest);
    // A journal that is being written has another hash each time.
    if (file.live === undefined) this.#lines.set(FACTS, file.sha256, outcome.facts);
    return { run: unpackFacts(outcome.facts, this.values), ...file };
  }

  #keepFile({ path, sha256: hash, content, bytes }: StoredRun<RunFacts & RunTotals>, before: Stats | undefined): void {
    if (before === undefined || before.mtimeMs >= this.#now() - SETTLED_AFTER_MS) return;
    this.#lines.set(FILE, keyOf(path), [stampOf(before), hash, content, String(bytes)]);
  }

  /** Keeps what was learnt, values of digests included. */
  save(): void {
    this.#lines.save();
  }
}

function keyOf(path: string): string {
  return basename(path).replace(/[\t\r\n]/g, " ");
}

/** What changes with a file's content, as far as its folder tells. */
function stampOf({ size, mtimeMs, ctimeMs, ino }: Stats): string {
  return [size, mtimeMs, ctimeMs, ino].join(" ");
}
