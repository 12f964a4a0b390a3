import { basename, resolve } from "node:path";
import { UserError } from "../../user-error.js";
import { type FileSystem, nodeFiles } from "../files/file-system.js";
import { fileError, syncFolder } from "../files/regular-files.js";
import { readJournal, recordingKey } from "../journal/read-journal.js";
import { removeJournal } from "../journal/write-journal.js";
import { timeStamp } from "../schema/run-id.js";
import type { Run } from "../schema/run-schema.js";
import { countTrials } from "./run-facts.js";
import { listRunPaths, type Problem } from "./run-index.js";
import { readRun, writeRun } from "./run-store.js";

export interface Recovered {
  id: string;
  file: string;
  trials: number;
  lostLines: number;
}

export interface Finished {
  /** The run files that were written, with the trials that they hold and the lines of their journals that were damaged. */
  written: Recovered[];
  /** Journals that stay: they cannot be read, or their run cannot be written. */
  problems: Problem[];
}

/**
 * Turns journals into run files of status `interrupted`, and removes them, where the process that recorded them is gone. A
 * journal without a trial, or of a run that has its file already, is only removed.
 *
 * @param kept a journal that is left alone
 */
export async function finishJournals(dir: string, fs: FileSystem = nodeFiles, kept?: string): Promise<Finished> {
  const finished: Finished = { written: [], problems: [] };
  const { runFiles, journals } = await listRunPaths(dir, fs);
  for (const path of journals.filter((journal) => kept === undefined || resolve(journal) !== resolve(kept))) {
    try {
      const { run, live, lostLines } = await readJournal(path, fs);
      if (live) continue;
      const trials = countTrials(run);
      if (trials > 0) {
        const isThere = await isRecorded(run, runFiles, fs);
        if (isThere) await keepNames(dir, fs);
        else finished.written.push({ ...(await writeRun(dir, run, { fs })), trials, lostLines });
      }
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

/** Its writer may have been killed before the run file's name was on the disk: a power cut would take that back, and not the removal of the journal. */
async function keepNames(dir: string, fs: FileSystem): Promise<void> {
  try {
    await syncFolder(dir, fs);
  } catch (error) {
    throw fileError(`cannot write the run to ${dir}`, error);
  }
}
