import { join } from "node:path";
import { UserError } from "../../user-error.js";
import { nodeFiles } from "../files/file-system.js";
import { codeOf, fileError, MAX_RUN_BYTES, makeKeptFolder, readRegularFile } from "../files/regular-files.js";
import type { StoredRun } from "../files/stored-run.js";
import { writeAtomically } from "../files/write-atomically.js";
import { runExtension } from "./compression.js";
import type { RunFacts, RunTotals } from "./run-facts.js";
import { type IndexOptions, type Problem, RunIndex, readStored } from "./run-index.js";
import { exists, writeRun } from "./run-store.js";
import { isAsRecorded } from "./verify-runs.js";

export interface Merged {
  /** Files that were written. */
  added: { id: string; file: string }[];
  /** Ids of runs that were there already. */
  present: string[];
  /** Files that were left out: an id with another content here, a file that cannot be read, a run that is being recorded. Folders that cannot be read. */
  problems: Problem[];
  /** Folders without run files. */
  empty: string[];
}

/**
 * Copies the runs of other folders into `dir`, byte for byte, as `<id>.json` or `<id>.json.gz`. The same id with the same
 * content is one run, whatever its file is called; with another content it is a problem, and nothing is overwritten. A run that
 * cannot be written and a folder that cannot be read are problems, and the others go on; of one folder alone a UserError is thrown.
 * The journal of a run that did not finish becomes a run file.
 */
export async function mergeRuns(dir: string, folders: readonly string[], options: IndexOptions = {}): Promise<Merged> {
  const here = await new RunIndex(dir, options).read();
  const known: Known = new Map(here.runs.map((stored) => [stored.run.id, stored]));
  const merged: Merged = { added: [], present: [], problems: [], empty: [] };
  for (const folder of folders) {
    try {
      await requireFolder(folder, options);
      const there = await new RunIndex(folder, options).read();
      merged.problems.push(...there.problems);
      if (there.runs.length + there.problems.length === 0) merged.empty.push(folder);
      for (const stored of there.runs) await mergeRun(dir, stored, { known, merged, options });
    } catch (error) {
      if (!(error instanceof UserError) || folders.length === 1) throw error;
      merged.problems.push({ path: folder, message: error.message });
    }
  }
  return merged;
}

/** Where a run is in the folder that others are merged into, by its id. */
type Known = Map<string, { path: string; content: string }>;

/** Throws a UserError where there is no such folder, or one that cannot be read. */
async function requireFolder(path: string, { fs = nodeFiles }: IndexOptions): Promise<void> {
  try {
    await fs.readdir(path);
  } catch (error) {
    if (!["ENOENT", "ENOTDIR"].includes(codeOf(error) ?? "")) throw fileError(`cannot read the folder ${path}`, error);
    throw new UserError(`${path} is not a folder: give the folder of run files to merge`);
  }
}

async function mergeRun(
  dir: string,
  stored: StoredRun<RunFacts & RunTotals>,
  { known, merged, options }: { known: Known; merged: Merged; options: IndexOptions },
): Promise<void> {
  const { run, path, content, live } = stored;
  const same = known.get(run.id);
  if (same !== undefined && (same.content === content || runExtension(path) === undefined)) {
    merged.present.push(run.id);
  } else if (same !== undefined) {
    const clash = `${path}: ${same.path} has its id, ${run.id}, and another content: nothing was changed`;
    merged.problems.push({ path, message: `${clash}; ${await whichToRemove(path, same.path, options)}` });
  } else if (live) {
    merged.problems.push({ path, message: `${path}: is being recorded: merge again when it is done`, isLive: true });
  } else {
    try {
      const added = await addTo(dir, stored, options);
      merged.added.push(added);
      const isJournal = runExtension(path) === undefined;
      known.set(run.id, isJournal ? await readStored(added.file, options.fs) : { path: added.file, content });
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      merged.problems.push({ path, message: error.message });
    }
  }
}

/** Of two files of one id at most one is as it was recorded. */
async function whichToRemove(theirs: string, ours: string, { fs = nodeFiles }: IndexOptions): Promise<string> {
  const [isTheirs, isOurs] = [await isAsRecorded(theirs, fs), await isAsRecorded(ours, fs)];
  if (isTheirs === isOurs) return "remove one of them";
  return isOurs
    ? "this one was changed since it was recorded"
    : `${ours} was changed since it was recorded: remove that`;
}

async function addTo(
  dir: string,
  { run: { id }, path }: StoredRun<RunFacts & RunTotals>,
  { fs = nodeFiles }: IndexOptions,
) {
  const extension = runExtension(path);
  if (extension === undefined) return writeRun(dir, (await readStored(path, fs)).run, { fs });
  const file = join(dir, `${id}${extension}`);
  const bytes = await readRegularFile(path, MAX_RUN_BYTES, fs);
  try {
    await makeKeptFolder(dir, fs);
    // A file of that name that is no run, or one that cannot be read, is somebody's all the same.
    if (await exists(file, fs)) {
      throw new UserError(`${file}: is there already and holds no such run: move it away and merge again`);
    }
    await writeAtomically(file, bytes, fs);
  } catch (error) {
    throw fileError(`cannot write the run to ${dir}`, error);
  }
  return { id, file };
}
