import { join } from "node:path";
import { UserError } from "../../user-error.js";
import { type FileSystem, nodeFiles } from "../files/file-system.js";
import { fileError, MAX_RUN_BYTES, readRegularFile } from "../files/regular-files.js";
import type { StoredRun } from "../files/stored-run.js";
import { writeAtomically } from "../files/write-atomically.js";
import { runExtension } from "./compression.js";
import type { Problem } from "./run-store.js";
import { writeRun } from "./run-store.js";
import { eachRun } from "./scan-runs.js";

export interface Merged {
  /** Files that were written. */
  added: { id: string; file: string }[];
  /** Ids of runs that were there already. */
  present: string[];
  /** What was not taken over: an id with another content there, a file that cannot be read, a run that is being recorded. */
  problems: Problem[];
}

/**
 * Copies the runs of another folder into `dir`, byte for byte, as `<id>.json` or `<id>.json.gz`. The same id with the same
 * content is one run, whatever its file is called; with another content it is a problem, and nothing is overwritten. The journal of a
 * run that did not finish becomes a run file.
 */
export async function mergeRuns(dir: string, from: string, fs: FileSystem = nodeFiles): Promise<Merged> {
  const merged: Merged = { added: [], present: [], problems: [] };
  const here = new Map<string, { path: string; content: string }>();
  for await (const found of eachRun(dir, fs)) {
    if ("stored" in found) here.set(found.stored.run.id, found.stored);
  }
  for await (const found of eachRun(from, fs)) {
    if ("problem" in found) merged.problems.push(found.problem);
    else await mergeOne(found.stored, { dir, here, merged, fs });
  }
  return merged;
}

interface Target {
  dir: string;
  here: ReadonlyMap<string, { path: string; content: string }>;
  merged: Merged;
  fs: FileSystem;
}

async function mergeOne({ run, path, content, live }: StoredRun, { dir, here, merged, fs }: Target): Promise<void> {
  const known = here.get(run.id);
  const extension = runExtension(path);
  if (known !== undefined && (known.content === content || extension === undefined)) {
    merged.present.push(run.id);
  } else if (known !== undefined) {
    const message = `${path}: ${known.path} has its id, ${run.id}, and another content: nothing was changed; remove one of them`;
    merged.problems.push({ path, message });
  } else if (live) {
    merged.problems.push({ path, message: `${path}: is being recorded: merge again when it is done` });
  } else if (extension === undefined) {
    merged.added.push(await writeRun(dir, run, { fs }));
  } else {
    merged.added.push({ id: run.id, file: await copy(path, join(dir, `${run.id}${extension}`), { dir, fs }) });
  }
}

async function copy(path: string, file: string, { dir, fs }: Pick<Target, "dir" | "fs">): Promise<string> {
  const bytes = await readRegularFile(path, MAX_RUN_BYTES, fs);
  try {
    await fs.mkdir(dir, { recursive: true });
    // A file of that name that is no run, or one that cannot be read, is somebody's all the same.
    await refuseTaken(file, fs);
    await writeAtomically(file, bytes, fs);
  } catch (error) {
    throw fileError(`cannot write the run to ${dir}`, error);
  }
  return file;
}

async function refuseTaken(file: string, fs: FileSystem): Promise<void> {
  const there = await fs.lstat(file).then(
    () => true,
    () => false,
  );
  if (there) throw new UserError(`${file}: is there already and holds no such run: move it away and merge again`);
}
