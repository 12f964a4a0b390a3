import { mkdirSync, renameSync } from "node:fs";
import { basename, join } from "node:path";
import { codeOf } from "../record/files/regular-files.js";
import { wentOnWith } from "../record/folder/run-facts.js";
import { RunIndex } from "../record/folder/run-index.js";

type Stored = Awaited<ReturnType<RunIndex["read"]>>["runs"][number];

/** Runs of one study on one machine, as they are kept there. */
export interface KeptRuns {
  /** Those to hand over: what was recorded since the last time, and what was interrupted. */
  runs: Stored[];
  /** Names of the files of those that are finished, and of the interrupted ones that these went on with. */
  finished: string[];
  /** Whether one was interrupted, and none went on with it. */
  isOpen: boolean;
}

/** What is kept in the folder of a study on a machine. What was stored where it was ordered lies below it, in `done`. */
export async function keptRuns(folder: string): Promise<KeptRuns> {
  const { runs } = await new RunIndex(folder).read();
  const [whole, broken] = [runs.filter(isWhole), runs.filter((one) => !isWhole(one))];
  const isGoneOnWith = ({ run: { id } }: Stored) => whole.some(({ run }) => wentOnWith(run, id));
  const finished = [...whole, ...broken.filter(isGoneOnWith)].map(({ path }) => basename(path));
  return { runs, finished, isOpen: broken.some((one) => !isGoneOnWith(one)) };
}

/** Puts runs aside that are stored where they were ordered: the study begins anew the next time. */
export function putAside(folder: string, names: readonly string[]): void {
  mkdirSync(join(folder, "done"), { recursive: true });
  for (const name of names) {
    try {
      renameSync(join(folder, name), join(folder, "done", name));
    } catch (error) {
      // Two that ordered the same study of nodes with one folder may both put it aside.
      if (codeOf(error) !== "ENOENT") throw error;
    }
  }
}

/**
 * The id of the run with which the study was finished there; `null` where it was not. One that was put aside is taken back: it may
 * not have reached the machine that orders it now.
 */
export async function finishedRun(folder: string): Promise<string | null> {
  const { runs, isOpen } = await keptRuns(folder);
  if (isOpen) return null;
  const last = runs.findLast(isWhole);
  if (last !== undefined) return last.run.id;
  const before = (await new RunIndex(join(folder, "done")).read()).runs.findLast(isWhole);
  if (before !== undefined) renameSync(before.path, join(folder, basename(before.path)));
  return before?.run.id ?? null;
}

function isWhole({ run }: Stored): boolean {
  return run.status !== "interrupted";
}
