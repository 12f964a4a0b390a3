import { type RunSummary, summaryOf } from "../../analysis/two-runs/run-summary.js";
import { readBaselines } from "../../record/folder/baselines.js";
import type { Run } from "../../record/schema/run-schema.js";
import { UserError } from "../../user-error.js";
import type { Io } from "../command.js";
import { readSummaries } from "./run-summaries.js";

/** Which run another is held against, and what to call it. */
export interface Reference {
  id: string;
  as: "baseline" | "previous" | "given";
}

/** Where a run is looked for, and under which name. */
export interface Wanted {
  dir: string;
  against: string | undefined;
}

/**
 * The run that `run` is held against: the one named; for `baseline` the one kept for its study on this kind of machine;
 * for `previous` the last one before it of the same study, definition and kind of machine. Without a name the baseline
 * where there is one, else the previous.
 */
export async function referenceFor(run: Run, { dir, against }: Wanted, io: Io): Promise<Reference> {
  if (against !== undefined && against !== "baseline" && against !== "previous") return { id: against, as: "given" };
  const own = summaryOf({ run });
  const others = (await readSummaries(dir, io)).filter(({ live }) => live !== true).map(({ digest }) => digest);
  const baseline = against === "previous" ? undefined : await baselineOf(own, others, dir);
  if (baseline !== undefined) return { id: baseline.id, as: "baseline" };
  if (against === "baseline") {
    throw new UserError(
      `${dir} has no baseline for ${run.study} on this kind of machine: name one with scalebook baseline set <run>`,
    );
  }
  const previous = previousOf(own, others);
  if (previous !== undefined) return { id: previous.id, as: "previous" };
  throw new UserError(
    `${dir} has no earlier run of ${run.study} with the same definition on this kind of machine: give one with --against`,
  );
}

async function baselineOf(run: RunSummary, others: readonly RunSummary[], dir: string) {
  const ids = await readBaselines(dir);
  return others.find((other) => ids.includes(other.id) && other.id !== run.id && isForSame(other, run));
}

function previousOf(run: RunSummary, others: readonly RunSummary[]): RunSummary | undefined {
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
export function isForSame(one: RunSummary, other: RunSummary): boolean {
  return one.study === other.study && one.machine.kind === other.machine.kind;
}
