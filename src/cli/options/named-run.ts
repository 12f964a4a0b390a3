import { dirname, resolve } from "node:path";
import type { StoredRun } from "../../record/files/stored-run.js";
import type { Lineage } from "../../record/folder/lineage.js";
import { hasFailed } from "../../record/folder/run-facts.js";
import type { RunFolder } from "../../record/folder/run-folder.js";
import { UserError } from "../../user-error.js";
import type { Io } from "../command.js";
import { referenceFor } from "./reference-run.js";

/** Names of runs that are chosen by another run; a label goes before. */
const RELATIVE: readonly string[] = ["previous", "baseline"];

/** Where runs are looked for, and who is told of files that cannot be read. */
export interface Place {
  folder: RunFolder;
  io: Pick<Io, "err" | "onRun">;
  /** The run that `previous` and `baseline` stand beside. */
  beside?: string;
}

/** The run that a person means: see {@link RunFolder.find}; `previous` and `baseline` stand beside the latest run or another. */
export async function findRun(name: string, place: Place): Promise<StoredRun> {
  const stored = await place.folder.find(await absoluteName(name, place));
  place.io.onRun?.(stored.path);
  return stored;
}

/** The id of the run that `previous` or `baseline` means; other names as they are. */
export async function absoluteName(name: string, { folder, io, beside = "latest" }: Place): Promise<string> {
  if (!(await isRelative(name, folder))) return name;
  const { run } = await folder.find((await isRelative(beside, folder)) ? "latest" : beside);
  return (await referenceFor(run, { folder, against: name }, io)).id;
}

async function isRelative(name: string, folder: RunFolder): Promise<boolean> {
  return RELATIVE.includes(name) && !(await folder.contents()).runs.some(({ run }) => run.label === name);
}

/** The run that a person means, and those that it goes on with as far as they lie in the same folder. */
export async function findLine(name: string, place: Place): Promise<{ stored: StoredRun; line: Lineage }> {
  const stored = await findRun(name, place);
  return { stored, line: await place.folder.lineOf(stored) };
}

/** Throws a UserError where no recording in this folder can go on with the run. */
export function refuseToGoOn({ run, path, live }: StoredRun, folder: RunFolder, done: "extended" | "resumed"): void {
  const no = (why: string) => new UserError(`${run.id} cannot be ${done}: ${why}`);
  if (live) throw no("it is still being recorded");
  if (hasFailed(run)) throw no("its program failed; record it anew");
  const dir = dirname(path);
  if (resolve(dir) !== resolve(folder.dir)) throw no(`it lies in another folder; give --runs-dir ${dir}`);
}

/** Notes on the blocks of other runs that stand on either side of a comparison. */
export function poolingNotes({ apart }: { apart: boolean }, lines: readonly Lineage[]): string[] {
  const pooled = lines.filter(({ runs, broken }) => runs.length > 1 || broken !== null);
  if (pooled.length === 0) return [];
  if (apart)
    return ["One of the runs goes on with the other, or both with the same: each stands here with its own repeats"];
  return pooled.map(({ runs, broken }) => {
    const others = runs.slice(0, -1).map(({ id }) => id);
    const lacking = broken === null ? [] : [`not with those of ${broken.id}: ${broken.why}`];
    const added = others.length === 0 ? [] : [`with the repeats of ${others.join(", ")}`];
    return `${runs.at(-1)?.id} ${[...added, ...lacking].join("; ")}`;
  });
}
