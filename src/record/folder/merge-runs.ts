import { join } from "node:path";
import { UserError } from "../../user-error.js";
import { nodeFiles } from "../files/file-system.js";
import { fileError, MAX_RUN_BYTES, makeKeptFolder, readRegularFile } from "../files/regular-files.js";
import type { StoredRun } from "../files/stored-run.js";
import { writeAtomically } from "../files/write-atomically.js";
import { runExtension } from "./compression.js";
import type { RunFacts, RunTotals } from "./run-facts.js";
import { type IndexOptions, type Problem, RunIndex, readStored } from "./run-index.js";
import { exists, writeRun } from "./run-store.js";

export interface Merged {
  /** Files that were written. */
  added: { id: string; file: string }[];
  /** Ids of runs that were there already. */
  present: string[];
  /** Files that were left out: an id with another content here, a file that cannot be read, a run that is being recorded. */
  problems: Problem[];
}

/**
 * Copies the runs of another folder into `dir`, byte for byte, as `<id>.json` or `<id>.json.gz`. The same id with the same
 * content is one run, whatever its file is called; with another content it is a problem, and nothing is overwritten. A run that
 * cannot be written is a problem, and the others go on. The journal of a run that did not finish becomes a run file.
 */
export async function mergeRuns(dir: string, from: string, options: IndexOptions = {}): Promise<Merged> {
  const here = await new RunIndex(dir, options).read();
  const there = await new RunIndex(from, options).read();
  const known = new Map(here.runs.map((stored) => [stored.run.id, stored]));
  const merged: Merged = { added: [], present: [], problems: [...there.problems] };
  for (const stored of there.runs) {
    const { run, path, content, live } = stored;
    const same = known.get(run.id);
    if (same !== undefined && (same.content === content || runExtension(path) === undefined)) {
      merged.present.push(run.id);
    } else if (same !== undefined) {
      const message = `${path}: ${same.path} has its id, ${run.id}, and another content: nothing was changed; remove one of them`;
      merged.problems.push({ path, message });
    } else if (live) {
      merged.problems.push({ path, message: `${path}: is being recorded: merge again when it is done` });
    } else {
      try {
        merged.added.push(await addTo(dir, stored, options));
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        merged.problems.push({ path, message: error.message });
      }
    }
  }
  return merged;
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
