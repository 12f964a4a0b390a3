import { join } from "node:path";
import { UserError } from "../../user-error.js";
import { type FileSystem, nodeFiles } from "../files/file-system.js";
import type { StoredRun } from "../files/stored-run.js";
import { journalExtension } from "../journal/journal-format.js";
import { readJournal, recordingKey } from "../journal/read-journal.js";
import { runExtension } from "./compression.js";
import { clash, listFolder, type Problem, readRun } from "./run-store.js";

/** What stands in a folder of runs at one name: a run, or why there is none. */
export type Found = { stored: StoredRun } | { problem: Problem };

/**
 * The run files of a folder by name, one in memory at a time, and after them the journals of runs that did not finish. A
 * copy of a run that came before is passed over; one of its id and other content is a problem.
 */
export async function* eachRun(dir: string, fs: FileSystem = nodeFiles): AsyncGenerator<Found> {
  const names = await listFolder(dir, fs);
  const seen = new Map<string, { path: string; content: string }>();
  const recordings = new Set<string>();
  for (const name of names.filter((one) => runExtension(one) !== undefined)) {
    const found = await read(join(dir, name), readRun, fs);
    if ("problem" in found) {
      yield found;
      continue;
    }
    const { run, path, content } = found.stored;
    const first = seen.get(run.id);
    if (first !== undefined && first.content === content) continue;
    if (first !== undefined) {
      yield { problem: clash(path, first.path) };
      continue;
    }
    seen.set(run.id, { path, content });
    recordings.add(recordingKey(run));
    yield found;
  }
  for (const name of names.filter((one) => one.endsWith(journalExtension))) {
    const found = await read(join(dir, name), readJournal, fs);
    if ("problem" in found || !recordings.has(recordingKey(found.stored.run))) yield found;
  }
}

async function read(
  path: string,
  how: (path: string, fs: FileSystem) => Promise<StoredRun>,
  fs: FileSystem,
): Promise<Found> {
  try {
    return { stored: await how(path, fs) };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { problem: { path, message: error.message } };
  }
}
