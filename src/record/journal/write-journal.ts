import { join } from "node:path";
import { type FileHandle, type FileSystem, nodeFiles } from "../files/file-system.js";
import { codeOf, fileError, makeKeptFolder, syncFolder, writeAll } from "../files/regular-files.js";
import { roundRun } from "../schema/finish-run.js";
import { timeStamp } from "../schema/run-id.js";
import { entryChecker } from "./check-entry.js";
import {
  JOURNAL_VERSION,
  type JournalEntry,
  type JournalHeader,
  journalExtension,
  MAX_JOURNAL_BYTES,
} from "./journal-format.js";
import { thisWriter } from "./recording-process.js";

/** The journal of a run that is being recorded: JSON lines, each on the disk before its `append` resolves. */
export interface Journal {
  readonly path: string;
  /**
   * Adds an entry, its times rounded as in a run file. Entries are written in the order of the calls. One that does not
   * fit the schema, or names a cell that is not there, is a bug of the caller: a plain Error, and nothing is written, so
   * that a journal can always be read. After a failure of the file system (a UserError that names the file) the journal
   * takes no more entries: all that was appended before stays readable.
   */
  append(entry: JournalEntry): Promise<void>;
  /** Waits for what is being written and closes the file; it stays in the folder. May be called twice. */
  close(): Promise<void>;
  /** Closes and removes the journal: its run is in a file of its own by now. */
  discard(): Promise<void>;
}

export interface JournalOptions {
  fs?: FileSystem;
  /** Time of an entry; the last one becomes `finishedAt` where the run is interrupted. */
  now?: () => Date;
  /** Size from which on trials are written without their timelines and samples of usage. */
  timelinesUpToBytes?: number;
}

/** Half of the largest journal, as the figures of the trials still follow. */
const TIMELINES_UP_TO_BYTES = MAX_JOURNAL_BYTES / 2;

/** Most runs of one study in the same second; more are a mistake. */
const MAX_SAME_SECOND = 100;

/**
 * Starts `<dir>/<stamp>-<study>.journal`, making the folder where it is missing. `header` is all that is known of the
 * run at its start, with every experiment and its cells, the cells still without trials. What the file system refuses
 * is a UserError that names the folder.
 */
export async function openJournal(
  dir: string,
  header: JournalHeader,
  { fs = nodeFiles, now = () => new Date(), timelinesUpToBytes = TIMELINES_UP_TO_BYTES }: JournalOptions = {},
): Promise<Journal> {
  try {
    await makeKeptFolder(dir, fs);
    const check = entryChecker(header);
    const { path, handle } = await createFile(dir, `${timeStamp(header.startedAt)}-${header.study}`, fs);
    const journal = writeTo({ path, handle, fs, now, timelinesUpToBytes, check });
    try {
      await journal.write({ kind: "header", version: JOURNAL_VERSION, writer: thisWriter(), run: header });
      await syncFolder(dir, fs);
    } catch (error) {
      // A journal without its header says nothing; the first error is the one to tell.
      await journal.discard().catch(() => undefined);
      throw error;
    }
    return journal;
  } catch (error) {
    throw fileError(`cannot start a journal in ${dir}`, error);
  }
}

async function createFile(dir: string, name: string, fs: FileSystem): Promise<{ path: string; handle: FileHandle }> {
  for (let number = 1; ; number += 1) {
    const path = join(dir, `${name}${number === 1 ? "" : `-${number}`}${journalExtension}`);
    try {
      return { path, handle: await fs.open(path, "wx", 0o666) };
    } catch (error) {
      const taken = codeOf(error) === "EEXIST";
      if (!taken || number === MAX_SAME_SECOND) throw error;
    }
  }
}

interface Target {
  path: string;
  handle: FileHandle;
  fs: FileSystem;
  now: () => Date;
  timelinesUpToBytes: number;
  check: (entry: JournalEntry) => void;
}

type Writable = Journal & { write(line: object): Promise<void> };

function writeTo({ path, handle, fs, now, timelinesUpToBytes, check }: Target): Writable {
  let size = 0;
  let open = true;
  // One write at a time. Once it has rejected, every later entry gets the same error: it would stand behind a torn line.
  let last: Promise<void> = Promise.resolve();

  function write(line: object): Promise<void> {
    if (!open) return Promise.reject(new Error(`the journal ${path} is closed`));
    const bytes = Buffer.from(`${JSON.stringify({ ...line, at: now().toISOString() })}\n`);
    last = last.then(async () => {
      await writeAll(handle, bytes, size);
      await handle.datasync();
      size += bytes.length;
    });
    return last;
  }

  async function close(): Promise<void> {
    if (!open) return;
    open = false;
    await last.catch(() => undefined);
    await handle.close().catch((error: unknown) => {
      throw fileError(`cannot close the journal ${path}`, error);
    });
  }

  return {
    path,
    write,
    close,
    async append(entry) {
      check(entry);
      const line = roundRun(size > timelinesUpToBytes ? withoutTimeline(entry) : entry);
      await write(line).catch((error: unknown) => {
        throw fileError(`cannot write the journal ${path}`, error);
      });
    },
    async discard() {
      await close();
      await removeJournal(path, fs);
    },
  };
}

function withoutTimeline(entry: JournalEntry): JournalEntry {
  if (entry.kind !== "trial") return entry;
  const { timeline: _timeline, usage: _usage, ...trial } = entry.trial;
  return { ...entry, trial };
}

/** Removes a journal; a missing one is no failure. */
export async function removeJournal(path: string, fs: FileSystem = nodeFiles): Promise<void> {
  try {
    await fs.unlink(path);
  } catch (error) {
    if (codeOf(error) !== "ENOENT") throw fileError(`cannot remove ${path}`, error);
  }
}
