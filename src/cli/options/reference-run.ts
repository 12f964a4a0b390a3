import { machineKind } from "../../analysis/two-runs/machine-kind.js";
import { isSameFile } from "../../analysis/two-runs/same-import.js";
import { readBaselines } from "../../record/folder/baselines.js";
import { idsWithin, isUsable, type RunFacts } from "../../record/folder/run-facts.js";
import type { RunFolder } from "../../record/folder/run-folder.js";
import { UserError } from "../../user-error.js";
import type { Io } from "../command.js";
import { listedRuns } from "./run-folder.js";

/** Id of the run that another is held against, and the reason for it. */
export interface Reference {
  id: string;
  as: "baseline" | "previous" | "given";
}

/** The folder in which a run is looked for, and its name. */
export interface NamedRun {
  folder: RunFolder;
  against: string | undefined;
}

/**
 * The run that `run` is held against: the one named; for `baseline` the one kept for its study on this kind of machine;
 * for `previous` the last one before it of the same study, definition and kind of machine. Without a name the baseline
 * where there is one, else the previous. A run that failed or has no trials is none of them.
 */
export async function referenceFor(
  run: RunFacts,
  { folder, against }: NamedRun,
  io: Pick<Io, "err">,
): Promise<Reference> {
  if (against !== undefined && against !== "baseline" && against !== "previous") return { id: against, as: "given" };
  const { dir } = folder;
  const listed = await listedRuns(folder, io);
  const others = listed.filter(({ run, live }) => live !== true && isUsable(run)).map(({ run }) => run);
  const baseline = against === "previous" ? undefined : await baselineOf(run, others, dir);
  if (baseline !== undefined) return { id: baseline.id, as: "baseline" };
  if (against === "baseline") {
    throw new UserError(
      `${dir} has no baseline for ${run.study} on this kind of machine: name one with scalebook baseline set <run>`,
    );
  }
  const previous = previousOf(run, others);
  if (previous !== undefined) return { id: previous.id, as: "previous" };
  throw new UserError(
    run.machine.unidentified ? unidentifiedWords(run) : `${dir} has no ${noPreviousWords(run, others)}`,
  );
}

function unidentifiedWords({ id }: RunFacts): string {
  return `${id} was imported without a machine, so which earlier run is of the same one is not known: import it with --machine <name>, or name a run by its id`;
}

/** Why a run has none before it that it could be held against, and which one is nearest. */
function noPreviousWords(run: RunFacts, others: readonly RunFacts[]): string {
  const before = others.findLast((other) => Date.parse(other.startedAt) < Date.parse(run.startedAt));
  if (before === undefined) return `run before ${run.id}: record it again, or name another run`;
  const nearest = before.study === run.study ? before.id : `${before.id} of ${before.study}`;
  return `earlier run of ${run.study} with the same definition on this kind of machine; the run before is ${nearest}: name it if you mean that`;
}

async function baselineOf(run: RunFacts, others: readonly RunFacts[], dir: string) {
  const ids = await readBaselines(dir);
  return others.find((other) => ids.includes(other.id) && other.id !== run.id && isForSame(other, run));
}

function previousOf(run: RunFacts, others: readonly RunFacts[]): RunFacts | undefined {
  return others.findLast(
    (other) =>
      Date.parse(other.startedAt) < Date.parse(run.startedAt) &&
      // Its blocks would stand on both sides.
      other.id !== run.parent &&
      !idsWithin(run).includes(other.id) &&
      !isSameFile(other, run) &&
      other.studyHash === run.studyHash &&
      isForSame(other, run),
  );
}

/** Whether two runs share their baseline. */
export function isForSame(one: RunFacts, other: RunFacts): boolean {
  return one.study === other.study && machineKind(one.machine) === machineKind(other.machine);
}
