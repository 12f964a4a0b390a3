import { basename } from "node:path";
import { UserError } from "../../user-error.js";
import { type FileSystem, nodeFiles } from "../files/file-system.js";
import { readJournal, recordingKey } from "../journal/read-journal.js";
import { removeJournal } from "../journal/write-journal.js";
import { timeStamp } from "../schema/run-id.js";
import type { Run } from "../schema/run-schema.js";
import { hasTrials } from "./run-facts.js";
import { listRunPaths, type Problem } from "./run-index.js";
import { readRun, writeRun } from "./run-store.js";

export interface Finished {
  /** The run files that were written. */
  written: { id: string; file: string }[];
  /** Journals that stay: they cannot be read, or their run cannot be written. */
  problems: Problem[];
}

/**
 * Turns journals into run files of status `interrupted`, and removes them, where the process that recorded them is gone. A
 * journal without a trial, or of a run that has its file already, is only removed.
 */
export async function finishJournals(dir: string, fs: FileSystem = nodeFiles): Promise<Finished> {
  const finished: Finished = { written: [], problems: [] };
  const { runFiles, journals } = await listRunPaths(dir, fs);
  for (const path of journals) {
    try {
      const { run, live } = await readJournal(path, fs);
      if (live) continue;
      if (hasTrials(run) && !(await isRecorded(run, runFiles, fs)))
        finished.written.push(await writeRun(dir, run, { fs }));
      await removeJournal(path, fs);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      finished.problems.push({ path, message: error.message });
    }
  }
  return finished;
}

/** Whether a run file of the same recording is there: its writer was killed before it could remove the journal. */
async function isRecorded(run: Run, runFiles: readonly string[], fs: FileSystem): Promise<boolean> {
  const prefix = `${timeStamp(run.startedAt)}-${run.study}-`;
  for (const path of runFiles.filter((candidate) => basename(candidate).startsWith(prefix))) {
    const file = await readRun(path, fs);
    if (recordingKey(file.run) === recordingKey(run)) return true;
  }
  return false;
}
