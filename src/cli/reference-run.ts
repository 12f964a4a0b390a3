import { machineKind } from "../analysis/history/machine-kind.js";
import { readBaselines } from "../record/baselines.js";
import type { Run } from "../record/schema.js";
import { readRuns } from "../record/store.js";
import { UserError } from "../user-error.js";

/** Which run another is held against, and what to call it. */
export interface Reference {
  id: string;
  as: "baseline" | "previous" | "given";
}

/**
 * The run that `run` is held against: of the name given; with `baseline` the one kept for its study on this kind of
 * machine; with `previous` the last one before it of the same study, definition and kind of machine. Without a name the baseline where
 * there is one, else the previous.
 */
export async function referenceFor(run: Run, dir: string, against: string | undefined): Promise<Reference> {
  if (against !== undefined && against !== "baseline" && against !== "previous") return { id: against, as: "given" };
  const { runs } = await readRuns(dir);
  const others = runs.filter((stored) => stored.live !== true).map((stored) => stored.run);
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
    `${dir} has no earlier run of ${run.study} with the same definition on this kind of machine: give one with --against`,
  );
}

async function baselineOf(run: Run, others: readonly Run[], dir: string): Promise<Run | undefined> {
  const ids = await readBaselines(dir);
  return others.find((other) => ids.includes(other.id) && other.id !== run.id && isForSame(other, run));
}

function previousOf(run: Run, others: readonly Run[]): Run | undefined {
  return others.findLast(
    (other) =>
      Date.parse(other.startedAt) < Date.parse(run.startedAt) &&
      // Its blocks would stand on both sides.
      other.id !== run.parent &&
      other.studyHash === run.studyHash &&
      isForSame(other, run),
  );
}

/** Whether a baseline for the one is a baseline for the other. */
export function isForSame(one: Pick<Run, "study" | "machine">, other: Pick<Run, "study" | "machine">): boolean {
  return one.study === other.study && machineKind(one.machine) === machineKind(other.machine);
}
